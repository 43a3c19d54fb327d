#include "file/HeaderReader.h"
#include "support/Dicom.h"

#include <QTest>

#include <cmath>

using namespace isocenter;
using test::DicomBytes;

namespace {

constexpr double kHalfLife = 6586.2; // s

struct Pet
{
    QByteArray units = "BQML";
    QByteArray injection = "20260310090000";
    QByteArray zone;
    QByteArray weight = "70";
    QByteArray height;
    QByteArray sex;
    bool philips = false;
};

/// A PET slice of the tenth of March at ten, injected at nine.
ImagePtr read(const Pet& pet)
{
    const QByteArray tracer = DicomBytes()
                                  .text(0x00181074, "DS", "370000000")
                                  .text(0x00181075, "DS", "6586.2")
                                  .text(0x00181078, "DT", pet.injection)
                                  .dataset();
    DicomBytes d;
    d.text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.128")
        .text(0x00080018, "UI", "1.2.3")
        .text(0x00080021, "DA", "20260310")
        .text(0x00080022, "DA", "20260310")
        .text(0x00080031, "TM", "100000")
        .text(0x00080032, "TM", "100500")
        .text(0x00080060, "CS", "PT");
    if (!pet.zone.isEmpty()) {
        d.text(0x00080201, "SH", pet.zone);
    }
    if (!pet.sex.isEmpty()) {
        d.text(0x00100040, "CS", pet.sex);
    }
    if (!pet.height.isEmpty()) {
        d.text(0x00101020, "DS", pet.height);
    }
    if (!pet.weight.isEmpty()) {
        d.text(0x00101030, "DS", pet.weight);
    }
    d.us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2").us(0x00280010, 1).us(0x00280011, 2).us(0x00280100, 16);
    d.text(0x00280051, "CS", "DECY\\ATTN").us(0x00280101, 16).us(0x00280102, 15).us(0x00280103, 1);
    d.text(0x00281052, "DS", "0").text(0x00281053, "DS", "0.5");
    d.sequence(0x00540016, {tracer}).text(0x00541001, "CS", pet.units).text(0x00541102, "CS", "START");
    if (pet.philips) {
        d.text(0x70530011, "LO", "Philips PET Private Group").text(0x70531100, "DS", "0.0004");
    }
    d.bytes(0x7FE00010, "OW", QByteArray(4, 0));
    return *readHeader(*scanBytes(d.file("1.2.840.10008.5.1.4.1.1.128")), {});
}

/// Of a stored value of 1000 with a slope of a half, so long after the injection.
double expected(double seconds)
{
    return 500 * 70000 / (370e6 * std::pow(0.5, seconds / kHalfLife));
}

/// Of a stored value of 1000, by the map with this label; -1: there is none.
double valueOf(const ImagePtr& image, const char* label)
{
    for (const RealWorldMap& map : image->frame(0).realWorld ? *image->frame(0).realWorld : RealWorldMaps()) {
        if (map.label == QLatin1String(label)) {
            return map.value(1000).value_or(-1);
        }
    }
    return -1;
}

double suv(const ImagePtr& image)
{
    const RealWorldMapsPtr& maps = image->frame(0).realWorld;
    return maps && !maps->empty() && maps->back().label == QStringLiteral("SUVbw") ? maps->back().value(1000).value_or(-1) : -1;
}

bool same(double a, double b)
{
    return std::abs(a - b) <= 1e-9 * std::abs(b);
}

} // namespace

class PetValuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row29_suvOfAStoredValue()
    {
        const ImagePtr image = read({});
        QVERIFY(same(suv(image), expected(3600)));
        QCOMPARE(image->frame(0).realWorld->back().unit, QStringLiteral("g/ml"));
        QVERIFY(image->frame(0).realWorld->back().value(-32768)); // all that can be stored
        QVERIFY(image->warnings.isEmpty());
    }

    void row29_offsetsFromUtc()
    {
        Pet pet;
        pet.injection = "20260310080000+0000"; // nine o'clock where the scanner stands
        pet.zone = "+0100";
        QVERIFY(same(suv(read(pet)), expected(3600)));
        pet.injection = "20260310043000-0330"; // the same moment, told in Newfoundland
        QVERIFY(same(suv(read(pet)), expected(3600)));
    }

    void row29_privateFactorInAnyBlock()
    {
        Pet pet;
        pet.units = "CNTS";
        pet.philips = true;
        QVERIFY(same(suv(read(pet)), 500 * 0.0004));
    }

    void row29_leanAndSurface()
    {
        Pet pet;
        pet.height = "1.75";
        pet.sex = "M";
        const ImagePtr image = read(pet);
        // Janmahasatian: 9270 * 70 / (6680 + 216 * 70 / 1.75^2) kg; DuBois: 0.007184 * 70^0.425 * 175^0.725 m2.
        const double lean = 9270 * 70 / (6680 + 216 * 70 / 3.0625);
        QVERIFY(std::abs(lean - 55.86) < 0.01);
        QVERIFY(same(valueOf(image, "SUL"), expected(3600) * lean / 70));
        const double surface = 0.007184 * std::pow(70, 0.425) * std::pow(175, 0.725);
        QVERIFY(std::abs(surface - 1.848) < 0.001);
        QVERIFY(same(valueOf(image, "SUVbsa"), expected(3600) * surface * 1e4 / 70000));
        QVERIFY(same(suv(image), expected(3600))); // the last still
        QVERIFY(!image->texts.contains(QStringLiteral("SUL")));
    }

    void row29_eachKindHasItsReason()
    {
        Pet pet;
        const ImagePtr low = read(pet);
        QVERIFY(low->texts.value(QStringLiteral("SUL")).contains(QStringLiteral("height is missing")));
        QVERIFY(low->texts.value(QStringLiteral("SUVbsa")).contains(QStringLiteral("height is missing")));
        QVERIFY(low->warnings.isEmpty()); // by body weight there is one
        pet.height = "1.75";
        const ImagePtr image = read(pet);
        QVERIFY(image->texts.value(QStringLiteral("SUL")).contains(QStringLiteral("sex is needed")));
        QCOMPARE(valueOf(image, "SUL"), -1.0);
        QVERIFY(valueOf(image, "SUVbsa") > 0);
    }

    void row29_withoutAWeightThereIsNone()
    {
        Pet pet;
        pet.weight.clear();
        const ImagePtr image = read(pet);
        QVERIFY(!image->frame(0).realWorld);
        QCOMPARE(image->warnings.size(), 1);
        QVERIFY(image->warnings.front().contains(QStringLiteral("weight is missing")));
    }
};

QTEST_APPLESS_MAIN(PetValuesTest)
#include "tst_PetValues.moc"
