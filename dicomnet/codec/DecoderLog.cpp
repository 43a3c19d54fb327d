#include "codec/DecoderLog.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/oflog/oflog.h>

#include <mutex>

namespace isocenter {

void silenceDecoders()
{
    static std::once_flag once;
    std::call_once(once, [] {
        for (const char* name : {"dcmtk.dcmjpeg", "dcmtk.dcmjpls"}) {
            OFLog::getLogger(name).setLogLevel(OFLogger::OFF_LOG_LEVEL);
        }
    });
}

} // namespace isocenter
