#include "display/ColorEngine.h"

#include <Eigen/Dense>

#include <lcms2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace isocenter {

namespace {

constexpr int kTable = 65536;
constexpr int kGrid = 49;
constexpr cmsUInt32Number kIntent = INTENT_RELATIVE_COLORIMETRIC;

struct Context
{
    Context() : handle(cmsCreateContext(nullptr, nullptr))
    {
        cmsSetLogErrorHandlerTHR(handle, [](auto, auto, auto) {});
    }
    ~Context() { cmsDeleteContext(handle); }
    Context(const Context&) = delete;
    Context& operator=(const Context&) = delete;
    cmsContext handle;
};

struct CurveDeleter
{
    void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
using Curve = std::unique_ptr<cmsToneCurve, CurveDeleter>;

using Table = std::vector<float>;

/// `curve` over 0 to 1 in kTable entries, times `top`.
Table tableOf(const cmsToneCurve* curve, float top)
{
    Table table(kTable);
    for (int i = 0; i < kTable; ++i) {
        const float value = cmsEvalToneCurveFloat(curve, static_cast<float>(i) / (kTable - 1));
        table[static_cast<std::size_t>(i)] = (value == value ? std::clamp(value, 0.0F, 1.0F) : 0.0F) * top;
    }
    return table;
}

/// Index into a table for a value of 0 to `top`; NaN gives 0.
inline std::size_t indexOf(float value, float top)
{
    const float scaled = value * ((kTable - 1) / top) + 0.5F;
    return scaled > 0 ? static_cast<std::size_t>(std::min(scaled, kTable - 1.0F)) : 0;
}

/// Curve, matrix, curve.
class MatrixEngine : public ColorEngine
{
public:
    MatrixEngine(std::array<Table, 3> in, const Eigen::Matrix3f& matrix, std::array<Table, 3> out)
        : m_in(std::move(in)), m_matrix(matrix), m_out(std::move(out))
    {
    }

    void apply(float* red, float* green, float* blue, int n) const override
    {
        const Eigen::Matrix3f m = m_matrix;
        for (int i = 0; i < n; ++i) {
            if (red[i] != red[i]) {
                continue;
            }
            const float r = m_in[0][indexOf(red[i], 255)];
            const float g = m_in[1][indexOf(green[i], 255)];
            const float b = m_in[2][indexOf(blue[i], 255)];
            red[i] = m_out[0][indexOf(m(0, 0) * r + m(0, 1) * g + m(0, 2) * b, 1)];
            green[i] = m_out[1][indexOf(m(1, 0) * r + m(1, 1) * g + m(1, 2) * b, 1)];
            blue[i] = m_out[2][indexOf(m(2, 0) * r + m(2, 1) * g + m(2, 2) * b, 1)];
        }
    }

private:
    std::array<Table, 3> m_in;
    Eigen::Matrix3f m_matrix;
    std::array<Table, 3> m_out;
};

/// Colours on a grid, linear within the tetrahedra of its cells.
class GridEngine : public ColorEngine
{
public:
    explicit GridEngine(std::vector<float> nodes) : m_nodes(std::move(nodes)) {}

    void apply(float* red, float* green, float* blue, int n) const override
    {
        for (int i = 0; i < n; ++i) {
            if (red[i] == red[i]) {
                one(red[i], green[i], blue[i]);
            }
        }
    }

private:
    static std::pair<int, float> place(float value)
    {
        const float at = std::clamp(value, 0.0F, 255.0F) * ((kGrid - 1) / 255.0F);
        const int cell = std::min(static_cast<int>(at), kGrid - 2);
        return {cell, at - static_cast<float>(cell)};
    }

