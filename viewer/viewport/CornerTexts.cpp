#include "viewport/CornerTexts.h"

#include "study/Study.h"

#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace isocenter {

namespace {

constexpr int kLongestPart = 80;

/// "120.000" -> "120", "1.23456" -> "1.23"; several values ("1\2") each; what is no number stays as it is.
QString rounded(const QString& text, int decimals)
{
    QStringList values = text.split(QLatin1Char('\\'));
    for (QString& value : values) {
        bool ok = false;
        const double number = value.trimmed().toDouble(&ok);
        if (ok) {
            value = QString::number(number, 'f', decimals);
            if (value.contains(QLatin1Char('.'))) {
                while (value.endsWith(QLatin1Char('0'))) {
                    value.chop(1);
                }
                if (value.endsWith(QLatin1Char('.'))) {
                    value.chop(1);
                }
            }
            if (number != 0 && value.toDouble() == 0) {
                value = QString::number(number, 'g', 2); // never a small value as nothing
            }
        }
    }
    return values.join(QLatin1String(" / "));
}

TextTone toneOf(const QJsonObject& json)
{
    if (json.value(QLatin1String("tone")).toString() == QLatin1String("prior")) {
        return TextTone::Prior;
    }
    return json.value(QLatin1String("quiet")).toBool() ? TextTone::Quiet : TextTone::Plain;
}

} // namespace

CornerTexts::Part CornerTexts::parsePart(const QString& text)
{
    const QString translated = QCoreApplication::translate("CornerTexts", text.toUtf8().constData());
    Part part;
    qsizetype from = 0;
    while (from < translated.size()) {
        const qsizetype open = translated.indexOf(QLatin1Char('{'), from);
        const qsizetype close = open < 0 ? -1 : translated.indexOf(QLatin1Char('}'), open);
        if (close < 0) {
            part.push_back({translated.mid(from), {}, -1});
            break;
        }
        const QStringList words = translated.mid(open + 1, close - open - 1).split(QLatin1Char(':'));
        part.push_back(
            {translated.mid(from, open - from), words.first(), words.size() > 1 ? std::clamp(words[1].toInt(), 0, 6) : -1});
        from = close + 1;
    }
    return part;
}

CornerTexts::Line CornerTexts::parseLine(const QJsonValue& json)
{
    Line line;
    const QJsonObject object = json.toObject();
    const QJsonArray parts = json.isArray() ? json.toArray() : object.value(QLatin1String("parts")).toArray();
    for (const QJsonValue& part : parts) {
        line.parts.push_back(parsePart(part.toString()));
    }
    line.insert = object.value(QLatin1String("insert")).toString();
    line.tone = toneOf(object);
    line.strong = object.value(QLatin1String("strong")).toBool();
    line.need = std::clamp(object.value(QLatin1String("need")).toInt(1), 1, 3);
    return line;
}

Result<CornerTexts> CornerTexts::fromJson(const QByteArray& json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    const QJsonObject corners = document.object().value(QLatin1String("corners")).toObject();
    if (corners.isEmpty()) {
        return Error{QCoreApplication::translate("CornerTexts", "The corner texts cannot be read."), problem.errorString()};
    }
    CornerTexts texts;
    const std::array names{QLatin1String("topLeft"), QLatin1String("topRight"), QLatin1String("bottomLeft"),
                           QLatin1String("bottomRight")};
    for (std::size_t i = 0; i < names.size(); ++i) {
        const QJsonArray lines = corners.value(names[i]).toArray();
        for (const QJsonValue& line : lines) {
            texts.m_corners[i].push_back(parseLine(line));
        }
    }
    const QJsonObject inserts = document.object().value(QLatin1String("inserts")).toObject();
    for (auto insert = inserts.begin(); insert != inserts.end(); ++insert) {
        const QJsonObject modalities = insert.value().toObject();
        for (auto modality = modalities.begin(); modality != modalities.end(); ++modality) {
            std::vector<Line>& lines = texts.m_inserts[insert.key()][modality.key()];
            const QJsonArray array = modality.value().toArray();
            for (const QJsonValue& line : array) {
                lines.push_back(parseLine(line));
            }
        }
    }
    return texts;
}

CornerTexts CornerTexts::shipped()
{
    QFile file(QStringLiteral(":/isocenter/overlay/corners.json"));
    Result<CornerTexts> texts = fromJson(file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray());
    return texts ? std::move(texts).value() : CornerTexts();
}

QString CornerTexts::partText(const Part& part, const Lookup& value)
{
    QString text;
    for (const Piece& piece : part) {
        text += piece.text;
        if (!piece.keyword.isEmpty()) {
            QString word = value(piece.keyword);
            if (word.isEmpty()) {
                return {};
            }
            text += piece.decimals >= 0 ? rounded(word, piece.decimals) : word.replace(QLatin1Char('\\'), QLatin1String(" / "));
        }
    }
    return singleLine(text, kLongestPart).trimmed();
}

void CornerTexts::append(const Line& line, const Lookup& value, const Line& style, std::vector<CornerLine>& out)
{
    QStringList words;
    for (const Part& part : line.parts) {
        const QString text = partText(part, value);
        if (!text.isEmpty()) {
            words << text;
        }
    }
    if (!words.isEmpty()) {
        out.push_back({words.join(QStringLiteral(" · ")), style.tone, style.strong, style.need});
    }
}

CornerLines CornerTexts::lines(const QString& modality, const Lookup& value) const
{
    CornerLines result;
    for (std::size_t i = 0; i < m_corners.size(); ++i) {
        for (const Line& line : m_corners[i]) {
            if (line.insert.isEmpty()) {
                append(line, value, line, result[i]);
                continue;
            }
            const Insert& insert = m_inserts.value(line.insert);
            const auto found = insert.constFind(insert.contains(modality) ? modality : QStringLiteral("*"));
            if (found == insert.constEnd()) {
                continue;
            }
            for (const Line& inserted : *found) {
                append(inserted, value, line, result[i]);
            }
        }
    }
    return result;
}

} // namespace isocenter
