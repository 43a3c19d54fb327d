#pragma once

// Private to rendering/display: lcms2 behind values.

#include <QByteArray>
#include <QString>

#include <memory>

namespace isocenter {

/// An opened ICC profile; false: none. Movable.
class IccProfile
{
public:
    IccProfile() = default;
    IccProfile(IccProfile&&) noexcept = default;
    IccProfile& operator=(IccProfile&&) noexcept = default;

    /// False for damaged ones.
    static IccProfile read(const QByteArray& icc);
    /// SRGB, ADOBERGB, ROMMRGB (PS3.3 C.11.15.1.2); false for others.
    static IccProfile named(const QString& space);

    explicit operator bool() const { return m != nullptr; }
    bool isRgbInput() const;  ///< says what RGB values mean
    bool isRgbOutput() const; ///< says which RGB values make a colour
    QString description() const;

private:
    friend class ColorEngine;
    struct Handle;
    struct Deleter
    {
        void operator()(Handle* handle) const;
    };
    std::unique_ptr<Handle, Deleter> m;
};

/// RGB of one profile to RGB of another; channels 0 to 255, not rounded, clipped. Immutable.
class ColorEngine
{
public:
    virtual ~ColorEngine() = default;
    /// Null if lcms2 finds no way from one to the other. Throws std::bad_alloc.
    static std::unique_ptr<const ColorEngine> make(const IccProfile& from, const IccProfile& to);
    /// In place; NaN stays NaN.
    virtual void apply(float* red, float* green, float* blue, int n) const = 0;

protected:
    static std::unique_ptr<const ColorEngine> makeMatrix(const IccProfile& from, const IccProfile& to);
    static std::unique_ptr<const ColorEngine> makeGrid(const IccProfile& from, const IccProfile& to);
};

} // namespace isocenter
