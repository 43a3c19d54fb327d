#pragma once

#include "base/Result.h"
#include "study/Study.h"

#include <QByteArray>
#include <QString>

#include <functional>
#include <vector>

namespace isocenter::demo {

/// A generated DICOM file and what it says about itself.
struct DemoFile
{
    QByteArray part10;
    InstanceRecord record;
};

/// One file to be generated. make() may run on any thread, several at once, and gives the same bytes each time.
struct DemoObject
{
    QString fileName; ///< relative, "ct-current/0001.dcm"
    std::function<Result<DemoFile>()> make;
};

/// All demonstration studies, marked as phantoms: CT of a torso, a prior and a current one 14 months later, with a chest
/// radiograph; MR of a head (T1 and T2 in the same oblique planes, T1 sagittal); ultrasound cine of a beating chamber.
/// About 330 objects and 180 MB.
std::vector<DemoObject> demoObjects();

/// A UID under 2.25 derived from the text: the same text always gives the same UID.
QString demoUid(const QString& text);

} // namespace isocenter::demo
