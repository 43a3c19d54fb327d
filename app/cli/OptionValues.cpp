#include "cli/OptionValues.h"

#include <algorithm>

#include <QStringList>

#include <cmath>
#include <vector>

namespace isocenter::cli {

namespace {

constexpr int kMostSide = 16384;

/// `count` numbers with commas between them.
std::optional<std::vector<double>> numbersOf(const QString& text, qsizetype count)
{
    const QStringList parts = text.split(QLatin1Char(','));
    std::vector<double> numbers;
    for (const QString& part : parts) {
        bool valid = false;
        numbers.push_back(part.toDouble(&valid));
        if (!valid || !std::isfinite(numbers.back())) {
            return std::nullopt;
        }
    }
    return parts.size() == count ? std::optional(numbers) : std::nullopt;
}

} // namespace

std::optional<QSize> sizeOf(const QString& text)
{
    const QStringList sides = text.split(QLatin1Char('x'));
    const QSize size = sides.size() == 2 ? QSize(sides[0].toInt(), sides[1].toInt()) : QSize();
    const bool valid = size.width() > 0 && size.height() > 0 && size.width() <= kMostSide && size.height() <= kMostSide;
    return valid ? std::optional(size) : std::nullopt;
}

std::optional<Window> windowOf(const QString& text)
{
    const auto numbers = numbersOf(text, 2);
    if (!numbers || !(numbers->at(1) > 0)) {
        return std::nullopt;
    }
    Window window;
    window.center = numbers->at(0);
    window.width = numbers->at(1);
    return window;
}

std::optional<Eigen::Vector3d> vectorOf(const QString& text)
{
    const auto numbers = numbersOf(text, 3);
    return numbers ? std::optional(Eigen::Vector3d(numbers->at(0), numbers->at(1), numbers->at(2))) : std::nullopt;
}

std::optional<double> numberOf(const QString& text)
{
    const auto numbers = numbersOf(text, 1);
    return numbers ? std::optional(numbers->front()) : std::nullopt;
}

std::optional<QStringList> pathsOf(QStringList words)
{
    const bool optionsEnd = words.removeOne(QStringLiteral("--"));
    const auto isOption = [](const QString& word) { return word.startsWith(QLatin1String("--")); };
    const bool wrong = words.isEmpty() || (!optionsEnd && std::any_of(words.cbegin(), words.cend(), isOption));
    return wrong ? std::nullopt : std::optional(words);
}

} // namespace isocenter::cli
