#include "support/ArchiveRecords.h"

#include <QCryptographicHash>
#include <QImage>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtEndian>
#include <QTest>

using namespace isocenter::test;

namespace {

/// What the program answered.
struct Answer
{
    int code = -1;
    QByteArray out;
    QByteArray errors;
    QList<QJsonObject> lines;
};

Answer run(const QStringList& words)
{
    QProcess process;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral(ISOCENTER_BINARY), words);
    Answer answer;
    if (!process.waitForFinished(100000) || process.exitStatus() != QProcess::NormalExit) {
        qWarning("the program did not end as it should");
        return answer;
    }
    answer.code = process.exitCode();
    answer.out = process.readAllStandardOutput();
    answer.errors = process.readAllStandardError();
    for (const QByteArray& line : answer.out.split('\n')) {
        const QJsonDocument document = QJsonDocument::fromJson(line);
        if (document.isObject()) {
            answer.lines << document.object();
        }
    }
    return answer;
}

QStringList words(const char* line)
{
    return QString::fromUtf8(line).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

QString text(const QJsonObject& object, const char* key)
{
    return object[QLatin1String(key)].toString();
}

double number(const QJsonObject& object, const char* key)
{
    return object[QLatin1String(key)].toDouble(-1e9);
}

template <typename T> T valueAt(const QByteArray& bytes, int index)
{
    return qFromLittleEndian<T>(bytes.constData() + static_cast<qsizetype>(sizeof(T)) * index);
}

/// Signed stored values -100, -97, -94, ...; modality value = 2 * stored + 10.
int storedValue(int index)
{
    return 3 * index - 100;
}

QByteArray signedImage(const char* patient = "P1", const char* name = "Test^Anna")
{
    ImageSpec spec;
    spec.patientId = patient;
    spec.patientName = name;
    spec.isSigned = true;
    spec.slope = 2;
    spec.intercept = 10;
    spec.windowCenter = "0";
    spec.windowWidth = "200";
    for (int i = 0; i < spec.rows * spec.columns; ++i) {
        spec.pixels.push_back(static_cast<std::uint16_t>(static_cast<std::int16_t>(storedValue(i))));
    }
    return imageFile(spec);
}

/// Two patients with every fact that find searches.
QByteArray fullImage(int study, const char* id, const char* name, const char* sex, const char* born, const char* date,
                     const char* accession, const char* modality, const char* description)
{
    const QByteArray base = "1.2.826.0.1.77." + QByteArray::number(study);
    DicomBytes d;
    d.text(0x00080005, "CS", "ISO_IR 192").text(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.7");
    d.text(0x00080018, "UI", base + ".1.1").text(0x00080020, "DA", date).text(0x00080050, "SH", accession);
    d.text(0x00080060, "CS", modality).text(0x00081030, "LO", description).text(0x00100010, "PN", name);
    d.text(0x00100020, "LO", id).text(0x00100030, "DA", born).text(0x00100040, "CS", sex);
    d.text(0x0020000D, "UI", base).text(0x0020000E, "UI", base + ".1").us(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
    d.us(0x00280010, 2).us(0x00280011, 2).us(0x00280100, 16).us(0x00280101, 16).us(0x00280102, 15).us(0x00280103, 0);
    d.words(0x7FE00010, {1, 2, 3, 4});
    return d.file("1.2.840.10008.5.1.4.1.1.7", base + ".1.1");
}

} // namespace

/// Runs the program itself, as scripts and support do.
class TestCommandLine : public QObject
{
    Q_OBJECT

    QTemporaryDir m_dir;
    QString path(const char* name) const { return m_dir.filePath(QString::fromUtf8(name)); }

private Q_SLOTS:
    void initTestCase();
    void versionAndHelp();
    void unknownWordsAreRefused_data();
    void unknownWordsAreRefused();
    void optionsMayComeFirst();
    void findKnowsEveryFact_data();
    void findKnowsEveryFact();
    void inspectSaysWhatIsInTheFile();
    void reportPrintsWhatThePageSays();
    void storedPixels();
    void modalityAndDisplayPixels();
    void hashIsOfTheStoredValues();
    void framesAreCountedFromOne();
    void refusalsAreNamed();
    void renderPaints();
    void demoMakesReadableFiles();
    void screenshotWithAndWithoutAFolder();
};

void TestCommandLine::initTestCase()
{
    QVERIFY(m_dir.isValid());
    QVERIFY(writeFile(path("image"), signedImage()));
    QVERIFY(writeFile(path("note.txt"), "not an image"));
    QVERIFY(QDir().mkpath(path("two")));
    QVERIFY(writeFile(path("two/1"), fullImage(1, "A-17", "M\xC3\xBCller^J\xC3\xBCrgen", "M", "19501231", "20260101", "ACC1",
                                               "CT", "Thorax nativ")));
    QVERIFY(writeFile(path("two/2"), fullImage(2, "B-18", "Yamada^Tarou=\xE5\xB1\xB1\xE7\x94\xB0^\xE5\xA4\xAA\xE9\x83\x8E", "F",
                                               "20000615", "20240610", "ACC2", "MR",
                                               "Sch\xC3\xA4"
                                               "del")));
}

void TestCommandLine::versionAndHelp()
{
    const Answer version = run({QStringLiteral("--version")});
    QCOMPARE(version.code, 0);
    QCOMPARE(version.out, QByteArray("isocenter " ISOCENTER_VERSION "\n"));
    QCOMPARE(run({QStringLiteral("--cache"), path("c"), QStringLiteral("--version")}).out, version.out);
    const Answer help = run({QStringLiteral("--help")});
    QCOMPARE(help.code, 0);
    for (const char* command : {"import", "find", "list", "reindex", "inspect", "pixels", "report", "render", "demo"}) {
        QVERIFY2(help.out.contains(QByteArray("isocenter ") + command), command);
        QCOMPARE(run({QString::fromLatin1(command), QStringLiteral("--help")}).code, 0);
    }
}

void TestCommandLine::unknownWordsAreRefused_data()
{
    QTest::addColumn<QString>("line");
    for (const char* line : {"--nonsense",
                             "import",
                             "import --nonsense x",
                             "find --nonsense",
                             "find --date never",
                             "find --age -",
                             "list",
                             "list a b",
                             "reindex x",
                             "inspect",
                             "inspect --nonsense",
                             "pixels",
                             "pixels x --nonsense",
                             "pixels x --stage some",
                             "pixels x --frame 0",
                             "pixels x --window 1",
                             "pixels x --size 0x5 --stage display",
                             "report",
                             "report --nonsense",
                             "render",
                             "render x",
                             "render x --out",
                             "demo",
                             "demo x",
                             "--size 1x1",
                             "--screenshot",
                             "/no/such/folder",
                             "inspect x --cache"}) {
        QTest::newRow(line) << QString::fromLatin1(line);
    }
}

void TestCommandLine::unknownWordsAreRefused()
{
    QFETCH(QString, line);
    QStringList all = line.split(QLatin1Char(' '));
    if (!line.endsWith(QLatin1String("--cache"))) {
        all << QStringLiteral("--cache=") + path("unused");
    }
    const Answer answer = run(all);
    QCOMPARE(answer.code, 2);
    QVERIFY(answer.out.isEmpty());
    QVERIFY(!answer.errors.isEmpty());
}

void TestCommandLine::optionsMayComeFirst()
{
    const QStringList cache{QStringLiteral("--cache"), path("cache")};
    Answer answer = run(cache + QStringList{QStringLiteral("import"), path("two"), path("note.txt")});
    QCOMPARE(answer.code, 1);
    QCOMPARE(answer.lines.size(), 2);
    QCOMPARE(text(answer.lines[0], "path"), path("note.txt"));
    QVERIFY(text(answer.lines[0], "reason").endsWith(QLatin1Char('.')));
    QCOMPARE(answer.lines.last().keys(),
             (QStringList{QStringLiteral("duplicates"), QStringLiteral("files"), QStringLiteral("refused"),
                          QStringLiteral("seconds"), QStringLiteral("stored")}));
    QCOMPARE(number(answer.lines.last(), "files"), 3.0);
    QCOMPARE(number(answer.lines.last(), "stored"), 2.0);
    QCOMPARE(number(answer.lines.last(), "refused"), 1.0);
    answer = run(QStringList{QStringLiteral("import"), path("two"), QStringLiteral("--cache=") + path("cache")});
    QCOMPARE(answer.code, 0);
    QCOMPARE(number(answer.lines.last(), "duplicates"), 2.0);
    QCOMPARE(run(cache + QStringList{QStringLiteral("find")}).lines.size(), 2);
    QCOMPARE(run(cache + QStringList{QStringLiteral("list"), QStringLiteral("1.2.826.0.1.77.1")}).lines.size(), 1);
    QCOMPARE(run(cache + QStringList{QStringLiteral("reindex")}).code, 0);
    QCOMPARE(run(cache + QStringList{QStringLiteral("inspect"), path("image")}).lines.size(), 1);
}

void TestCommandLine::findKnowsEveryFact_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QStringList>("ids");
    const auto row = [](const char* line, const QStringList& ids) { QTest::newRow(line) << words(line) << ids; };
    const QString a = QStringLiteral("A-17");
    const QString b = QStringLiteral("B-18");
    row("--patient-id A-17", {a});
    row("--patient-id b-18", {b});
    row("--name MULLER", {a});
    row("--name urge", {a});
    row("--name \xE5\xB1\xB1\xE7\x94\xB0", {b});
    row("--sex F", {b});
    row("--born 1950-12-31..1950-12-31", {a});
    row("--born 19510101..", {b});
    row("--born ..19501230", {});
    row("--age 75..75", {a}); // 75 on the day of the study, one day after the birthday
    row("--age 23", {b});     // five days before the 24th birthday
    row("--age 24..74", {});
    row("--accession ACC2", {b});
    row("--date 2026-01-01", {a});
    row("--date ..20251231", {b});
    row("--modality CT,US", {a});
    row("--modality CT,MR", {a, b});
    row("--description schadel", {b});
    row("--text thorax", {a});
    row("--study-uid 1.2.826.0.1.77.2", {b});
    row("--sex F --modality CT", {});
    row("", {a, b});
}

void TestCommandLine::findKnowsEveryFact()
{
    QFETCH(QStringList, words);
    QFETCH(QStringList, ids);
    const Answer answer = run(QStringList{QStringLiteral("find"), QStringLiteral("--cache"), path("cache")} + words);
    QCOMPARE(answer.code, 0);
    QStringList found;
    for (const QJsonObject& line : answer.lines) {
        found << text(line, "patientId");
    }
    found.sort();
    QCOMPARE(found, ids);
}

void TestCommandLine::inspectSaysWhatIsInTheFile()
{
    const Answer answer = run({QStringLiteral("inspect"), path("image"), path("two/2"), path("note.txt")});
    QCOMPARE(answer.code, 1);
    QCOMPARE(answer.lines.size(), 3);
    const QJsonObject& image = answer.lines[0];
    for (const char* key : {"path", "readable", "reason", "sopClass", "transferSyntax", "patientName", "patientId",
                            "studyInstanceUid", "seriesInstanceUid", "sopInstanceUid", "modality", "rows", "columns", "frames",
                            "bitsStored", "photometric", "windowCenter", "windowWidth", "lossy"}) {
        QVERIFY2(image.contains(QLatin1String(key)), key);
    }
    QCOMPARE(image[QLatin1String("readable")].toBool(), true);
    QCOMPARE(text(image, "transferSyntax"), QStringLiteral("1.2.840.10008.1.2.1"));
    QCOMPARE(text(image, "photometric"), QStringLiteral("MONOCHROME2"));
    QCOMPARE(number(image, "rows"), 8.0);
    QCOMPARE(number(image, "frames"), 1.0);
    QCOMPARE(number(image, "windowWidth"), 200.0);
    QCOMPARE(text(answer.lines[1], "patientName"),
             QString::fromUtf8("Yamada^Tarou=\xE5\xB1\xB1\xE7\x94\xB0^\xE5\xA4\xAA\xE9\x83\x8E"));
    QCOMPARE(answer.lines[2][QLatin1String("readable")].toBool(true), false);
    QVERIFY(!text(answer.lines[2], "reason").isEmpty());
}

void TestCommandLine::reportPrintsWhatThePageSays()
{
    const QByteArray sopClass = "1.2.840.10008.5.1.4.1.1.88.11";
    const auto code = [](const QByteArray& meaning) {
        return DicomBytes().text(0x00080100, "SH", "1").text(0x00080102, "SH", "99X").text(0x00080104, "LO", meaning).dataset();
    };
    const QByteArray finding = DicomBytes()
                                   .text(0x0040A010, "CS", "CONTAINS")
                                   .text(0x0040A040, "CS", "TEXT")
                                   .sequence(0x0040A043, {code("Finding")})
                                   .text(0x0040A160, "UT", "No <b>mass</b>.")
                                   .dataset();
    DicomBytes d;
    d.text(0x00080016, "UI", sopClass).text(0x00080018, "UI", "1.2.3").text(0x00100010, "PN", "Test^Anna");
    d.text(0x00100020, "LO", "P1").text(0x0020000D, "UI", "1.2").text(0x0020000E, "UI", "1.2.1");
    d.text(0x0040A040, "CS", "CONTAINER").sequence(0x0040A043, {code("Radiology Report")});
    d.text(0x0040A491, "CS", "PARTIAL").text(0x0040A493, "CS", "VERIFIED").sequence(0x0040A730, {finding});
    QVERIFY(writeFile(path("report"), d.file(sopClass, "1.2.3")));
    Answer answer = run({QStringLiteral("report"), path("report")});
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.out, QByteArray("Test, Anna \xC2\xB7 ID P1\nRadiology Report\nBasic Text SR \xC2\xB7 verified\n"
                                    "! PARTIAL: this report is not complete.\n\nFinding: No <b>mass</b>.\n"));
    // What has no text, and what cannot be read, is named on the other stream.
    answer = run({QStringLiteral("report"), path("image"), path("report"), path("note.txt")});
    QCOMPARE(answer.code, 1);
    QCOMPARE(answer.out.count("Radiology Report"), 1);
    QCOMPARE(answer.errors.count('\n'), 2);
}

