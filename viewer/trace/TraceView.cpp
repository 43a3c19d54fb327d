#include "trace/TraceView.h"

#include "study/Study.h"
#include "theme/Theme.h"
#include "trace/TraceViewState.h"

#include <QKeyEvent>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>
#include <QPaintEvent>
#include <QScopedValueRollback>
#include <QScreen>
#include <QScrollBar>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

constexpr int kBarSteps = 1'000'000; // the scroll bar counts in whole numbers

bool filtersAlike(const WaveformGroup& group)
{
    return std::all_of(group.channels.begin(), group.channels.end(),
                       [&](const WaveformChannel& channel) { return channel.filters == group.channels.front().filters; });
}

QString filtersOf(const WaveformGroup& group)
{
    return filtersAlike(group) ? group.channels.front().filters : TraceView::tr("filters differ by channel");
}

} // namespace

TraceView::TraceView(QWidget* parent) : QAbstractScrollArea(parent), m(std::make_unique<State>(*this))
{
    setObjectName(QStringLiteral("traceView"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Waveforms"));
    setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    viewport()->setCursor(Qt::CrossCursor);
    m->dark = Theme::applied().isDark();
}

TraceView::~TraceView() = default;

int TraceView::State::footHeight() const
{
    return Theme::scaled(24);
}

QRectF TraceView::State::room() const
{
    return QRectF(0, 0, q.viewport()->width(), std::max(1, q.viewport()->height() - footHeight()));
}

double TraceView::State::top() const
{
    return q.verticalScrollBar()->value();
}

void TraceView::State::layOut()
{
    if (!hasGroup()) {
        sheet = {};
        q.viewport()->update();
        return;
    }
    scale = paperScale(q.screen(), zoom);
    options.pixelsPerMm = scale.pixelsPerMm;
    sheet = layOutTraces(waves(), *envelopes, recording->electrocardiogram, options, start, room().size());
    start = std::clamp(start, 0.0, sheet.lastStart);
    const QScopedValueRollback<bool> guard(settingBars, true);
    q.verticalScrollBar()->setRange(0, std::max(0, static_cast<int>(std::ceil(sheet.height - room().height()))));
    q.verticalScrollBar()->setPageStep(static_cast<int>(room().height()));
    q.verticalScrollBar()->setSingleStep(
        sheet.cells.empty() ? 20 : std::max(1, static_cast<int>(sheet.cells.front().area.height() / 2)));
    QScrollBar* time = q.horizontalScrollBar();
    const double share = sheet.lastStart > 0 ? sheet.secondsShown / sheet.lastStart : 1;
    time->setRange(0, sheet.lastStart > 0 ? kBarSteps : 0);
    time->setPageStep(std::max(1, static_cast<int>(std::min(1.0, share) * kBarSteps)));
    time->setSingleStep(std::max(1, time->pageStep() / 10));
    time->setValue(sheet.lastStart > 0 ? static_cast<int>(std::round(start / sheet.lastStart * kBarSteps)) : 0);
    q.viewport()->update();
}

void TraceView::State::followBars()
{
    if (settingBars || !hasGroup()) {
        return;
    }
    const int value = q.horizontalScrollBar()->value();
    const double wanted = sheet.lastStart * value / kBarSteps;
    // A rounded bar must not move what was set exactly.
    if (std::abs(wanted - start) > sheet.lastStart / kBarSteps) {
        start = wanted;
        sheet = layOutTraces(waves(), *envelopes, recording->electrocardiogram, options, start, room().size());
    }
    q.viewport()->update();
}

void TraceView::setGroup(std::shared_ptr<const WaveformRecording> recording, std::size_t group, TraceEnvelopes envelopes)
{
    m->recording = std::move(recording);
    m->group = group;
    m->envelopes = std::move(envelopes);
    m->start = 0;
    m->caliper.reset();
    m->dragging = false;
    verticalScrollBar()->setValue(0);
    m->layOut();
    Q_EMIT readoutChanged({});
}

void TraceView::setOptions(const TraceOptions& options)
{
    const bool rearranged = options.arrangement != m->options.arrangement;
    m->options = options;
    if (rearranged) {
        clearCaliper(); // its cell may be gone
    }
    m->layOut();
}

const TraceOptions& TraceView::options() const
{
    return m->options;
}

void TraceView::setDarkPaper(bool dark)
{
    m->dark = dark;
    viewport()->update();
}

bool TraceView::isPaperDark() const
{
    return m->dark;
}

void TraceView::setZoom(double zoom)
{
    m->zoom = std::clamp(zoom, 0.25, 4.0);
    m->layOut();
}

double TraceView::zoom() const
{
    return m->zoom;
}

PaperScale TraceView::scale() const
{
    return m->scale;
}

double TraceView::start() const
{
    return m->start;
}

void TraceView::setStart(double seconds)
{
    m->start = std::isfinite(seconds) ? std::max(0.0, seconds) : 0;
    m->layOut();
}

const TraceSheet& TraceView::sheet() const
{
    return m->sheet;
}

const std::optional<TraceCaliper>& TraceView::caliper() const
{
    return m->caliper;
}

void TraceView::clearCaliper()
{
    m->dragging = false;
    if (m->caliper) {
        m->caliper.reset();
        viewport()->update();
        Q_EMIT readoutChanged({});
    }
}

QString TraceView::scaleText() const
{
    if (!m->hasGroup()) {
        return {};
    }
    const WaveformGroup& group = m->waves();
    QStringList parts;
    if (m->sheet.paper) {
        parts << tr("%1 mm/s").arg(m->options.mmPerSecond) << tr("%1 mm/mV").arg(m->options.mmPerMillivolt) << m->scale.text();
    } else {
        parts << tr("%1 s across").arg(QLocale().toString(m->sheet.secondsShown, 'g', 4));
    }
    const QString filters = singleLine(filtersOf(group), 80);
    parts << (filters.isEmpty() ? tr("filters not stated") : filters);
    parts << tr("%1 samples/s").arg(QLocale().toString(group.frequency, 'g', 6));
    parts << tr("%1 to %2 s of %3 s")
                 .arg(QLocale().toString(m->start, 'f', 1), QLocale().toString(m->start + m->sheet.secondsShown, 'f', 1),
                      QLocale().toString(group.seconds(), 'f', 1));
    return parts.join(QStringLiteral("  ·  "));
}

std::optional<std::size_t> TraceView::State::cellAt(const QPointF& position) const
{
    const QPointF at = position + QPointF(0, top());
    for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
        if (sheet.cells[i].area.contains(at)) {
            return i;
        }
    }
    return std::nullopt;
}

std::size_t TraceView::State::sampleAtX(const TraceCell& cell, double x) const
{
    return sampleAt(waves(), cell.channel, std::clamp(cell.secondsAt(x), cell.from, cell.to));
}

void TraceView::State::tellReadout(const QPointF& position)
{
    if (caliper) {
        Q_EMIT q.readoutChanged(singleLine(waves().channels[caliper->channel].name, 40) + QStringLiteral(": ") +
                                caliperText(waves(), *caliper, recording->electrocardiogram));
        return;
    }
    const std::optional<std::size_t> index = hasGroup() ? cellAt(position) : std::nullopt;
    if (!index) {
        Q_EMIT q.readoutChanged({});
        return;
    }
    const TraceCell& cell = sheet.cells[*index];
    QString text = sampleText(waves(), cell.channel, sampleAtX(cell, position.x()), recording->electrocardiogram);
    if (!filtersAlike(waves())) {
        const QString filters = singleLine(waves().channels[cell.channel].filters, 60);
        text += QStringLiteral("  ·  ") + (filters.isEmpty() ? tr("filters not stated") : filters);
    }
    Q_EMIT q.readoutChanged(text);
}

void TraceView::State::paint(QPainter& painter)
{
    const PaperColors colors = dark ? PaperColors::dark() : PaperColors::light();
    painter.fillRect(q.viewport()->rect(), colors.ground);
    if (!hasGroup()) {
        return;
    }
    painter.save();
    painter.setClipRect(room());
    painter.translate(0, -top());
    const TracePicture picture{*recording, group, *envelopes, sheet, options, colors, caliper, caliperCell};
    paintTraces(painter, picture, room().translated(0, top()));
    painter.restore();
    QRectF foot = QRectF(q.viewport()->rect()).adjusted(8, 0, -8, 0);
    foot.setTop(room().bottom());
    QFont font = q.font();
    font.setPixelSize(Theme::scaled(12));
    painter.setFont(font);
    painter.setPen(colors.ink);
    painter.drawText(foot, Qt::AlignVCenter | Qt::AlignLeft,
                     QFontMetricsF(font).elidedText(q.scaleText(), Qt::ElideRight, foot.width()));
}

void TraceView::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    m->paint(painter);
}

