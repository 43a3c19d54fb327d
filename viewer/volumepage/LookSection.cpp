#include "volumepage/LookSection.h"

#include "theme/Icons.h"
#include "volumepage/SectionParts.h"
#include "volumepage/TransferEditor.h"

#include <QCheckBox>
#include <QColorDialog>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

QToolButton* iconButton(QWidget* parent, const char* icon, const QString& tip)
{
    QToolButton* button = wordButton(parent, {}, tip);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setIcon(themedIcon(QString::fromLatin1(icon)));
    return button;
}

QColor colorOf(const TransferPoint& point)
{
    return QColor::fromRgbF(static_cast<float>(point.color[0]), static_cast<float>(point.color[1]),
                            static_cast<float>(point.color[2]));
}

QDoubleSpinBox* field(QWidget* parent, const QString& name)
{
    auto* box = new QDoubleSpinBox(parent);
    box->setAccessibleName(name);
    box->setToolTip(name);
    box->setKeyboardTracking(false);
    box->setButtonSymbols(QAbstractSpinBox::NoButtons);
    return box;
}

} // namespace

LookSection::LookSection(VolumeLook& look, QWidget* parent)
    : QWidget(parent),
      m_look(look),
      m_presets(new QComboBox(this)),
      m_restore(iconButton(this, "reset", tr("Back to the preset as it was"))),
      m_editor(new TransferEditor(this)),
      m_shaded(new QCheckBox(tr("Lit surfaces"), this))
{
    setObjectName(QStringLiteral("lookSection"));
    m_presets->setAccessibleName(tr("Preset"));
    m_presets->setToolTip(tr("Presets for this modality (keys 1 to 9 over the picture)"));
    m_presets->setMinimumContentsLength(10);
    auto* top = new QHBoxLayout;
    top->addWidget(m_presets, 1);
    top->addWidget(m_restore);
    QVBoxLayout* layout = sectionLayout(this, tr("COLOURS AND OPACITIES"));
    layout->addLayout(top);
    layout->addWidget(m_editor);
    layout->addWidget(buildPoint());
    layout->addWidget(m_shaded);
    layout->addWidget(buildOwn());
    connect(m_presets, &QComboBox::activated, &m_look, &VolumeLook::choose);
    connect(m_restore, &QToolButton::clicked, &m_look, &VolumeLook::restore);
    connect(m_editor, &TransferEditor::edited, &m_look, &VolumeLook::setFunction);
    connect(m_editor, &TransferEditor::currentChanged, this, &LookSection::followPoint);
    connect(m_editor, &TransferEditor::colorRequested, this, &LookSection::askColor);
    connect(m_shaded, &QCheckBox::clicked, this, [this](bool lit) {
        if (m_look.function()) {
            TransferFunction function = *m_look.function();
            function.shaded = lit;
            m_look.setFunction(std::move(function));
        }
    });
    connect(&m_look, &VolumeLook::choicesChanged, this, &LookSection::followChoices);
    connect(&m_look, &VolumeLook::functionChanged, this, &LookSection::followFunction);
    followChoices();
}

QWidget* LookSection::buildPoint()
{
    auto* row = new QWidget(this);
    m_value = field(row, tr("Value of the chosen point"));
    m_opacity = field(row, tr("Opacity of the chosen point, of one millimetre"));
    m_opacity->setRange(0, 100);
    m_opacity->setDecimals(1);
    m_opacity->setSuffix(tr(" %"));
    m_color = wordButton(row, {}, tr("Colour of the chosen point"));
    m_color->setToolButtonStyle(Qt::ToolButtonIconOnly);
    QToolButton* add = iconButton(row, "plus", tr("Add a point"));
    QToolButton* remove = iconButton(row, "minus", tr("Remove the chosen point"));
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_value, 3);
    layout->addWidget(m_opacity, 2);
    layout->addWidget(m_color);
    layout->addWidget(add);
    layout->addWidget(remove);
    connect(m_value, &QDoubleSpinBox::valueChanged, this, &LookSection::changePoint);
    connect(m_opacity, &QDoubleSpinBox::valueChanged, this, &LookSection::changePoint);
    connect(m_color, &QToolButton::clicked, this, [this] { askColor(m_editor->current()); });
    connect(add, &QToolButton::clicked, m_editor, &TransferEditor::addPoint);
    connect(remove, &QToolButton::clicked, this, [this] { m_editor->removePoint(m_editor->current()); });
    return row;
}

