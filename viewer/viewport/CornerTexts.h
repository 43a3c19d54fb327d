#pragma once

#include "base/Result.h"

#include <QByteArray>
#include <QHash>
#include <QJsonValue>
#include <QString>

#include <array>
#include <functional>
#include <vector>

namespace isocenter {

enum class TextTone { Plain, Quiet, Prior, Caution, Danger };

/// One line in a corner, ready to draw.
struct CornerLine
{
    QString text; ///< one line, safe to show
    TextTone tone = TextTone::Plain;
    bool strong = false;
    int need = 1; ///< 1: in every viewport, 2: not in small ones, 3: only in large ones
    friend bool operator==(const CornerLine& a, const CornerLine& b)
    {
        return a.text == b.text && a.tone == b.tone && a.strong == b.strong && a.need == b.need;
    }
};

enum Corner { TopLeft, TopRight, BottomLeft, BottomRight };
using CornerLines = std::array<std::vector<CornerLine>, 4>; ///< by Corner, top line first

/// Which texts stand in the corners, for each modality, read from JSON (resources/overlay/corners.json says how).
/// Immutable; labels are translated when read (context "CornerTexts").
class CornerTexts
{
public:
    /// The value of a keyword, empty if there is none.
    using Lookup = std::function<QString(const QString& keyword)>;

    CornerTexts() = default;
    static Result<CornerTexts> fromJson(const QByteArray& json);
    /// The file in the resources; empty corners if it cannot be read (a test sees to that).
    static CornerTexts shipped();

    CornerLines lines(const QString& modality, const Lookup& value) const;

private:
    struct Piece
    {
        QString text;      ///< literal before the value
        QString keyword;   ///< empty: literal only
        int decimals = -1; ///< >= 0: a number with at most so many
    };
    using Part = std::vector<Piece>;
    struct Line
    {
        std::vector<Part> parts;
        QString insert; ///< name of an insert instead of parts
        TextTone tone = TextTone::Plain;
        bool strong = false;
        int need = 1;
    };
    using Insert = QHash<QString, std::vector<Line>>; ///< by modality, "*" for the others

    static Part parsePart(const QString& text);
    static Line parseLine(const QJsonValue& json);
    static QString partText(const Part& part, const Lookup& value);
    static void append(const Line& line, const Lookup& value, const Line& style, std::vector<CornerLine>& out);

    std::array<std::vector<Line>, 4> m_corners;
    QHash<QString, Insert> m_inserts;
};

} // namespace isocenter
