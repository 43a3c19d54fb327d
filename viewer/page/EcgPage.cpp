#include "page/EcgPage.h"

#include "page/WaveformRemarks.h"
#include "study/Study.h"
#include "theme/Icons.h"
#include "theme/Theme.h"
#include "viewport/ViewerServices.h"
#include "work/AnswerBox.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollBar>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr double kZoomStep = 1.25;
constexpr int kListWidth = 1000;         // of the page, from which the list stands beside the curves
constexpr double kLeastFrequency = 1e-4; // samples a second: hours apart; below is no sampling rate

std::shared_ptr<const WaveformRecording> recordingOf(const DocumentPtr& document)
{
    return {document, std::get_if<WaveformRecording>(&document->content)};
}

QString groupText(const WaveformRecording& recording, std::size_t index)
{
    const WaveformGroup& group = recording.groups[index];
    QString text = singleLine(group.label, 40);
    if (text.isEmpty()) {
        text = EcgPage::tr("Group %1").arg(index + 1);
    }
    text += QStringLiteral(", ") + EcgPage::tr("%1 s").arg(QLocale().toString(group.seconds(), 'f', 1));
    if (group.derived) {
        text += QStringLiteral(", ") + EcgPage::tr("computed");
    }
    if (group.offsetSeconds != 0) {
        text += QStringLiteral(", ") + EcgPage::tr("begins at %1 s").arg(QLocale().toString(group.offsetSeconds, 'f', 1));
    }
    return text;
}

/// What a reader must know before the curves are believed.
QStringList cautionsOf(const WaveformRecording& recording)
{
    QStringList cautions = recording.notes;
    for (std::size_t g = 0; g < recording.groups.size(); ++g) {
        const WaveformGroup& group = recording.groups[g];
        if (group.frequency < kLeastFrequency || !std::isfinite(group.frequency)) {
            cautions << EcgPage::tr("Group %1 states a sampling rate that cannot be true; its times are not to be relied on.")
                            .arg(g + 1);
        }
        for (const WaveformChannel& channel : group.channels) {
            if (usableSkew(channel) != channel.skewSeconds) {
                cautions << EcgPage::tr(
                                "%1 states a shift of more than a second against the other channels; it is drawn without.")
                                .arg(singleLine(channel.name, 40));
            }
        }
    }
    return cautions;
}

} // namespace

struct EcgPage::Parts
{
    Parts(EcgPage* page, DocumentPtr from, const PageServices& services)
        : document(std::move(from)),
          recording(recordingOf(document)),
          queue(services.viewer.queue),
          envelopes(recording->groups.size()),
          answers(page)
    {
    }

    QComboBox* addChoice(EcgPage* page, const QString& name, const QString& tip)
    {
        auto* box = new QComboBox(page);
        box->setObjectName(name);
        box->setToolTip(tip);
        box->setAccessibleName(tip);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
        box->setFocusPolicy(Qt::TabFocus);
        bar->addWidget(box);
        return box;
    }

    DocumentPtr document;
    std::shared_ptr<const WaveformRecording> recording;
    WorkQueue& queue;
    std::vector<TraceEnvelopes> envelopes; ///< by group; null until computed
    std::size_t group = 0;
    bool hasStandardLeads = false;

    QHBoxLayout* bar = nullptr;
    QComboBox* groups = nullptr;
    QComboBox* arrangement = nullptr;
    QComboBox* speed = nullptr;
    QComboBox* gain = nullptr;
    QComboBox* across = nullptr; ///< of recordings that are no electrocardiogram
    QToolButton* paper = nullptr;
    QToolButton* list = nullptr;
    bool listChosen = false; ///< by the reader; else it is there where there is room
    QLabel* readout = nullptr;
    TraceView* view = nullptr;
    AnswerBox answers;
};

