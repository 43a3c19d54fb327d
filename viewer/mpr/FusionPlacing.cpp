#include "mpr/FusionPlacing.h"

#include <QCoreApplication>

#include <Eigen/SVD>

#include <algorithm>

namespace isocenter {

namespace {

constexpr double kRounding = 1e-4;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Fusion)
};

Error no(const QString& message)
{
    return Error{message, {}};
}

Result<void> checkSame(const ImageSeries& first, const ImageSeries& second)
{
    const Patient& a = first.study.patient;
    const Patient& b = second.study.patient;
    if (a.id != b.id || a.issuer != b.issuer) {
        return no(Text::tr("It is another patient's."));
    }
    if (first.study.uid != second.study.uid || first.generation != second.generation) {
        return no(Text::tr("It is not of the open study."));
    }
    if (first.series.uid == second.series.uid && first.part == second.part) {
        return no(Text::tr("It is the series that is shown."));
    }
    return {};
}

Result<void> checkPictures(const ImageSeries& series)
{
    if (!series.keyTitle.isEmpty()) {
        return no(Text::tr("It is a selection of key images."));
    }
    if (series.frames.empty() || series.slide) {
        return no(Text::tr("It has no slices."));
    }
    for (const FrameRef& ref : series.frames) {
        if (ref.image->isColor()) {
            return no(Text::tr("It is in colour already."));
        }
        if (!ref.attributes().plane) {
            return no(Text::tr("Its images do not say where they lie."));
        }
    }
    return series.count() > 1 ? Result<void>() : no(Text::tr("It is a single image and no volume."));
}

Result<SpatialRelation> relation(const ImageSeries& first, const ImageSeries& second)
{
    const auto between = [&](const FrameRef& a, const FrameRef& b) { return relate(a, b, first.registrations, {}); };
    Result<SpatialRelation> whole = between(first.frames.front(), second.frames.front());
    const auto agrees = [&](const FrameRef& a, const FrameRef& b) {
        const Result<SpatialRelation> one = between(a, b);
        return one && one->transform.isApprox(whole->transform, 1e-6);
    };
    if (!whole) {
        return whole;
    }
    // A registration may be for some images only.
    const ImageAttributes* seen = nullptr;
    const auto isOdd = [&](const FrameRef& ref, bool ofFirst) {
        const bool known = ref.image.get() == seen;
        seen = ref.image.get();
        return !known && !(ofFirst ? agrees(ref, second.frames.front()) : agrees(first.frames.front(), ref));
    };
    const auto odd = [&](const ImageSeries& series, bool ofFirst) {
        return std::any_of(series.frames.begin(), series.frames.end(), [&](const FrameRef& ref) { return isOdd(ref, ofFirst); });
    };
    if (odd(first, true) || odd(second, false)) {
        return no(Text::tr("Not all of the images are placed in the same way."));
    }
    return whole;
}

} // namespace

ReslicePlane FusionPlacing::plane(const ReslicePlane& first) const
{
    ReslicePlane result = first;
    result.center = toSecond * first.center;
    result.right = toSecond.linear() * first.right;
    result.down = toSecond.linear() * first.down;
    return result;
}

Result<FusionPlacing> placeOver(const ImageSeries& first, const ImageSeries& second)
{
    if (const Result<void> same = checkSame(first, second); !same) {
        return same.error();
    }
    for (const ImageSeries* series : {&first, &second}) {
        if (const Result<void> pictures = checkPictures(*series); !pictures) {
            return pictures.error();
        }
    }
    const Result<SpatialRelation> found = relation(first, second);
    if (!found) {
        return found.error();
    }
    FusionPlacing placing;
    placing.registration = found->registration;
    if (found->registration) {
        const Eigen::Matrix3d linear = found->transform.linear();
        const Eigen::JacobiSVD<Eigen::Matrix3d> svd(linear, Eigen::ComputeFullU | Eigen::ComputeFullV);
        const Eigen::Matrix3d rotation = svd.matrixU() * svd.matrixV().transpose();
        if (!((rotation - linear).cwiseAbs().maxCoeff() <= kRounding) || rotation.determinant() < 0) {
            return no(Text::tr("The registration \"%1\" scales or shears; only rigid ones can be followed in other planes.")
                          .arg(found->registration->name()));
        }
        const Eigen::Vector3d anchor = first.frames.front().attributes().plane->position;
        placing.toSecond.linear() = rotation;
        placing.toSecond.translation() = found->transform * anchor - rotation * anchor;
    }
    return placing;
}

QString fusionName(const ImageSeries& series)
{
    QString name = singleLine(series.series.modality, 8);
    if (series.series.number) {
        name += QStringLiteral(" %1").arg(*series.series.number);
    }
    const QString words = singleLine(series.series.description, 32);
    return words.isEmpty() ? name : QStringLiteral("%1: %2").arg(name, words);
}

} // namespace isocenter
