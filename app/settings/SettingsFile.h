#pragma once

#include <QJsonObject>
#include <QString>

namespace isocenter {

/// The person's settings as one JSON file (theme, key map, window, strip). GUI thread.
class SettingsFile
{
public:
    /// The file need not exist. Default: isocenter/settings.json in the platform's configuration folder.
    explicit SettingsFile(QString path = defaultPath());

    static QString defaultPath();
    /// Empty if there is none or it is damaged; a damaged file is kept beside as settings.json.damaged.
    QJsonObject load() const;
    /// Written to a temporary file and renamed; false if that fails (the old settings stay).
    bool save(const QJsonObject& settings) const;

private:
    QString m_path;
};

} // namespace isocenter