EcgPage::EcgPage(DocumentPtr document, const PageServices& services, QWidget* parent)
    : DocumentPage(parent), m(std::make_unique<Parts>(this, std::move(document), services))
{
    setObjectName(QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m->bar = new QHBoxLayout;
    m->bar->setContentsMargins(8, 4, 8, 4);
    m->bar->setSpacing(6);
    column->addLayout(m->bar);
    m->view = new TraceView(this);
    buildBar();
    const QStringList cautions = cautionsOf(*m->recording);
    if (!cautions.isEmpty()) {
        auto* label = new QLabel(QStringLiteral("⚠ ") + readableText(cautions.join(QLatin1Char(' ')), 2000), this);
        label->setObjectName(QStringLiteral("waveformCautions"));
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setContentsMargins(8, 0, 8, 4);
        label->setStyleSheet(QStringLiteral("color: %1").arg(Theme::applied().color("caution").name()));
        column->addWidget(label);
    }
    buildBody();
    setFocusProxy(m->view);
    showGroup();
}

EcgPage::~EcgPage() = default;

TraceView& EcgPage::view() const
{
    return *m->view;
}

int EcgPage::group() const
{
    return static_cast<int>(m->group);
}

void EcgPage::buildBar()
{
    const WaveformRecording& recording = *m->recording;
    m->groups = m->addChoice(this, QStringLiteral("waveformGroup"), tr("Group of channels"));
    for (std::size_t g = 0; g < recording.groups.size(); ++g) {
        m->groups->addItem(groupText(recording, g));
    }
    m->groups->setVisible(recording.groups.size() > 1);
    connect(m->groups, &QComboBox::currentIndexChanged, this, &EcgPage::setGroup);
    if (recording.electrocardiogram) {
        m->arrangement = m->addChoice(this, QStringLiteral("waveformArrangement"), tr("Arrangement of the leads"));
        m->arrangement->addItem(tr("3 × 4 + II"), static_cast<int>(LeadArrangement::ThreeByFour));
        m->arrangement->addItem(tr("6 × 2"), static_cast<int>(LeadArrangement::SixByTwo));
        m->arrangement->addItem(tr("12 × 1"), static_cast<int>(LeadArrangement::TwelveByOne));
        m->speed = m->addChoice(this, QStringLiteral("waveformSpeed"), tr("Speed of the paper"));
        for (const double speed : {12.5, 25.0, 50.0}) {
            m->speed->addItem(tr("%1 mm/s").arg(QLocale().toString(speed)), speed);
        }
        m->gain = m->addChoice(this, QStringLiteral("waveformGain"), tr("Height of a millivolt"));
        for (const double gain : {5.0, 10.0, 20.0}) {
            m->gain->addItem(tr("%1 mm/mV").arg(QLocale().toString(gain)), gain);
        }
        m->speed->setCurrentIndex(1);
        m->gain->setCurrentIndex(1);
    } else {
        m->across = m->addChoice(this, QStringLiteral("waveformAcross"), tr("Time over the width"));
    }
    for (QComboBox* box : {m->arrangement, m->speed, m->gain, m->across}) {
        if (box) {
            connect(box, &QComboBox::currentIndexChanged, this, &EcgPage::followChoices);
        }
    }
    m->readout = new QLabel(this);
    m->readout->setObjectName(QStringLiteral("waveformReadout"));
    m->readout->setTextFormat(Qt::PlainText);
    m->readout->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m->readout->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m->bar->addWidget(m->readout, 1);
    connect(m->view, &TraceView::readoutChanged, m->readout, &QLabel::setText);
    const auto addToggle = [this](const QString& icon, const QString& tip, bool on) {
        auto* button = new QToolButton(this);
        button->setIcon(themedIcon(icon));
        button->setToolTip(tip);
        button->setAccessibleName(tip);
        button->setCheckable(true);
        button->setChecked(on);
        m->bar->addWidget(button);
        return button;
    };
    m->paper = addToggle(QStringLiteral("theme"), tr("Light paper"), !m->view->isPaperDark());
    m->paper->setObjectName(QStringLiteral("waveformPaper"));
    connect(m->paper, &QToolButton::toggled, m->view, [this](bool light) { m->view->setDarkPaper(!light); });
    m->list = addToggle(QStringLiteral("info"), tr("Remarks and measurements"), !recording.annotations.empty());
    m->list->setObjectName(QStringLiteral("waveformList"));
    m->list->setEnabled(!recording.annotations.empty());
}

void EcgPage::buildBody()
{
    auto* split = new QSplitter(Qt::Horizontal, this);
    split->setHandleWidth(1);
    split->addWidget(m->view);
    if (!m->recording->annotations.empty()) {
        auto* remarks = new WaveformRemarks(m->recording, split);
        split->addWidget(remarks);
        split->setSizes({1000, Theme::scaled(300)});
        connect(m->list, &QToolButton::toggled, remarks, &QWidget::setVisible);
        connect(m->list, &QToolButton::clicked, this, [this] { m->listChosen = true; });
        connect(remarks, &WaveformRemarks::momentRequested, this, [this](int group, double seconds) {
            if (group >= 0 && group != static_cast<int>(m->group)) {
                m->groups->setCurrentIndex(group);
            }
            m->view->setStart(seconds - m->view->sheet().secondsShown / 2);
        });
    }
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 0);
    static_cast<QVBoxLayout*>(layout())->addWidget(split, 1);
}