    void one(float& red, float& green, float& blue) const
    {
        const std::pair<int, float> places[3] = {place(red), place(green), place(blue)};
        constexpr int kSteps[3] = {3 * kGrid * kGrid, 3 * kGrid, 3};
        int order[3] = {0, 1, 2};
        // From the lower corner along the axes, the longest way first.
        const auto longer = [&](int a, int b) { return places[a].second > places[b].second; };
        if (longer(order[1], order[0])) {
            std::swap(order[0], order[1]);
        }
        if (longer(order[2], order[0])) {
            std::swap(order[0], order[2]);
        }
        if (longer(order[2], order[1])) {
            std::swap(order[1], order[2]);
        }
        const float* node = m_nodes.data();
        for (int axis = 0; axis < 3; ++axis) {
            node += places[axis].first * kSteps[axis];
        }
        float out[3] = {node[0], node[1], node[2]};
        for (const int axis : order) {
            const float* next = node + kSteps[axis];
            for (int channel = 0; channel < 3; ++channel) {
                out[channel] += places[axis].second * (next[channel] - node[channel]);
            }
            node = next;
        }
        const auto bounded = [](float value) { return std::clamp(value, 0.0F, 255.0F); };
        red = bounded(out[0]);
        green = bounded(out[1]);
        blue = bounded(out[2]);
    }

    std::vector<float> m_nodes;
};

} // namespace

struct IccProfile::Handle
{
    Context context;
    cmsHPROFILE profile = nullptr;
};

void IccProfile::Deleter::operator()(Handle* handle) const
{
    if (handle->profile) {
        cmsCloseProfile(handle->profile);
    }
    delete handle;
}

IccProfile IccProfile::read(const QByteArray& icc)
{
    IccProfile result;
    result.m.reset(new Handle);
    result.m->profile =
        cmsOpenProfileFromMemTHR(result.m->context.handle, icc.constData(), static_cast<cmsUInt32Number>(icc.size()));
    return result.m->profile ? std::move(result) : IccProfile();
}

IccProfile IccProfile::named(const QString& space)
{
    struct Space
    {
        const char* name;
        cmsCIExyY white;
        cmsCIExyYTRIPLE primaries;
        double gamma;
    };
    // Adobe RGB (1998): D65, gamma 563/256. ROMM RGB (ISO 22028-2): D50, gamma 1.8.
    static const Space kSpaces[] = {
        {"ADOBERGB", {0.3127, 0.3290, 1}, {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}}, 563.0 / 256},
        {"ROMMRGB", {0.34567, 0.35850, 1}, {{0.734699, 0.265301, 1}, {0.159597, 0.840403, 1}, {0.036598, 0.000105, 1}}, 1.8},
    };
    IccProfile result;
    result.m.reset(new Handle);
    if (space == QLatin1String("SRGB")) {
        result.m->profile = cmsCreate_sRGBProfileTHR(result.m->context.handle);
        return result.m->profile ? std::move(result) : IccProfile();
    }
    for (const Space& known : kSpaces) {
        if (space == QLatin1String(known.name)) {
            const Curve gamma(cmsBuildGamma(result.m->context.handle, known.gamma));
            cmsToneCurve* curves[3] = {gamma.get(), gamma.get(), gamma.get()};
            result.m->profile = cmsCreateRGBProfileTHR(result.m->context.handle, &known.white, &known.primaries, curves);
        }
    }
    return result.m->profile ? std::move(result) : IccProfile();
}

bool IccProfile::isRgbInput() const
{
    const cmsColorSpaceSignature pcs = cmsGetPCS(m->profile);
    const cmsProfileClassSignature kind = cmsGetDeviceClass(m->profile);
    return cmsGetColorSpace(m->profile) == cmsSigRgbData && (pcs == cmsSigXYZData || pcs == cmsSigLabData) &&
           (kind == cmsSigInputClass || kind == cmsSigDisplayClass || kind == cmsSigColorSpaceClass || kind == cmsSigOutputClass);
}

bool IccProfile::isRgbOutput() const
{
    const cmsProfileClassSignature kind = cmsGetDeviceClass(m->profile);
    return cmsGetColorSpace(m->profile) == cmsSigRgbData &&
           (kind == cmsSigDisplayClass || kind == cmsSigColorSpaceClass || kind == cmsSigOutputClass);
}

QString IccProfile::description() const
{
    char text[128] = {};
    cmsGetProfileInfoASCII(m->profile, cmsInfoDescription, "en", "US", text, sizeof(text) - 1);
    QString line;
    for (const QChar c : QString::fromLatin1(text)) {
        line += c.isPrint() ? c : QLatin1Char(' ');
    }
    return line.simplified().left(48);
}

