#include "file/HeaderReader.h"
#include "image/TileLayout.h"
#include "support/Dicom.h"

#include <QtEndian>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

constexpr char kSlideClass[] = "1.2.840.10008.5.1.4.1.1.77.1.6";

QByteArray number32(qint32 value)
{
    QByteArray bytes(4, '\0');
    qToLittleEndian(value, bytes.data());
    return bytes;
}

struct Spec
{
    QByteArray role = "VOLUME";
    QByteArray organization = "TILED_FULL";
    int rows = 5; ///< of the matrix; tiles are 2 x 2
    int columns = 7;
    int frames = 12;
    int planes = 1;
    std::vector<QByteArray> paths{"1"};
    std::vector<QByteArray> perFrame;
    QByteArray sharedMore;
    int frameOffset = -1;
    bool color = false;
    QByteArray sopClass = kSlideClass;
};

QByteArray pathItem(const QByteArray& identifier)
{
    DicomBytes item; // each path with colours of its own
    item.bytes(0x00282000, "OB", "profile " + identifier + (identifier.size() % 2 ? " " : ""));
    return item.text(0x00480106, "SH", identifier)
        .text(0x00480107, "ST", "Path " + identifier)
        .text(0x00480112, "DS", "40")
        .dataset();
}

QByteArray placeItem(int column, int row, const QByteArray& z, const QByteArray& path = {})
{
    DicomBytes position;
    if (!z.isEmpty()) {
        position.text(0x0040074A, "DS", z);
    }
    position.bytes(0x0048021E, "SL", number32(column)).bytes(0x0048021F, "SL", number32(row));
    DicomBytes item;
    if (!path.isEmpty()) {
        item.sequence(0x00480207, {DicomBytes().text(0x00480106, "SH", path).dataset()});
    }
    return item.sequence(0x0048021A, {position.dataset()}).dataset();
}

QByteArray slideFile(const Spec& spec)
{
    DicomBytes d;
    d.text(0x00080008, "CS", "ORIGINAL\\PRIMARY\\" + spec.role + "\\NONE").text(0x00080016, "UI", spec.sopClass);
    d.text(0x00080018, "UI", "1.2.3.4").text(0x00080060, "CS", "SM").text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.3");
    if (spec.frameOffset >= 0) {
        d.text(0x00209161, "UI", "1.5").us(0x00209162, 2).us(0x00209163, 2).bytes(0x00209228, "UL", number32(spec.frameOffset));
    }
    if (!spec.organization.isEmpty()) {
        d.text(0x00209311, "CS", spec.organization);
    }
    d.us(0x00280002, spec.color ? 3 : 1).text(0x00280004, "CS", spec.color ? "RGB" : "MONOCHROME2");
    if (spec.color) {
        d.us(0x00280006, 0);
    }
    d.text(0x00280008, "IS", QByteArray::number(spec.frames));
    d.us(0x00280010, 2).us(0x00280011, 2).us(0x00280100, 8).us(0x00280101, 8).us(0x00280102, 7).us(0x00280103, 0);
    d.text(0x00400512, "LO", "S26-1");
    d.bytes(0x00480006, "UL", number32(spec.columns)).bytes(0x00480007, "UL", number32(spec.rows));
    d.sequence(0x00480008, {DicomBytes().text(0x0040072A, "DS", "20.5").text(0x0040073A, "DS", "40").dataset()});
    d.bytes(0x00480015, "US", QByteArray::fromHex("ffff80808080"));
    d.text(0x00480102, "DS", "0\\-1\\0\\-1\\0\\0");
    std::vector<QByteArray> paths;
    for (const QByteArray& path : spec.paths) {
        paths.push_back(pathItem(path));
    }
    d.sequence(0x00480105, paths);
    d.bytes(0x00480302, "UL", number32(static_cast<qint32>(spec.paths.size())));
    d.bytes(0x00480303, "UL", number32(spec.planes));
    DicomBytes measures;
    measures.text(0x00280030, "DS", "0.0005\\0.00025");
    d.sequence(0x52009229, {DicomBytes().sequence(0x00289110, {measures.dataset()}).raw(spec.sharedMore).dataset()});
    if (!spec.perFrame.empty()) {
        d.sequence(0x52009230, spec.perFrame);
    }
    d.bytes(0x7FE00010, "OB", QByteArray((spec.color ? 12 : 4) * spec.frames, 'x'));
    return d.file(spec.sopClass);
}