void EcgPage::resizeEvent(QResizeEvent* event)
{
    DocumentPage::resizeEvent(event);
    if (!m->listChosen) {
        m->list->setChecked(m->list->isEnabled() && width() >= Theme::scaled(kListWidth));
    }
}

void EcgPage::setGroup(int group)
{
    if (group < 0 || group >= static_cast<int>(m->recording->groups.size()) || group == static_cast<int>(m->group)) {
        return;
    }
    m->group = static_cast<std::size_t>(group);
    m->groups->setCurrentIndex(group);
    showGroup();
    Q_EMIT completeChanged();
}

void EcgPage::showGroup()
{
    const std::size_t group = m->group;
    const WaveformGroup& waves = m->recording->groups[group];
    if (m->arrangement) {
        m->arrangement->setEnabled(standardLeads(waves).has_value());
    }
    if (m->across) {
        const QSignalBlocker quiet(m->across);
        m->across->clear();
        m->across->addItem(tr("all, %1 s").arg(QLocale().toString(waves.seconds(), 'g', 4)), 0.0);
        for (const double seconds : {600.0, 300.0, 120.0, 60.0, 30.0, 10.0, 5.0, 2.0, 1.0, 0.5, 0.2, 0.1}) {
            if (seconds < waves.seconds() && seconds * waves.frequency >= 16) {
                m->across->addItem(tr("%1 s").arg(QLocale().toString(seconds)), seconds);
            }
        }
    }
    followChoices();
    m->view->setGroup(m->recording, group, m->envelopes[group]);
    if (m->envelopes[group]) {
        return;
    }
    const auto work = [document = m->document, recording = m->recording, group](const CancelToken&) {
        auto envelopes = std::make_shared<std::vector<TraceEnvelope>>();
        for (const WaveformChannel& channel : recording->groups[group].channels) {
            envelopes->emplace_back(channel.values);
        }
        return TraceEnvelopes(envelopes);
    };
    m->answers.ask(m->queue, AnswerBox::Interactive, work, [this, group](const TraceEnvelopes& envelopes) {
        m->envelopes[group] = envelopes;
        if (group == m->group) {
            m->view->setGroup(m->recording, group, envelopes);
            Q_EMIT completeChanged();
        }
    });
}

void EcgPage::followChoices()
{
    TraceOptions options = m->view->options();
    if (m->recording->electrocardiogram) {
        options.arrangement = static_cast<LeadArrangement>(m->arrangement->currentData().toInt());
        options.mmPerSecond = m->speed->currentData().toDouble();
        options.mmPerMillivolt = m->gain->currentData().toDouble();
    } else {
        options.secondsAcross = m->across->currentData().toDouble();
    }
    m->view->setOptions(options);
}

bool EcgPage::isComplete() const
{
    return m->envelopes[m->group] != nullptr;
}

void EcgPage::zoom(int steps)
{
    if (m->across) {
        m->across->setCurrentIndex(std::clamp(m->across->currentIndex() + steps, 0, m->across->count() - 1));
    } else {
        m->view->setZoom(m->view->zoom() * std::pow(kZoomStep, steps));
    }
}

void EcgPage::resetZoom()
{
    if (m->across) {
        m->across->setCurrentIndex(0);
    } else {
        m->view->setZoom(1);
    }
}

void EcgPage::scrollLines(int lines)
{
    QScrollBar* rows = m->view->verticalScrollBar();
    if (rows->maximum() > 0) {
        rows->setValue(rows->value() + lines * rows->singleStep());
    } else {
        m->view->setStart(m->view->start() + lines * m->view->sheet().secondsShown / 10);
    }
}

} // namespace isocenter