void TraceView::resizeEvent(QResizeEvent*)
{
    m->layOut();
}

void TraceView::scrollContentsBy(int, int)
{
    m->followBars();
}

bool TraceView::event(QEvent* event)
{
    switch (event->type()) {
    case QEvent::ScreenChangeInternal:
    case QEvent::StyleChange:
    case QEvent::FontChange:
        m->layOut();
        break;
    case QEvent::ShortcutOverride: {
        const auto* key = static_cast<QKeyEvent*>(event);
        static constexpr int kOwn[] = {Qt::Key_Left, Qt::Key_Right, Qt::Key_Up,     Qt::Key_Down,
                                       Qt::Key_Home, Qt::Key_End,   Qt::Key_PageUp, Qt::Key_PageDown};
        const bool own =
            key->modifiers() == Qt::NoModifier && (std::find(std::begin(kOwn), std::end(kOwn), key->key()) != std::end(kOwn) ||
                                                   (key->key() == Qt::Key_Escape && m->caliper));
        if (own) {
            event->accept();
            return true;
        }
        break;
    }
    default:
        break;
    }
    return QAbstractScrollArea::event(event);
}

void TraceView::changeEvent(QEvent* event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        viewport()->update();
    }
}

void TraceView::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers() & Qt::ControlModifier) {
        event->ignore(); // zoom is the page's
        return;
    }
    const QPoint angle = event->angleDelta();
    const bool alongTime = (event->modifiers() & Qt::ShiftModifier) || verticalScrollBar()->maximum() == 0;
    const int turn = std::abs(angle.x()) > std::abs(angle.y()) ? angle.x() : angle.y();
    if (alongTime || turn == angle.x()) {
        setStart(m->start - turn / 120.0 * m->sheet.secondsShown / 10);
    } else {
        verticalScrollBar()->setValue(verticalScrollBar()->value() - turn / 2);
    }
    event->accept();
}