Result<ImagePtr> read(const Spec& spec)
{
    const Result<ScannedFile> file = scanBytes(slideFile(spec));
    return file ? readHeader(*file, QStringLiteral("memory")) : Result<ImagePtr>(file.error());
}

} // namespace

Q_DECLARE_METATYPE(Spec)

class TestTileLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void readsAFullSlide()
    {
        const Result<ImagePtr> image = read({});
        QVERIFY(image.ok());
        const TileLayout* layout = (*image)->tiles.get();
        QVERIFY(layout);
        QCOMPARE(layout->role, TileLayout::Role::Volume);
        QVERIFY(layout->full);
        QCOMPARE(layout->columns, 7);
        QCOMPARE(layout->rows, 5);
        QCOMPARE(layout->paths[0].description, QStringLiteral("Path 1"));
        QCOMPARE(*layout->paths[0].objectivePower, 40.0);
        QCOMPARE(layout->container, QStringLiteral("S26-1"));
        QCOMPARE((*layout->origin)[0], 20.5);
        QCOMPARE((*layout->orientation)[1], -1.0);
        QCOMPARE((*layout->absent)[0], std::uint16_t(0xffff));
        QCOMPARE(layout->place(11, 2, 2), (TilePlace{4, 6, 0, 0}));
        QCOMPARE((*image)->shared.spacing->row, 0.0005);
        QCOMPARE((*image)->shared.spacing->column, 0.00025);
        QVERIFY((*image)->perFrame.empty());
        QVERIFY((*image)->warnings.isEmpty());
    }

    void roles_data()
    {
        QTest::addColumn<QByteArray>("word");
        QTest::addColumn<int>("role");
        QTest::newRow("volume") << QByteArray("VOLUME") << int(TileLayout::Role::Volume);
        QTest::newRow("label") << QByteArray("LABEL") << int(TileLayout::Role::Label);
        QTest::newRow("overview") << QByteArray("OVERVIEW") << int(TileLayout::Role::Overview);
        QTest::newRow("older word") << QByteArray("LOCALIZER") << int(TileLayout::Role::Overview);
        QTest::newRow("thumbnail") << QByteArray("THUMBNAIL") << int(TileLayout::Role::Thumbnail);
        QTest::newRow("unknown") << QByteArray("X") << int(TileLayout::Role::Other);
    }
    void roles()
    {
        QFETCH(QByteArray, word);
        QFETCH(int, role);
        Spec spec;
        spec.role = word;
        const Result<ImagePtr> image = read(spec);
        QVERIFY(image.ok() && (*image)->tiles);
        QCOMPARE(int((*image)->tiles->role), role);
    }

    void planesPathsAndParts()
    {
        Spec spec;
        spec.planes = 2;
        spec.paths = {"A", "B"};
        spec.frames = 24;
        spec.frameOffset = 24;
        const Result<ImagePtr> image = read(spec);
        QVERIFY(image.ok() && (*image)->tiles);
        QCOMPARE((*image)->tiles->planes, 2);
        QCOMPARE((*image)->tiles->firstFrame, 24);
        QCOMPARE((*image)->tiles->place(0, 2, 2), (TilePlace{0, 0, 1, 0}));
        QCOMPARE((*image)->tiles->place(12, 2, 2), (TilePlace{0, 0, 1, 1}));
    }

    void readsSparsePlaces()
    {
        Spec spec;
        spec.organization = "TILED_SPARSE";
        spec.frames = 4;
        spec.paths = {"A", "B"};
        // Frames 1 and 3 lie at one place, the second of them lower; heights elsewhere are their own.
        spec.perFrame = {placeItem(1, 1, "7", "B"), placeItem(3, 3, "2.5", "A"), placeItem(5, 1, "9", "B"),
                         placeItem(3, 3, "1.5", "A")};
        const Result<ImagePtr> image = read(spec);
        QVERIFY(image.ok());
        const TileLayout* layout = (*image)->tiles.get();
        QVERIFY(layout);
        QVERIFY(!layout->full);
        QCOMPARE(layout->planes, 2);
        QCOMPARE(layout->place(0, 2, 2), (TilePlace{0, 0, 1, 0}));
        QCOMPARE(layout->place(1, 2, 2), (TilePlace{2, 2, 0, 1}));
        QCOMPARE(layout->place(2, 2, 2), (TilePlace{0, 4, 1, 0}));
        QCOMPARE(layout->place(3, 2, 2), (TilePlace{2, 2, 0, 0}));
        QVERIFY((*image)->perFrame.empty());
    }

    void tilesHaveTheColoursOfTheirPath()
    {
        Spec sparse;
        sparse.color = true;
        sparse.organization = "TILED_SPARSE";
        sparse.frames = 2;
        sparse.paths = {"A", "B"};
        sparse.perFrame = {placeItem(1, 1, "0", "B"), placeItem(3, 3, "0", "A")};
        Spec full;
        full.color = true;
        full.paths = {"A", "B"};
        full.frames = 24;
        const Result<ImagePtr> scattered = read(sparse);
        const Result<ImagePtr> whole = read(full);
        QVERIFY(scattered.ok() && (*scattered)->tiles && whole.ok() && (*whole)->tiles);
        QVERIFY((*scattered)->frame(0).profile->icc.startsWith("profile B"));
        QVERIFY((*scattered)->frame(1).profile->icc.startsWith("profile A"));
        QVERIFY((*whole)->frame(11).profile->icc.startsWith("profile A"));
        QVERIFY((*whole)->frame(12).profile->icc.startsWith("profile B"));
    }

    void onePlaceMayBeShared()
    {
        Spec spec;
        spec.organization = "TILED_SPARSE";
        spec.frames = 1;
        spec.sharedMore = placeItem(3, 1, "0");
        const Result<ImagePtr> image = read(spec);
        QVERIFY(image.ok() && (*image)->tiles);
        QCOMPARE((*image)->tiles->place(0, 2, 2), (TilePlace{0, 2, 0, 0}));
    }

    void withoutPlacesTilesStayFrames_data()
    {
        QTest::addColumn<Spec>("spec");
        Spec spec;
        spec.frames = 13;
        QTest::newRow("more tiles than places") << spec;
        spec = {};
        spec.frameOffset = 5;
        QTest::newRow("beyond the end") << spec;
        spec = {};
        spec.organization = "TILED_SPARSE";
        QTest::newRow("no places") << spec;
        spec.frames = 2;
        spec.perFrame = {placeItem(1, 1, "0"), QByteArray()};
        QTest::newRow("one without a place") << spec;
        spec.perFrame = {placeItem(1, 1, "0"), placeItem(-2'147'483'647, 1, "0")};
        QTest::newRow("absurd place") << spec;
    }
    void withoutPlacesTilesStayFrames() // never a tile at a place that is not its own
    {
        QFETCH(Spec, spec);
        const Result<ImagePtr> image = read(spec);
        QVERIFY(image.ok());
        QVERIFY(!(*image)->tiles);
        QCOMPARE((*image)->frames, spec.frames);
        QVERIFY(!(*image)->warnings.filter(QStringLiteral("tiles")).isEmpty());
    }

    void otherImagesHaveNone()
    {
        Spec spec;
        spec.sopClass = "1.2.840.10008.5.1.4.1.1.66.4"; // a tiled segmentation has a way of its own
        const Result<ImagePtr> image = read(spec);
        QVERIFY(image.ok());
        QVERIFY(!(*image)->tiles);
        spec = {};
        spec.rows = 0;
        const Result<ImagePtr> flat = read(spec);
        QVERIFY(flat.ok());
        QVERIFY(!(*flat)->tiles);
    }
};

QTEST_APPLESS_MAIN(TestTileLayout)
#include "tst_TileLayout.moc"
