#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QTimer>

namespace isocenter {

class Station;

/// Writes a picture of the window once the station has settled, and settled again after each of `actions` (ids of the
/// registry), then ends the program: exit status 0, or 1 with a
/// sentence on stderr if that does not come within two minutes, an action is unknown or cannot be done, or the file cannot be
/// written.
class PictureTaker : public QObject
{
    Q_OBJECT
public:
    PictureTaker(Station& station, const QString& file, const QStringList& actions = {}, QObject* parent = nullptr);
    void start();

private:
    void check();
    void finish();
    void fail(const QString& reason);

    Station& m_station;
    QString m_file;
    QStringList m_actions; ///< still to be done
    QTimer m_timer;
    int m_settledFor = 0; ///< checks in a row
    int m_checks = 0;
};

} // namespace isocenter