std::unique_ptr<const ColorEngine> ColorEngine::make(const IccProfile& from, const IccProfile& to)
{
    const auto isMatrix = [](cmsHPROFILE profile) {
        return cmsIsMatrixShaper(profile) && !cmsIsTag(profile, cmsSigAToB0Tag) && !cmsIsTag(profile, cmsSigAToB1Tag) &&
               !cmsIsTag(profile, cmsSigBToA0Tag) && !cmsIsTag(profile, cmsSigBToA1Tag) && cmsGetPCS(profile) == cmsSigXYZData;
    };
    if (isMatrix(from.m->profile) && isMatrix(to.m->profile)) {
        if (auto engine = makeMatrix(from, to)) {
            return engine;
        }
    }
    return makeGrid(from, to);
}

namespace {

constexpr cmsTagSignature kColorants[3] = {cmsSigRedColorantTag, cmsSigGreenColorantTag, cmsSigBlueColorantTag};
constexpr cmsTagSignature kCurves[3] = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};

/// Colorants as columns; false if one is missing.
bool readMatrix(cmsHPROFILE profile, Eigen::Matrix3d& matrix)
{
    for (int i = 0; i < 3; ++i) {
        const auto* xyz = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, kColorants[i]));
        if (!xyz) {
            return false;
        }
        matrix.col(i) = Eigen::Vector3d(xyz->X, xyz->Y, xyz->Z);
    }
    return matrix.allFinite();
}

const cmsToneCurve* readCurve(cmsHPROFILE profile, int channel)
{
    return static_cast<const cmsToneCurve*>(cmsReadTag(profile, kCurves[channel]));
}

} // namespace

std::unique_ptr<const ColorEngine> ColorEngine::makeMatrix(const IccProfile& from, const IccProfile& to)
{
    Eigen::Matrix3d device;
    Eigen::Matrix3d screen;
    if (!readMatrix(from.m->profile, device) || !readMatrix(to.m->profile, screen) || std::abs(screen.determinant()) < 1e-9) {
        return nullptr;
    }
    std::array<Table, 3> in;
    std::array<Table, 3> out;
    for (int i = 0; i < 3; ++i) {
        const cmsToneCurve* shape = readCurve(from.m->profile, i);
        const cmsToneCurve* screenShape = readCurve(to.m->profile, i);
        if (!shape || !screenShape) {
            return nullptr;
        }
        const Curve back(cmsReverseToneCurveEx(kTable, screenShape));
        if (!back) {
            return nullptr;
        }
        in[static_cast<std::size_t>(i)] = tableOf(shape, 1);
        out[static_cast<std::size_t>(i)] = tableOf(back.get(), 255);
    }
    const Eigen::Matrix3d through = screen.inverse() * device;
    if (!through.allFinite()) {
        return nullptr;
    }
    return std::make_unique<MatrixEngine>(std::move(in), through.cast<float>(), std::move(out));
}

std::unique_ptr<const ColorEngine> ColorEngine::makeGrid(const IccProfile& from, const IccProfile& to)
{
    cmsHTRANSFORM transform =
        cmsCreateTransformTHR(from.m->context.handle, from.m->profile, TYPE_RGB_FLT, to.m->profile, TYPE_RGB_FLT, kIntent,
                              cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_NOCACHE | cmsFLAGS_NOOPTIMIZE);
    if (!transform) {
        return nullptr;
    }
    std::vector<float> nodes(std::size_t{3} * kGrid * kGrid * kGrid);
    float* node = nodes.data();
    for (int r = 0; r < kGrid; ++r) {
        for (int g = 0; g < kGrid; ++g) {
            for (int b = 0; b < kGrid; ++b, node += 3) {
                node[0] = static_cast<float>(r) / (kGrid - 1);
                node[1] = static_cast<float>(g) / (kGrid - 1);
                node[2] = static_cast<float>(b) / (kGrid - 1);
            }
        }
    }
    cmsDoTransform(transform, nodes.data(), nodes.data(), kGrid * kGrid * kGrid);
    cmsDeleteTransform(transform);
    for (float& value : nodes) {
        // Colours the screen lacks stay outside: clipped only after interpolation, so that their border is sharp.
        value = std::isfinite(value) ? std::clamp(value * 255, -255.0F, 510.0F) : 0.0F;
    }
    return std::make_unique<GridEngine>(std::move(nodes));
}

} // namespace isocenter
