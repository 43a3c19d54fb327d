#include "station/PictureTaker.h"

#include "cli/CommandLine.h"
#include "station/Station.h"

#include <QAction>
#include <QCoreApplication>
#include <QPixmap>

namespace isocenter {

namespace {

constexpr int kCheckMs = 50;
constexpr int kSettledChecks = 4; // what was announced a moment ago has arrived too
constexpr int kLastCheck = 120 * 1000 / kCheckMs;

} // namespace

PictureTaker::PictureTaker(Station& station, const QString& file, const QStringList& actions, QObject* parent)
    : QObject(parent), m_station(station), m_file(file), m_actions(actions)
{
    m_timer.setInterval(kCheckMs);
    connect(&m_timer, &QTimer::timeout, this, &PictureTaker::check);
}

void PictureTaker::start()
{
    m_timer.start();
}

void PictureTaker::check()
{
    m_settledFor = m_station.isSettled() ? m_settledFor + 1 : 0;
    if (m_settledFor >= kSettledChecks && m_actions.isEmpty()) {
        finish();
    } else if (m_settledFor >= kSettledChecks) {
        m_settledFor = 0;
        const QString id = m_actions.takeFirst();
        QAction* action = m_station.actions().action(id);
        if (action && action->isEnabled()) {
            action->trigger();
        } else {
            fail(action ? tr("%1 cannot be done here; nothing was written.").arg(id)
                        : tr("There is no action %1; nothing was written.").arg(id));
        }
    } else if (++m_checks > kLastCheck) {
        fail(tr("The picture was not complete after two minutes; nothing was written."));
    }
}

void PictureTaker::fail(const QString& reason)
{
    m_timer.stop();
    cli::complain(reason);
    QCoreApplication::exit(cli::SomethingRefused);
}

void PictureTaker::finish()
{
    m_timer.stop();
    const bool written = m_station.window().grab().save(m_file);
    if (!written) {
        cli::complain(tr("The picture could not be written to %1.").arg(m_file));
    }
    QCoreApplication::exit(written ? cli::AllWell : cli::SomethingRefused);
}

} // namespace isocenter
