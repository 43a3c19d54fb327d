#include "derived/DerivedSeries.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace isocenter {

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(DerivedSeries)
};

constexpr int kLargest = 16384;

Error refused(const QString& message, const char* detail)
{
    return {message, QString::fromLatin1(detail)};
}

bool isOneSource(const FrameRef& a, const FrameRef& b)
{
    const Study& left = a.image->record.study;
    const Study& right = b.image->record.study;
    return left.uid == right.uid && left.patient.id == right.patient.id && left.patient.issuer == right.patient.issuer &&
           a.image->record.series.frameOfReference == b.image->record.series.frameOfReference;
}

} // namespace

Result<void> DerivedSeries::check() const
{
    const bool named = !sources.empty() && std::all_of(sources.begin(), sources.end(), [this](const FrameRef& source) {
        return source.image && isOneSource(source, sources.front());
    });
    if (!named) {
        return refused(Text::tr("The images are not of one patient, study and frame of reference."), "sources differ");
    }
    const auto inRange = [](int size) { return size >= 1 && size <= kLargest; };
    if (!inRange(columns) || !inRange(rows) || count < 1 || (count > 1 && !(spacing > 0))) {
        return refused(Text::tr("Pictures of this size or number cannot be made."), "size or count out of range");
    }
    const bool finite = std::isfinite(least) && std::isfinite(most) && least <= most && std::isfinite(step) && step >= 0 &&
                        std::isfinite(thickness) && thickness > 0 && std::isfinite(spacing);
    if (!finite) {
        return refused(Text::tr("The values of the series cannot be stored."), "range, step or thickness");
    }
    return {};
}

StoredScale storedScale(const DerivedSeries& series)
{
    const double span = series.most - series.least;
    const double middle = series.least + span / 2;
    if (series.step > 0 && series.least >= series.step * kLeastStored && series.most <= series.step * kMostStored) {
        return {series.step, 0};
    }
    if (series.step > 0 && span <= series.step * (kMostStored - 1) * 2) {
        return {series.step, std::round(middle / series.step) * series.step};
    }
    return span > 0 ? StoredScale{span / (kMostStored - kLeastStored), middle} : StoredScale{1, middle};
}

} // namespace isocenter
