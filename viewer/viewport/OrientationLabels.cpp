#include "viewport/OrientationLabels.h"

#include <QPoint>

namespace isocenter {

namespace {

/// The image direction (columns, rows) that a screen direction shows.
QPoint toImage(QPoint screen, const ViewPose& pose)
{
    if (pose.flipHorizontal) {
        screen.setX(-screen.x());
    }
    for (int i = 0; i < ((pose.quarterTurns % 4) + 4) % 4; ++i) {
        screen = QPoint(screen.y(), -screen.x()); // a quarter turn back
    }
    return screen;
}

QString known(const QString& letters)
{
    return letters.isEmpty() ? QStringLiteral("?") : letters;
}

QString letters(const FrameRef& ref, const QPoint& direction)
{
    const auto& plane = ref.attributes().plane;
    const bool onFourFeet = ref.text(QStringLiteral("AnatomicalOrientationType")) == QLatin1String("QUADRUPED");
    if (plane && !onFourFeet) {
        return known(orientationLetters(plane->right * direction.x() + plane->down * direction.y()));
    }
    const QString& along = direction.x() != 0 ? ref.image->rowLetters : ref.image->columnLetters;
    const bool positive = direction.x() + direction.y() > 0;
    return known(singleLine(positive ? along : oppositeLetters(along), 6));
}

} // namespace

EdgeLetters edgeLetters(const FrameRef& ref, const ViewPose& pose)
{
    return {letters(ref, toImage({-1, 0}, pose)), letters(ref, toImage({1, 0}, pose)), letters(ref, toImage({0, -1}, pose)),
            letters(ref, toImage({0, 1}, pose))};
}

EdgeLetters edgeLetters(const Eigen::Vector3d& right, const Eigen::Vector3d& down)
{
    return {orientationLetters(-right), orientationLetters(right), orientationLetters(-down), orientationLetters(down)};
}

} // namespace isocenter
