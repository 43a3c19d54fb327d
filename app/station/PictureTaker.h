#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

namespace isocenter {

class Station;

/// Writes a picture of the window once the station has settled, then ends the program: exit status 0, or 1 with a
/// sentence on stderr if that does not come within two minutes or the file cannot be written.
class PictureTaker : public QObject
{
    Q_OBJECT
public:
    PictureTaker(Station& station, const QString& file, QObject* parent = nullptr);
    void start();

private:
    void check();
    void finish();

    Station& m_station;
    QString m_file;
    QTimer m_timer;
    int m_settledFor = 0; ///< checks in a row
    int m_checks = 0;
};

} // namespace isocenter
