#pragma once

#include <Eigen/Geometry>

#include <QString>

namespace isocenter {

/// Where one frame lies in the patient (PS3.3 C.7.6.2). LPS, mm.
struct ImagePlane
{
    Eigen::Vector3d position = Eigen::Vector3d::Zero(); ///< centre of the first pixel
    Eigen::Vector3d right = Eigen::Vector3d::UnitX();   ///< unit vector along a row (column index grows)
    Eigen::Vector3d down = Eigen::Vector3d::UnitY();    ///< unit vector along a column (row index grows)
    double columnSpacing = 1.0;                         ///< mm between columns (along `right`)
    double rowSpacing = 1.0;                            ///< mm between rows (along `down`)
    bool spacingKnown = false;                          ///< false: the spacings are placeholders

    Eigen::Vector3d normal() const { return right.cross(down); }
    /// Patient coordinate of the image coordinate (column, row); (0, 0) is the centre of the first pixel.
    Eigen::Vector3d at(double column, double row) const
    {
        return position + right * (column * columnSpacing) + down * (row * rowSpacing);
    }
    /// (column, row, distance along the normal in mm) of a patient coordinate.
    Eigen::Vector3d toImage(const Eigen::Vector3d& point) const;
    /// Same orientation within 1e-4 in every cosine product (parallel planes, same sense).
    bool isParallel(const ImagePlane& other) const;
};

/// True if both are unit vectors within 1e-3 and at right angles within 1e-3 (a plane that can be trusted).
bool isOrthonormal(const Eigen::Vector3d& right, const Eigen::Vector3d& down);

/// Orientation letters of a direction (PS3.3 C.7.6.1.1.1): largest component first, components below 0.1 left out,
/// at most three letters, of L R P A H F. Empty for a zero vector.
QString orientationLetters(const Eigen::Vector3d& direction);
/// The letters of the opposite direction ("LP" -> "RA"); unknown letters give an empty text.
QString oppositeLetters(const QString& letters);

} // namespace isocenter
