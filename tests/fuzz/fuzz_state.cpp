// Any bytes, read as a presentation state, a selection of key images and a registration, whatever they say they are.

#include "structured/KeyObjectReader.h"
#include "structured/PresentationStateReader.h"
#include "structured/RegistrationReader.h"

using namespace isocenter;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Result<ScannedFile> file = scanBytes(QByteArray(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size)));
    if (!file) {
        return 0;
    }
    for (const char* sopClass :
         {"1.2.840.10008.5.1.4.1.1.11.1", "1.2.840.10008.5.1.4.1.1.11.4", "1.2.840.10008.5.1.4.1.1.11.5",
          "1.2.840.10008.5.1.4.1.1.11.8", "1.2.840.10008.5.1.4.1.1.66.1", "1.2.840.10008.5.1.4.1.1.88.59"}) {
        auto object = std::make_shared<ImageAttributes>();
        object->record.instance.sopClass = QString::fromLatin1(sopClass);
        object->record.series.frameOfReference = QStringLiteral("1.2.1");
        readPresentationState(*file, object).ok();
        readRegistration(*file, object).ok();
        readKeyObjects(*file, object).ok();
    }
    return 0;
}