void TraceView::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m->hasGroup()) {
        event->ignore();
        return;
    }
    clearCaliper();
    if (const std::optional<std::size_t> index = m->cellAt(event->position())) {
        const TraceCell& cell = m->sheet.cells[*index];
        const std::size_t sample = m->sampleAtX(cell, event->position().x());
        m->caliper = TraceCaliper{cell.channel, sample, sample};
        m->caliperCell = *index;
        m->dragging = true;
        m->tellReadout(event->position());
        viewport()->update();
    }
}

void TraceView::mouseMoveEvent(QMouseEvent* event)
{
    if (m->dragging && m->caliper) {
        m->caliper->second = m->sampleAtX(m->sheet.cells[m->caliperCell], event->position().x());
        viewport()->update();
    }
    m->tellReadout(event->position());
}

void TraceView::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m->dragging) {
        m->dragging = false;
        if (m->caliper->first == m->caliper->second) {
            clearCaliper(); // a click takes it away
        }
    }
}

void TraceView::keyPressEvent(QKeyEvent* event)
{
    const double page = m->sheet.secondsShown;
    switch (event->key()) {
    case Qt::Key_Left:
        return setStart(m->start - page / 10);
    case Qt::Key_Right:
        return setStart(m->start + page / 10);
    case Qt::Key_PageUp:
        return setStart(m->start - page);
    case Qt::Key_PageDown:
        return setStart(m->start + page);
    case Qt::Key_Home:
        return setStart(0);
    case Qt::Key_End:
        return setStart(m->sheet.lastStart);
    case Qt::Key_Up:
    case Qt::Key_Down:
        return verticalScrollBar()->triggerAction(event->key() == Qt::Key_Up ? QAbstractSlider::SliderSingleStepSub
                                                                             : QAbstractSlider::SliderSingleStepAdd);
    case Qt::Key_Escape:
        if (m->caliper) {
            return clearCaliper();
        }
        break;
    default:
        break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

} // namespace isocenter
