#include "settings/TransferFile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>

namespace isocenter {

QString TransferFile::beside(const QString& settingsFile)
{
    return QFileInfo(settingsFile).path() + QStringLiteral("/transfer-functions.json");
}

TransferPresets TransferFile::load() const
{
    const Result<TransferPresets> presets = TransferPresets::fromJson(QJsonDocument(m_file.load()).toJson());
    if (!presets) {
        QFile::remove(m_path + QStringLiteral(".damaged"));
        QFile::rename(m_path, m_path + QStringLiteral(".damaged"));
        return {};
    }
    return *presets;
}

bool TransferFile::save(const TransferPresets& presets)
{
    return m_file.save(QJsonDocument::fromJson(presets.toJson()).object());
}

} // namespace isocenter
