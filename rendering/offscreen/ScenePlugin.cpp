#include "offscreen/ScenePlugin.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QPluginLoader>

namespace isocenter {

Result<std::shared_ptr<VolumeScene>> createGraphicsScene(const QStringList& folders)
{
    const QString program = QCoreApplication::applicationDirPath();
    QString detail;
    for (const QString& folder : folders + QStringList{program, program + QStringLiteral("/../lib/isocenter")}) {
        const QString file = folder + QStringLiteral("/isocenter_volume.so");
        if (!QFileInfo::exists(file)) {
            continue;
        }
        QPluginLoader loader(file);
        if (auto* factory = qobject_cast<VolumeSceneFactory*>(loader.instance())) {
            return factory->create();
        }
        detail = loader.errorString();
    }
    return Error{QCoreApplication::translate("VolumeScene", "The part of the program that shows volumes in 3D is not installed."),
                 detail};
}

bool hasGraphicsProcessor()
{
    const bool renders =
        !QDir(QStringLiteral("/dev/dri")).entryList({QStringLiteral("renderD*")}, QDir::System | QDir::Files).isEmpty();
    return renders || QFileInfo::exists(QStringLiteral("/dev/nvidia0"));
}

} // namespace isocenter