void TestCommandLine::storedPixels()
{
    const Answer answer = run({QStringLiteral("pixels"), path("image")});
    QCOMPARE(answer.code, 0);
    QCOMPARE(answer.out.size(), 64 * 4);
    for (int i = 0; i < 64; ++i) {
        QCOMPARE(valueAt<qint32>(answer.out, i), storedValue(i));
    }
    QCOMPARE(run({QStringLiteral("pixels"), path("image"), QStringLiteral("--out"), path("raw")}).code, 0);
    QCOMPARE(readFile(path("raw")), answer.out);
}

void TestCommandLine::modalityAndDisplayPixels()
{
    const Answer modality = run({QStringLiteral("pixels"), path("image"), QStringLiteral("--stage"), QStringLiteral("modality")});
    QCOMPARE(modality.out.size(), 64 * 4);
    for (int i = 0; i < 64; ++i) {
        QCOMPARE(valueAt<float>(modality.out, i), 2.0F * static_cast<float>(storedValue(i)) + 10.0F);
    }
    const Answer display = run(words("pixels --stage display --window 0,101") + QStringList{path("image")});
    QCOMPARE(display.code, 0);
    QCOMPARE(display.out.size(), 64);
    for (int i = 0; i < 64; ++i) {
        const double x = 2.0 * storedValue(i) + 10; // PS3.3 C.11.2.1.2: ((x - (c - 0.5)) / (w - 1) + 0.5) * 255
        const double grey = qBound(0.0, ((x + 0.5) / 100 + 0.5) * 255, 255.0);
        QVERIFY(qAbs(static_cast<uchar>(display.out[i]) - grey) <= 1.0);
    }
    QCOMPARE(run(words("pixels --stage display --size 32x16") + QStringList{path("image")}).out.size(), 32 * 16);
}

