#include "cli/CommandLine.h"
#include "cli/Commands.h"

namespace isocenter::cli {

int inspect(const QStringList& words)
{
    return words.isEmpty() ? WrongUsage : AllWell;
}

} // namespace isocenter::cli
