#pragma once

#include <QString>

namespace isocenter {

/// Text as it is compared in a search: compatibility forms unified (NFKD), accents and other non-spacing marks removed,
/// case folded, letters without a decomposition written plainly (ø o, ł l, ß ss, æ ae), katakana as hiragana; '^', ',',
/// control characters and runs of spaces become one space; no space at the ends. At most `limit` characters.
/// Idempotent. '*' and '?' stay as they are.
QString searchText(const QString& text, int limit = 256);

} // namespace isocenter