void TestCommandLine::hashIsOfTheStoredValues()
{
    QByteArray values;
    for (int i = 0; i < 64; ++i) {
        const qint32 little = qToLittleEndian<qint32>(storedValue(i));
        values.append(reinterpret_cast<const char*>(&little), 4);
    }
    const QByteArray expected = QCryptographicHash::hash(values, QCryptographicHash::Sha256).toHex();
    const Answer answer = run({QStringLiteral("pixels"), QStringLiteral("--sha256"), path("image"), path("note.txt")});
    QCOMPARE(answer.code, 1);
    QCOMPARE(answer.lines.size(), 2);
    const QJsonObject& line = answer.lines[0];
    QCOMPARE(text(line, "sha256").toLatin1(), expected);
    QCOMPARE(number(line, "frames"), 1.0);
    QCOMPARE(number(line, "storedMin"), -100.0);
    QCOMPARE(number(line, "storedMax"), 89.0);
    QCOMPARE(number(line, "storedMean"), -5.5);
    QCOMPARE(number(line, "modalityMin"), -190.0);
    QCOMPARE(number(line, "modalityMax"), 188.0);
    QCOMPARE(answer.lines[1][QLatin1String("readable")].toBool(true), false);
}

void TestCommandLine::framesAreCountedFromOne()
{
    ImageSpec spec;
    spec.frames = 3;
    QVERIFY(writeFile(path("frames"), imageFile(spec)));
    const Answer all = run({QStringLiteral("pixels"), path("frames")});
    QCOMPARE(all.out.size(), 3 * 64 * 4);
    const Answer second = run({QStringLiteral("pixels"), path("frames"), QStringLiteral("--frame"), QStringLiteral("2")});
    QCOMPARE(valueAt<qint32>(second.out, 0), 64);
    QCOMPARE(second.out.size(), 64 * 4);
    QCOMPARE(run({QStringLiteral("pixels"), path("frames"), QStringLiteral("--frame"), QStringLiteral("4")}).code, 1);
}

