#include "codec/JpegLsScan.h"

#include <QTest>

#include <charls/charls.h>

#include <cmath>
#include <random>

using namespace isocenter;

namespace {

using Values = std::vector<std::uint16_t>;

enum class Picture { Random, Smooth, Noisy, Constant, Steps };

Values picture(Picture kind, int rows, int columns, int top)
{
    std::mt19937 random(static_cast<unsigned>(rows * 31 + columns * 7 + top));
    Values values(static_cast<std::size_t>(rows) * columns);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int x = static_cast<int>(i) % columns;
        const int y = static_cast<int>(i) / columns;
        const double wave = 0.5 + 0.45 * std::sin(x * 0.07) * std::cos(y * 0.05);
        int value = 0;
        switch (kind) {
        case Picture::Random:
            value = static_cast<int>(random() % static_cast<unsigned>(top + 1));
            break;
        case Picture::Smooth:
            value = static_cast<int>(wave * top);
            break;
        case Picture::Noisy:
            value = static_cast<int>(wave * top) + static_cast<int>(random() % static_cast<unsigned>(top / 20 + 2));
            break;
        case Picture::Constant:
            value = top / 3;
            break;
        case Picture::Steps: // long runs, ended by every kind of step
            value = (x / 23 + y / 5) % 3 == 0 ? static_cast<int>(random() % 7 == 0) * top : (x / 40) % 2 * (top / 2);
            break;
        }
        values[i] = static_cast<std::uint16_t>(std::min(value, top));
    }
    return values;
}

struct Options
{
    int bits = 16;
    int near = 0;
    charls_jpegls_pc_parameters preset{}; ///< zeros: defaults
};

/// By CharLS, which shares nothing with the decoder under test.
QByteArray encode(const Values& values, int rows, int columns, const Options& options)
{
    charls::jpegls_encoder encoder;
    encoder.frame_info({static_cast<std::uint32_t>(columns), static_cast<std::uint32_t>(rows), options.bits, 1});
    encoder.near_lossless(options.near);
    encoder.preset_coding_parameters(options.preset);
    QByteArray out(static_cast<qsizetype>(encoder.estimated_destination_size() + 64 * values.size() + 4096), '\0');
    encoder.destination(out.data(), static_cast<std::size_t>(out.size()));
    if (options.bits <= 8) {
        const std::vector<std::uint8_t> bytes(values.begin(), values.end());
        out.truncate(static_cast<qsizetype>(encoder.encode(bytes.data(), bytes.size())));
    } else {
        out.truncate(static_cast<qsizetype>(encoder.encode(values.data(), 2 * values.size())));
    }
    return out;
}

/// The decoder under test, alone; empty if it refuses.
Values decode(const QByteArray& stream)
{
    const Result<JpegHeader> header = readJpegHeader(stream);
    const auto parameters = header ? readJpegLsParameters(stream, *header) : std::nullopt;
    if (!parameters) {
        return {};
    }
    Values out(static_cast<std::size_t>(parameters->rows) * parameters->columns);
    return decodeJpegLsScan(stream, *parameters, 2, out.data()) ? out : Values();
}

int greatestDifference(const Values& a, const Values& b)
{
    int most = a.size() == b.size() ? 0 : 1 << 20;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) {
        most = std::max(most, std::abs(a[i] - b[i]));
    }
    return most;
}

const QList<QPair<const char*, Picture>> kPictures{{"random", Picture::Random},
                                                   {"smooth", Picture::Smooth},
                                                   {"noisy", Picture::Noisy},
                                                   {"constant", Picture::Constant},
                                                   {"steps", Picture::Steps}};

qsizetype entropyOf(const QByteArray& stream)
{
    return static_cast<qsizetype>(readJpegLsParameters(stream, *readJpegHeader(stream))->entropyOffset);
}

