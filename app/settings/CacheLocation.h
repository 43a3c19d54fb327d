#pragma once

#include "base/Result.h"

#include <QString>
#include <QStringList>

namespace isocenter {

/// Where short-term storage lies if nothing else is said: "cache" in the platform's local data folder.
QString defaultCacheFolder();

/// Takes "--cache DIR" or "--cache=DIR" out of the words of a command line, wherever it stands, and returns the folder; the
/// default if it is not there. An error (a sentence) if the folder's name is missing. Words after "--" stay as they are.
Result<QString> takeCacheOption(QStringList& words);

} // namespace isocenter
