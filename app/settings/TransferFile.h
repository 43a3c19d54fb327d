#pragma once

#include "settings/SettingsFile.h"
#include "volume/TransferStore.h"

namespace isocenter {

/// The person's own transfer functions as a JSON file like the shipped one (resources/volume), so that they can be handed on.
class TransferFile : public TransferStore
{
public:
    explicit TransferFile(const QString& path) : m_path(path), m_file(path) {}
    /// transfer-functions.json in the folder of the settings.
    static QString beside(const QString& settingsFile);

    /// None where the file is damaged; it is kept beside as .damaged then.
    TransferPresets load() const override;
    bool save(const TransferPresets& presets) override;

private:
    QString m_path;
    SettingsFile m_file;
};

} // namespace isocenter