/// The stripes of a picture, each encoded alone, behind one header with a restart marker between two of them.
QByteArray inStripes(const Values& original, int rows, int columns, int each, const QByteArray& interval)
{
    QByteArray all;
    for (int first = 0; first < rows; first += each) {
        const int n = std::min(each, rows - first);
        const Values part(original.begin() + first * columns, original.begin() + (first + n) * columns);
        const QByteArray stripe = encode(part, n, columns, {16});
        const qsizetype at = entropyOf(stripe);
        if (all.isEmpty()) {
            all = stripe.left(at);
            const auto sof = all.indexOf("\xFF\xF7");
            all[sof + 5] = static_cast<char>(rows >> 8);
            all[sof + 6] = static_cast<char>(rows);
            all.insert(2, interval);
        } else {
            all += QByteArray("\xFF") + static_cast<char>(0xD0 + (first / each - 1) % 8);
        }
        all += stripe.mid(at, stripe.size() - at - 2);
    }
    return all + "\xFF\xD9";
}

} // namespace

class JpegLsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isExact_data();
    void isExact();
    void staysNear_data() { isExact_data(); }
    void staysNear();
    void decodesSmallPictures();
    void obeysPresets();
    void restarts();
    void takesTheThreeByteInterval();
    void refusesCutStreams();
    void refusesWhatGoesOn();
    void survivesDamage();
    void leavesTheRestToOthers();
};

void JpegLsTest::isExact_data()
{
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("bits");
    for (const auto& [name, kind] : kPictures) {
        for (int bits = 2; bits <= 16; ++bits) {
            QTest::addRow("%s %d", name, bits) << static_cast<int>(kind) << bits;
        }
    }
}

void JpegLsTest::isExact()
{
    QFETCH(int, kind);
    QFETCH(int, bits);
    const Values original = picture(static_cast<Picture>(kind), 67, 131, (1 << bits) - 1);
    QVERIFY(decode(encode(original, 67, 131, {bits})) == original);
}

void JpegLsTest::staysNear()
{
    QFETCH(int, kind);
    QFETCH(int, bits);
    const Values original = picture(static_cast<Picture>(kind), 41, 77, (1 << bits) - 1);
    for (int near = 1; near <= std::min(10, ((1 << bits) - 1) / 2); ++near) {
        const QByteArray stream = encode(original, 41, 77, {bits, near});
        const Values decoded = decode(stream);
        QVERIFY(greatestDifference(decoded, original) <= near);
        Values other(decoded.size()); // and exactly what any decoder must find
        charls::jpegls_decoder reference;
        reference.source(stream.constData(), static_cast<std::size_t>(stream.size())).read_header();
        if (bits > 8) {
            reference.decode(other.data(), 2 * other.size());
            QVERIFY(decoded == other);
        }
    }
}

void JpegLsTest::decodesSmallPictures()
{
    for (const auto& [name, kind] : kPictures) {
        for (const auto& [rows, columns] :
             QList<QPair<int, int>>{{1, 1}, {1, 2}, {2, 1}, {1, 300}, {300, 1}, {3, 3}, {2, 5000}}) {
            const Values original = picture(kind, rows, columns, 4095);
            QVERIFY2(decode(encode(original, rows, columns, {12})) == original, name);
            QVERIFY2(greatestDifference(decode(encode(original, rows, columns, {12, 3})), original) <= 3, name);
        }
    }
}

void JpegLsTest::obeysPresets()
{
    const Values original = picture(Picture::Noisy, 60, 80, 4095);
    const QList<charls_jpegls_pc_parameters> presets{
        {4095, 5, 9, 30, 0}, {4095, 0, 0, 0, 3}, {4095, 20, 20, 3500, 255}, {4095, 18, 67, 276, 31}};
    for (const charls_jpegls_pc_parameters& preset : presets) {
        QVERIFY(decode(encode(original, 60, 80, {12, 0, preset})) == original);
        if (preset.threshold1 == 0) { // else the first might be below near + 1
            QVERIFY(greatestDifference(decode(encode(original, 60, 80, {12, 2, preset})), original) <= 2);
        }
    }
}

void JpegLsTest::restarts()
{
    for (const auto& [name, kind] : kPictures) {
        const Values original = picture(kind, 45, 64, 65535);
        const QByteArray stream = inStripes(original, 45, 64, 4, QByteArray("\xFF\xDD\0\4\0\4", 6));
        QVERIFY2(decode(stream) == original, name);
        Values other(original.size()); // the streams made here are what others take for restart intervals, too
        charls::jpegls_decoder reference;
        reference.source(stream.constData(), static_cast<std::size_t>(stream.size())).read_header();
        reference.decode(other.data(), 2 * other.size());
        QVERIFY2(other == original, name);
        QByteArray lost = stream;
        lost.remove(lost.lastIndexOf(QByteArray("\xFF\xD2", 2)), 2);
        QVERIFY2(decode(lost).empty(), name);
    }
}

