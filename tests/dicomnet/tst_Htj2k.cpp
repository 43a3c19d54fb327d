#include "dicomnet/FrameFile.h"

#include <QTest>

#include <openjph/ojph_arch.h>
#include <openjph/ojph_file.h>
#include <openjph/ojph_mem.h>
#include <openjph/ojph_params.h>

#include <openjph/ojph_codestream.h>

#include <cmath>
#include <random>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr int kRows = 61;
constexpr int kColumns = 83;
constexpr char kLossless[] = "1.2.840.10008.1.2.4.201";
constexpr char kLosslessRpcl[] = "1.2.840.10008.1.2.4.202";
constexpr char kLossy[] = "1.2.840.10008.1.2.4.203";

struct Spec
{
    int bits = 8;
    bool isSigned = false;
    int samples = 1;
    bool lossless = true;
    int levels = 5;
    const char* order = "RPCL";
};

std::vector<int> picture(const Spec& spec)
{
    std::mt19937 random(3);
    const int low = spec.isSigned ? -(1 << (spec.bits - 1)) : 0;
    const int top = (1 << spec.bits) - 1;
    std::vector<int> values(static_cast<std::size_t>(kRows * kColumns * spec.samples));
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double place = static_cast<double>(i) / static_cast<double>(values.size());
        const int value = static_cast<int>((0.5 + 0.4 * std::sin(20 * place)) * top);
        values[i] = low + (i % 97 == 0 && spec.lossless ? top : std::min(top, value + static_cast<int>(random() % 3)));
    }
    return values;
}

QByteArray encode(const Spec& spec, const std::vector<int>& values)
{
    ojph::codestream encoder;
    ojph::param_siz size = encoder.access_siz();
    size.set_image_extent(ojph::point(kColumns, kRows));
    size.set_num_components(static_cast<ojph::ui32>(spec.samples));
    for (int c = 0; c < spec.samples; ++c) {
        size.set_component(static_cast<ojph::ui32>(c), ojph::point(1, 1), static_cast<ojph::ui32>(spec.bits), spec.isSigned);
    }
    ojph::param_cod style = encoder.access_cod();
    style.set_num_decomposition(static_cast<ojph::ui32>(spec.levels));
    style.set_block_dims(64, 64);
    style.set_progression_order(spec.order);
    style.set_color_transform(spec.samples == 3);
    style.set_reversible(spec.lossless);
    if (!spec.lossless) {
        encoder.access_qcd().set_irrev_quant(0.001F);
    }
    encoder.set_planar(false);
    ojph::mem_outfile file;
    file.open();
    encoder.write_headers(&file);
    ojph::ui32 next = 0;
    ojph::line_buf* line = encoder.exchange(nullptr, next);
    for (int row = 0; row < kRows; ++row) {
        for (int c = 0; c < spec.samples; ++c) {
            for (int x = 0; x < kColumns; ++x) {
                line->i32[x] = values[static_cast<std::size_t>((row * kColumns + x) * spec.samples + static_cast<int>(next))];
            }
            line = encoder.exchange(line, next);
        }
    }
    encoder.flush();
    const QByteArray stream(reinterpret_cast<const char*>(file.get_data()), static_cast<qsizetype>(file.tell()));
    encoder.close();
    return stream;
}

FrameFile fileOf(const QByteArray& stream, const char* syntax, const Spec& spec)
{
    FrameFile file = compressedFile(stream, syntax, kRows, kColumns, spec.bits, spec.samples);
    file.image.isSigned = spec.isSigned;
    if (spec.samples == 3) {
        file.image.photometric = Photometric::YbrRct;
    }
    return file;
}

} // namespace

class Htj2kTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isExact_data();
    void isExact();
    void isCloseWhenLossy();
    void refusesCutStreams();
    void survivesDamage();
};

void Htj2kTest::isExact_data()
{
    QTest::addColumn<int>("bits");
    QTest::addColumn<bool>("isSigned");
    QTest::addColumn<int>("samples");
    for (int bits : {8, 10, 12, 16}) {
        QTest::addRow("%d bit", bits) << bits << false << 1;
        QTest::addRow("%d bit signed", bits) << bits << true << 1;
    }
    QTest::addRow("colour") << 8 << false << 3;
    QTest::addRow("16-bit colour") << 16 << false << 3;
}

void Htj2kTest::isExact()
{
    QFETCH(int, bits);
    QFETCH(bool, isSigned);
    QFETCH(int, samples);
    for (const char* order : {"RPCL", "LRCP", "CPRL"}) {
        for (int levels : {0, 1, 5}) {
            const Spec spec{bits, isSigned, samples, true, levels, order};
            const std::vector<int> original = picture(spec);
            const Result<FramePtr> frame =
                fileOf(encode(spec, original), qstrcmp(order, "RPCL") ? kLossless : kLosslessRpcl, spec).read();
            QVERIFY2(frame, frame ? "" : qPrintable(frame.error().message + frame.error().detail));
            QCOMPARE(values(**frame), QList<double>(original.begin(), original.end()));
            QVERIFY((*frame)->cautions().isEmpty());
        }
    }
}

void Htj2kTest::isCloseWhenLossy()
{
    for (int bits : {8, 12, 16}) {
        for (bool isSigned : {false, true}) {
            const Spec spec{bits, isSigned, 1, false};
            const std::vector<int> original = picture(spec);
            const FrameFile file = fileOf(encode(spec, original), kLossy, spec);
            const Result<FramePtr> frame = file.read();
            QVERIFY2(frame, frame ? "" : qPrintable(frame.error().detail));
            const QList<double> decoded = values(**frame);
            for (qsizetype i = 0; i < decoded.size(); ++i) {
                QVERIFY(std::abs(decoded[i] - original[static_cast<std::size_t>(i)]) <= 2 + (1 << bits) / 256);
            }
            QCOMPARE((*frame)->cautions().size(), 1); // the header does not say that it is lossy
        }
    }
}

void Htj2kTest::refusesCutStreams()
{
    const Spec spec{12};
    const QByteArray stream = encode(spec, picture(spec));
    for (int percent : {1, 5, 20, 50, 75, 90, 97}) {
        const Result<FramePtr> frame = fileOf(stream.left(stream.size() * percent / 100), kLossless, spec).read();
        QVERIFY2(!frame, qPrintable(QString::number(percent)));
        QVERIFY(!frame.error().message.isEmpty());
    }
}

void Htj2kTest::survivesDamage()
{
    std::mt19937 random(21);
    for (const Spec& spec : {Spec{12}, Spec{8, false, 3}, Spec{16, true, 1, false}}) {
        const QByteArray stream = encode(spec, picture(spec));
        for (int n = 0; n < 150; ++n) {
            QByteArray damaged = stream;
            for (int i = 0; i < 1 + n % 4; ++i) {
                damaged[static_cast<qsizetype>(2 + random() % static_cast<unsigned>(n % 2 ? damaged.size() - 2 : 150))] =
                    static_cast<char>(random());
            }
            const Result<FramePtr> frame = fileOf(damaged, kLossless, spec).read();
            QVERIFY(!frame || (*frame)->count() == static_cast<std::size_t>(kRows * kColumns * spec.samples));
        }
    }
}

QTEST_GUILESS_MAIN(Htj2kTest)
#include "tst_Htj2k.moc"