void TestCommandLine::refusalsAreNamed() // hazard: truncated frame shown as anatomy
{
    const QByteArray whole = signedImage();
    QVERIFY(writeFile(path("half"), whole.left(whole.size() - 40)));
    QVERIFY(writeFile(path("empty"), {}));
    for (const char* name : {"half", "empty", "note.txt", "absent"}) {
        Answer answer = run({QStringLiteral("pixels"), path(name)});
        QCOMPARE(answer.code, 1);
        QVERIFY2(answer.out.isEmpty(), name);
        QVERIFY(answer.errors.contains(name));
        answer = run({QStringLiteral("render"), path(name), QStringLiteral("--out"), path("never.png")});
        QCOMPARE(answer.code, 1);
        QVERIFY(!text(answer.lines.value(0), "reason").isEmpty());
        QVERIFY(!QFile::exists(path("never.png")));
    }
}

void TestCommandLine::renderPaints()
{
    const auto render = [this](const char* options, const char* file) {
        const Answer answer =
            run(QStringList{QStringLiteral("render"), path("image"), QStringLiteral("--out"), path(file)} + words(options));
        return answer.code == 0 ? QImage(path(file)) : QImage();
    };
    const QImage plain = render("--size 400x300", "plain.png");
    QCOMPARE(plain.size(), QSize(400, 300));
    QCOMPARE(render("--size 400x300", "again.png"), plain);
    QVERIFY(render("--size 400x300 --window 100,50", "window.png") != plain);
    const QImage bare = render("--size 400x300 --texts off", "bare.png");
    QVERIFY(!bare.isNull());
    QVERIFY(bare != plain);
    // The default window is 0/200: the first pixels are black; the image fills the height.
    QCOMPARE(qGray(bare.pixel(50 + 300 / 16 + 100, 300 / 16)), 0);
    QCOMPARE(qGray(plain.pixel(200, 280)), qGray(bare.pixel(200, 280)));
}