void JpegLsTest::takesTheThreeByteInterval()
{
    const Values original = picture(Picture::Noisy, 20, 64, 65535);
    QVERIFY(decode(inStripes(original, 20, 64, 5, QByteArray("\xFF\xDD\0\5\0\0\5", 7))) == original);
    QVERIFY(decode(inStripes(original, 20, 64, 5, QByteArray("\xFF\xDD\0\6\0\0\0\5", 8))) == original);
}

void JpegLsTest::refusesCutStreams()
{
    for (const auto& [name, kind] : kPictures) {
        const QByteArray stream = encode(picture(kind, 64, 64, 4095), 64, 64, {12});
        const qsizetype data = entropyOf(stream);
        for (int percent : {0, 10, 50, 90}) {
            const QByteArray cut = stream.left(data + (stream.size() - 2 - data) * percent / 100);
            QVERIFY2(decode(cut).empty() && decode(cut + "\xFF\xD9").empty(), name);
        }
    }
}

void JpegLsTest::refusesWhatGoesOn()
{
    QByteArray stream = encode(picture(Picture::Noisy, 64, 64, 4095), 64, 64, {12});
    stream.insert(stream.size() - 2, QByteArray(20, '\x55'));
    QVERIFY(decode(stream).empty());
}

void JpegLsTest::survivesDamage()
{
    std::mt19937 random(5);
    for (const auto& [name, kind] : kPictures) {
        for (const Options& options : {Options{12}, Options{16, 5}, Options{4}, Options{12, 0, {4095, 0, 0, 0, 3}}}) {
            const QByteArray stream = encode(picture(kind, 40, 50, (1 << options.bits) - 1), 40, 50, options);
            for (int n = 0; n < 200; ++n) {
                QByteArray damaged = stream;
                const auto first = static_cast<unsigned>(n % 3 == 0 ? 2 : entropyOf(stream));
                for (int i = 0; i < 1 + n % 5; ++i) {
                    const auto at = first + random() % (static_cast<unsigned>(damaged.size()) - first);
                    damaged[static_cast<qsizetype>(at)] = static_cast<char>(n % 7 == 0 ? 0 : n % 11 == 0 ? 0xFF : random());
                }
                const Result<JpegHeader> header = readJpegHeader(damaged);
                const auto p = header ? readJpegLsParameters(damaged, *header) : std::nullopt;
                if (!p || p->rows > 4000 || p->columns > 4000) {
                    continue;
                }
                Values out(static_cast<std::size_t>(p->rows) * p->columns + 1, 0xABCD);
                if (decodeJpegLsScan(damaged, *p, 2, out.data())) {
                    QVERIFY(*std::max_element(out.begin(), out.end() - 1) <= p->maximum);
                }
                QCOMPARE(out.back(), std::uint16_t(0xABCD));
            }
        }
    }
}

void JpegLsTest::leavesTheRestToOthers()
{
    const std::vector<std::uint8_t> pixels(20 * 20 * 3, 7);
    charls::jpegls_encoder encoder;
    encoder.frame_info({20, 20, 8, 3}).interleave_mode(charls::interleave_mode::line);
    QByteArray color(10000, '\0');
    encoder.destination(color.data(), static_cast<std::size_t>(color.size()));
    color.truncate(static_cast<qsizetype>(encoder.encode(pixels.data(), pixels.size())));
    QVERIFY(!readJpegLsParameters(color, *readJpegHeader(color)));
    QByteArray shifted = encode(picture(Picture::Noisy, 20, 20, 4095), 20, 20, {12});
    shifted[entropyOf(shifted) - 1] = 2; // a point transform
    QVERIFY(!readJpegLsParameters(shifted, *readJpegHeader(shifted)));
}

QTEST_GUILESS_MAIN(JpegLsTest)
#include "tst_JpegLs.moc"