QWidget* LookSection::buildOwn()
{
    auto* own = new QWidget(this);
    m_name = new QLineEdit(own);
    m_name->setObjectName(QStringLiteral("presetName"));
    m_name->setPlaceholderText(tr("Name of an own preset"));
    m_name->setAccessibleName(tr("Name of an own preset"));
    m_name->setMaxLength(60);
    m_save = panelButton(own, tr("Save"), tr("Keep colours and opacities as an own preset"));
    m_forget = panelButton(own, tr("Forget"), tr("Forget this own preset"));
    m_note = quietLabel(own, {});
    m_note->hide();
    auto* row = new QHBoxLayout;
    row->addWidget(m_name, 1);
    row->addWidget(m_save);
    row->addWidget(m_forget);
    auto* layout = new QVBoxLayout(own);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addLayout(row);
    layout->addWidget(m_note);
    connect(m_name, &QLineEdit::returnPressed, this, &LookSection::save);
    connect(m_name, &QLineEdit::textChanged, this, [this] { m_save->setEnabled(!m_name->text().trimmed().isEmpty()); });
    connect(m_save, &QPushButton::clicked, this, &LookSection::save);
    connect(m_forget, &QPushButton::clicked, this, [this] { m_look.remove(m_look.chosen()); });
    m_save->setEnabled(false);
    return own;
}

void LookSection::followChoices()
{
    m_presets->clear();
    int number = 0;
    for (const VolumeLook::Choice& choice : m_look.choices()) {
        ++number;
        const QString key = number <= 9 ? QStringLiteral("%1  ").arg(number) : QString();
        m_presets->addItem(key + choice.function->name + (choice.own ? tr(" (own)") : QString()));
    }
    setEnabled(!m_look.choices().empty());
    m_editor->setCurrent(-1);
    followFunction();
    m_editor->setCurrent(0);
}

void LookSection::followFunction()
{
    const int chosen = m_look.chosen();
    m_presets->setCurrentIndex(chosen);
    m_restore->setEnabled(m_look.isChanged());
    const auto& choices = m_look.choices();
    m_forget->setVisible(chosen >= 0 && choices[static_cast<std::size_t>(chosen)].own);
    m_shaded->setChecked(m_look.function() && m_look.function()->shaded);
    m_editor->show(m_look.function(), m_look.histogram());
    m_note->hide();
    followPoint();
}

void LookSection::followPoint()
{
    const int current = m_editor->current();
    const bool there = m_look.function() && current >= 0;
    for (QWidget* widget : {static_cast<QWidget*>(m_value), static_cast<QWidget*>(m_opacity), static_cast<QWidget*>(m_color)}) {
        widget->setEnabled(there);
    }
    if (!there) {
        return;
    }
    const VolumeHistogram& histogram = m_look.histogram();
    const TransferPoint& point = m_look.function()->points[static_cast<std::size_t>(current)];
    const QSignalBlocker quietValue(m_value);
    const QSignalBlocker quietOpacity(m_opacity);
    const double width = histogram.high - histogram.low;
    m_value->setDecimals(width > 200 ? 0 : width > 2 ? 2 : 5);
    m_value->setRange(histogram.low - 10 * width, histogram.high + 10 * width);
    m_value->setSingleStep(width / 200);
    m_value->setSuffix(m_look.unit().isEmpty() ? QString() : QLatin1Char(' ') + m_look.unit());
    m_value->setValue(point.value);
    m_opacity->setValue(point.opacity * 100);
    QPixmap patch(16, 16);
    patch.fill(colorOf(point));
    m_color->setIcon(patch);
}

void LookSection::changePoint()
{
    const int current = m_editor->current();
    if (!m_look.function() || current < 0) {
        return;
    }
    TransferFunction function = *m_look.function();
    auto& points = function.points;
    const auto at = static_cast<std::size_t>(current);
    // A point does not pass its neighbours, here as under the hand.
    const double low = at > 0 ? points[at - 1].value : m_value->minimum();
    const double high = at + 1 < points.size() ? points[at + 1].value : m_value->maximum();
    points[at].value = std::clamp(m_value->value(), std::min(low, high), high);
    points[at].opacity = m_opacity->value() / 100;
    m_look.setFunction(std::move(function));
}

void LookSection::askColor(int point)
{
    if (!m_look.function() || point < 0) {
        return;
    }
    if (!m_dialog) {
        m_dialog = new QColorDialog(this);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        m_dialog->setOption(QColorDialog::DontUseNativeDialog);
        m_dialog->setWindowTitle(tr("Colour of the chosen point"));
        connect(m_dialog, &QColorDialog::currentColorChanged, this, &LookSection::setColor);
    }
    {
        const QSignalBlocker quiet(m_dialog);
        m_dialog->setCurrentColor(colorOf(m_look.function()->points[static_cast<std::size_t>(point)]));
    }
    m_dialog->show(); // beside the picture, which follows the choice
    m_dialog->raise();
}

void LookSection::setColor(const QColor& color)
{
    const int current = m_editor->current();
    if (!m_look.function() || current < 0 || !color.isValid()) {
        return;
    }
    TransferFunction function = *m_look.function();
    function.points[static_cast<std::size_t>(current)].color = {color.redF(), color.greenF(), color.blueF()};
    m_look.setFunction(std::move(function));
}

void LookSection::save()
{
    if (m_name->text().trimmed().isEmpty()) {
        return;
    }
    if (m_look.saveAs(m_name->text())) {
        m_name->clear();
        return;
    }
    m_note->setText(tr("The preset could not be saved: the settings folder cannot be written."));
    m_note->show();
}

} // namespace isocenter
