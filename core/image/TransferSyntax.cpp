#include "image/TransferSyntax.h"

namespace isocenter {

bool isVideoSyntax(const QString& uid)
{
    const QLatin1String root("1.2.840.10008.1.2.4.10");
    if (!uid.startsWith(root)) {
        return false;
    }
    const QStringView last = QStringView(uid).mid(root.size()); // "0" to "8"; the first seven also with ".1"
    const QChar digit = last.isEmpty() ? QChar() : last.front();
    return (last.size() == 1 && digit >= QLatin1Char('0') && digit <= QLatin1Char('8')) ||
           (last.mid(1) == QLatin1String(".1") && digit >= QLatin1Char('0') && digit <= QLatin1Char('6'));
}

} // namespace isocenter
