#include "presentation/PresentationState.h"
#include "reader/DicomImageReader.h"
#include "support/States.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace isocenter;
using namespace isocenter::test;

namespace {

QByteArray profileElements(const QByteArray& icc, const QByteArray& space = {})
{
    DicomBytes d;
    if (!icc.isEmpty()) {
        d.bytes(0x00282000, "OB", icc);
    }
    if (!space.isEmpty()) {
        d.text(0x00282002, "CS", space);
    }
    return d.dataset();
}

QByteArray opticalPath(const QByteArray& id, const QByteArray& icc)
{
    return DicomBytes().raw(profileElements(icc)).text(0x00480106, "SH", id).dataset();
}

QByteArray pathGroup(const QByteArray& id)
{
    return DicomBytes().sequence(0x00480207, {DicomBytes().text(0x00480106, "SH", id).dataset()}).dataset();
}

} // namespace

/// What a header says of its colours (PS3.3 C.11.15, C.8.12.5).
class TestColorProfiles : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void row16_ofTheDataSet();
    void row16_longProfiles();
    void row16_ofOpticalPaths();
    void row16_pathsInOrderOfTheFrames();
    void row16_greyHasNone();
    void row16_sharedBetweenImages();
    void row16_ofAState();

private:
    ImagePtr header(const QByteArray& bytes)
    {
        const QString path = m_dir.filePath(QString::number(++m_files));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            return nullptr;
        }
        file.close();
        const auto image = m_reader.readHeader(path);
        return image ? *image : nullptr;
    }
    ImagePtr colorImage(const QByteArray& more, int frames = 1)
    {
        ImageSpec spec;
        spec.photometric = "RGB";
        spec.samples = 3;
        spec.bitsAllocated = spec.bitsStored = 8;
        spec.frames = frames;
        spec.more = more;
        return header(imageFile(spec));
    }

    DicomImageReader m_reader;
    QTemporaryDir m_dir;
    int m_files = 0;
};

void TestColorProfiles::row16_ofTheDataSet()
{
    const ImagePtr none = colorImage({});
    QVERIFY(none && !none->frame(0).profile);
    const ImagePtr image = colorImage(profileElements("four", "ADOBERGB"));
    QVERIFY(image && image->frame(0).profile);
    QCOMPARE(image->frame(0).profile->icc, QByteArray("four"));
    QCOMPARE(image->frame(0).profile->space, QStringLiteral("ADOBERGB"));
    const ImagePtr named = colorImage(profileElements({}, "SRGB"));
    QVERIFY(named && named->frame(0).profile && named->frame(0).profile->icc.isEmpty());
}

void TestColorProfiles::row16_longProfiles()
{
    const QByteArray large(3 << 20, 'p'); // as makers of scanners send them
    const ImagePtr image = colorImage(profileElements(large));
    QVERIFY(image && image->frame(0).profile);
    QCOMPARE(image->frame(0).profile->icc.size(), large.size());
    const ImagePtr absurd = colorImage(profileElements(QByteArray(9 << 20, 'p')));
    QVERIFY(absurd && absurd->frame(0).profile);
    QVERIFY(absurd->frame(0).profile->icc.isEmpty());
    QVERIFY(!absurd->frame(0).profile->problem.isEmpty());
}

void TestColorProfiles::row16_ofOpticalPaths()
{
    DicomBytes more;
    more.sequence(0x00480105, {opticalPath("1", "one!"), opticalPath("2", "two!")});
    more.sequence(0x52009229, {QByteArray()});
    more.sequence(0x52009230, {pathGroup("2"), pathGroup("1"), pathGroup("9")});
    const ImagePtr image = colorImage(more.dataset(), 3);
    QVERIFY(image);
    QCOMPARE(image->frame(0).profile->icc, QByteArray("two!"));
    QCOMPARE(image->frame(1).profile->icc, QByteArray("one!"));
    QCOMPARE(image->frame(2).profile->icc, QByteArray("one!")); // a path that is not described: the first
    DicomBytes shared;
    shared.sequence(0x00480105, {opticalPath("1", "one!"), opticalPath("2", "two!")});
    shared.sequence(0x52009229, {pathGroup("2")});
    const ImagePtr all = colorImage(shared.dataset(), 2);
    QVERIFY(all && all->frame(1).profile);
}

void TestColorProfiles::row16_pathsInOrderOfTheFrames()
{
    DicomBytes more;
    more.sequence(0x00480105, {opticalPath("1", "one!"), opticalPath("2", "two!")});
    const ImagePtr image = colorImage(more.dataset(), 4);
    QVERIFY(image);
    QCOMPARE(image->frame(0).profile->icc, QByteArray("one!"));
    QCOMPARE(image->frame(1).profile->icc, QByteArray("one!"));
    QCOMPARE(image->frame(2).profile->icc, QByteArray("two!"));
    QCOMPARE(image->frame(3).profile->icc, QByteArray("two!"));
}

void TestColorProfiles::row16_greyHasNone()
{
    ImageSpec spec;
    spec.more = profileElements("four");
    const ImagePtr image = header(imageFile(spec));
    QVERIFY(image && !image->frame(0).profile);
}

void TestColorProfiles::row16_sharedBetweenImages()
{
    const ImagePtr first = colorImage(profileElements("four", "SRGB"));
    const ImagePtr second = colorImage(profileElements("four", "SRGB"));
    const ImagePtr other = colorImage(profileElements("five", "SRGB"));
    QCOMPARE(first->frame(0).profile, second->frame(0).profile);
    QVERIFY(first->frame(0).profile != other->frame(0).profile);
}

void TestColorProfiles::row16_ofAState()
{
    StateSpec spec;
    spec.kind = 2;
    spec.rest = profileElements("prof");
    const auto state = m_reader.readPresentationState(header(stateFile(spec)));
    QVERIFY(state && (*state)->profile);
    QCOMPARE((*state)->profile->icc, QByteArray("prof"));
    QVERIFY((*state)->problems.isEmpty());
}

QTEST_APPLESS_MAIN(TestColorProfiles)
#include "tst_ColorProfiles.moc"
