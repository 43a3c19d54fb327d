#include "settings/CacheLocation.h"

#include <QCoreApplication>
#include <QStandardPaths>

namespace isocenter {

QString defaultCacheFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) + QStringLiteral("/cache");
}

Result<QString> takeCacheOption(QStringList& words)
{
    QString folder = defaultCacheFolder();
    const QString option = QStringLiteral("--cache");
    for (qsizetype i = 0; i < words.size() && words[i] != QLatin1String("--");) {
        QString value;
        if (words[i] == option && i + 1 < words.size()) {
            value = words.takeAt(i + 1);
        } else if (words[i].startsWith(option + QLatin1Char('='))) {
            value = words[i].mid(option.size() + 1);
        } else if (words[i] != option) {
            ++i;
            continue;
        }
        words.removeAt(i);
        if (value.isEmpty()) {
            return Error{QCoreApplication::translate("CacheLocation", "--cache needs the name of a folder."), {}};
        }
        folder = value;
    }
    return folder;
}

} // namespace isocenter