void TestCommandLine::demoMakesReadableFiles()
{
    const Answer answer = run({QStringLiteral("demo"), QStringLiteral("--out"), path("demo")});
    QCOMPARE(answer.code, 0);
    const int files = static_cast<int>(number(answer.lines.value(0), "files"));
    QVERIFY(files > 100);
    QCOMPARE(filesUnder(path("demo")).size(), files);
    const Answer inspected = run({QStringLiteral("inspect"), path("demo")});
    QCOMPARE(inspected.code, 0);
    QCOMPARE(inspected.lines.size(), files);
    QSet<QString> modalities;
    for (const QJsonObject& line : inspected.lines) {
        modalities << text(line, "modality");
    }
    for (const char* modality : {"CT", "MR", "CR", "US"}) {
        QVERIFY2(modalities.contains(QLatin1String(modality)), modality);
    }
}

void TestCommandLine::screenshotWithAndWithoutAFolder()
{
    const QStringList options{QStringLiteral("--cache"),     path("shots"),
                              QStringLiteral("--settings"),  path("settings.json"),
                              QStringLiteral("--size"),      QStringLiteral("1200x800"),
                              QStringLiteral("--screenshot")};
    QCOMPARE(run(options + QStringList{path("empty.png")}).code, 0);
    const QImage empty(path("empty.png"));
    QCOMPARE(empty.size(), QSize(1200, 800));
    QVERIFY(QDir().mkpath(path("one")));
    QVERIFY(QFile::copy(path("image"), path("one/image")));
    QCOMPARE(run(options + QStringList{path("study.png"), path("one")}).code, 0);
    const QImage study(path("study.png"));
    QCOMPARE(study.size(), QSize(1200, 800));
    int white = 0; // modality values from 100 up are white at the window 0/200: 19 of the 64 pixels
    for (int y = 100; y < 700; y += 4) {
        for (int x = 300; x < 1100; x += 4) {
            white += qGray(study.pixel(x, y)) == 255 ? 1 : 0;
        }
    }
    QVERIFY2(white > 1500, qPrintable(QString::number(white)));
    QCOMPARE(run({QStringLiteral("find"), QStringLiteral("--cache"), path("shots")}).lines.size(), 1); // imported behind
    QCOMPARE(run(options + QStringList{QStringLiteral("/no/folder/here.png")}).code, 1);
}

QTEST_GUILESS_MAIN(TestCommandLine)
#include "tst_CommandLine.moc"
