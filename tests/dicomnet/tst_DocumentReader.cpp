#include "structured/DicomDocumentReader.h"

#include "support/Dicom.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <cmath>

using namespace isocenter;
using test::DicomBytes;

namespace {

const QString kSamples = QStringLiteral("/usr/lib/python3/dist-packages/pydicom/data/test_files/");

QByteArray code(const QByteArray& value, const QByteArray& scheme, const QByteArray& meaning)
{
    return DicomBytes().text(0x00080100, "SH", value).text(0x00080102, "SH", scheme).text(0x00080104, "LO", meaning).dataset();
}

QByteArray words(const std::vector<std::uint16_t>& values)
{
    QByteArray bytes;
    for (const std::uint16_t v : values) {
        bytes += static_cast<char>(v & 0xFF);
        bytes += static_cast<char>(v >> 8);
    }
    return bytes;
}

DicomBytes header(const QByteArray& sopClass, const QByteArray& charset = "ISO_IR 192")
{
    DicomBytes d;
    d.text(0x00080005, "CS", charset).text(0x00080016, "UI", sopClass).text(0x00080018, "UI", "1.2.3.4");
    d.text(0x00100020, "LO", "P1").text(0x0020000D, "UI", "1.2.1").text(0x0020000E, "UI", "1.2.2");
    return d;
}

QByteArray textItem(const QByteArray& text)
{
    return DicomBytes()
        .text(0x0040A010, "CS", "CONTAINS")
        .text(0x0040A040, "CS", "TEXT")
        .sequence(0x0040A043, {code("121071", "DCM", "Finding")})
        .text(0x0040A160, "UT", text)
        .dataset();
}

QByteArray numberItem(const QByteArray& qualifier)
{
    const QByteArray measured = DicomBytes()
                                    .sequence(0x004008EA, {code("mm[Hg]", "UCUM", "millimeter of mercury")})
                                    .text(0x0040A30A, "DS", "12.50")
                                    .dataset();
    DicomBytes d;
    d.text(0x0040A010, "CS", "CONTAINS").text(0x0040A040, "CS", "NUM").sequence(0x0040A043, {code("1", "X", "Gradient")});
    d.sequence(0x0040A300, {measured});
    return qualifier.isEmpty() ? d.dataset() : d.sequence(0x0040A301, {code("114006", "DCM", qualifier)}).dataset();
}

QByteArray imageItem()
{
    const QByteArray target = DicomBytes()
                                  .text(0x00081150, "UI", "1.2.840.10008.5.1.4.1.1.2.1")
                                  .text(0x00081155, "UI", "1.9.8")
                                  .text(0x00081160, "IS", "3\\5")
                                  .dataset();
    return DicomBytes()
        .sequence(0x00081199, {target})
        .text(0x0040A010, "CS", "INFERRED FROM")
        .text(0x0040A040, "CS", "IMAGE")
        .dataset();
}

struct Channels
{
    std::vector<QByteArray> definitions;
    QByteArray interpretation = "SS";
    int bits = 16;
    QByteArray data;
    std::uint32_t samples = 0;
    QByteArray padding;
};

QByteArray channel(const QByteArray& sensitivity, const QByteArray& correction, const QByteArray& baseline)
{
    return DicomBytes()
        .sequence(0x003A0208, {code("2:62", "MDC", "MDC_ECG_LEAD_AVR")})
        .text(0x003A0210, "DS", sensitivity)
        .sequence(0x003A0211, {code("uV", "UCUM", "microvolt")})
        .text(0x003A0212, "DS", correction)
        .text(0x003A0213, "DS", baseline)
        .text(0x003A0220, "DS", "0.05")
        .text(0x003A0221, "DS", "150")
        .dataset();
}

QByteArray recording(const Channels& channels, const QByteArray& sopClass = "1.2.840.10008.5.1.4.1.1.9.1.1")
{
    const std::uint32_t n = channels.samples;
    const QByteArray count{reinterpret_cast<const char*>(&n), 4};
    DicomBytes group;
    group.text(0x003A0004, "CS", "ORIGINAL").us(0x003A0005, static_cast<std::uint16_t>(channels.definitions.size()));
    group.bytes(0x003A0010, "UL", count).text(0x003A001A, "DS", "500").sequence(0x003A0200, channels.definitions);
    group.us(0x54001004, static_cast<std::uint16_t>(channels.bits)).text(0x54001006, "CS", channels.interpretation);
    if (!channels.padding.isEmpty()) {
        group.bytes(0x5400100A, "OW", channels.padding);
    }
    group.bytes(0x54001010, "OW", channels.data);
    const QByteArray note = DicomBytes()
                                .bytes(0x0040A0B0, "US", words({1, 1}))
                                .bytes(0x0040A132, "UL", QByteArray::fromHex("fb000000")) // sample 251
                                .text(0x00700006, "ST", "PVC")
                                .dataset();
    return header(sopClass).sequence(0x0040B020, {note}).sequence(0x54000100, {group.dataset()}).file(sopClass);
}

} // namespace

class DocumentReaderTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    Result<DocumentPtr> readFile(const QString& path, const QString& sopClass)
    {
        ImageAttributes object;
        object.path = path;
        object.record.instance.sopClass = sopClass;
        return DicomDocumentReader().readDocument(object, {});
    }

    Result<DocumentPtr> read(const QByteArray& bytes, const char* sopClass)
    {
        const QString path = m_folder.filePath(QStringLiteral("object"));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size()) {
            return Error{QStringLiteral("not written"), {}};
        }
        file.close();
        return readFile(path, QString::fromLatin1(sopClass));
    }

    template <typename T> const T* as(const Result<DocumentPtr>& document)
    {
        return document ? std::get_if<T>(&(*document)->content) : nullptr;
    }

private Q_SLOTS:
    void readsAReport()
    {
        constexpr char sopClass[] = "1.2.840.10008.5.1.4.1.1.88.33";
        const QByteArray observer = DicomBytes()
                                        .text(0x0040A027, "LO", "Clinic")
                                        .text(0x0040A030, "DT", "20260131120500+0100")
                                        .text(0x0040A075, "PN", "Doe^Jane")
                                        .dataset();
        DicomBytes d = header(sopClass);
        d.text(0x0040A040, "CS", "CONTAINER").sequence(0x0040A043, {code("18748-4", "LN", "Imaging Report")});
        d.sequence(0x0040A073, {observer}).text(0x0040A491, "CS", "COMPLETE").text(0x0040A493, "CS", "VERIFIED");
        d.sequence(0x0040A730, {textItem("<b>\xC3\x9C</b>"), numberItem("Value out of range"), imageItem()});
        const Result<DocumentPtr> document = read(d.file(sopClass), sopClass);
        const Report* report = as<Report>(document);
        QVERIFY(report);
        QCOMPARE((*document)->record.study.patient.id, QStringLiteral("P1"));
        QCOMPARE(report->title, QStringLiteral("Imaging Report"));
        QVERIFY(report->complete && report->verified && !report->preliminary);
        QCOMPARE(report->verifiers.size(), std::size_t(1));
        QCOMPARE(report->verifiers[0].name, QStringLiteral("Doe, Jane"));
        QCOMPARE(report->verifiers[0].date, QDate(2026, 1, 31));
        QCOMPARE(report->verifiers[0].time, QTime(12, 5));
        QCOMPARE(report->root.children.size(), std::size_t(3));
        const ContentItem& text = report->root.children[0];
        QCOMPARE(text.value, QStringLiteral("<b>Ü</b>")); // as it is: no mark-up for whoever shows it
        QCOMPARE(text.name, QStringLiteral("Finding"));
        QCOMPARE(text.nameCode, QStringLiteral("121071, DCM"));
        const ContentItem& number = report->root.children[1];
        QCOMPARE(number.value + QLatin1Char(' ') + number.unit, QStringLiteral("12.50 mmHg"));
        QCOMPARE(number.qualifier, QStringLiteral("Value out of range"));
        const ContentItem& image = report->root.children[2];
        QVERIFY(image.reference && image.relation == ContentItem::Relation::InferredFrom);
        QCOMPARE(image.reference->instance.text(), QStringLiteral("1.9.8"));
        QCOMPARE(image.reference->frames, (std::vector<int>{3, 5}));
    }

    void takesWhatIsNotSaidAsPartialAndNotVerified() // hazard: preliminary taken for final
    {
        constexpr char sopClass[] = "1.2.840.10008.5.1.4.1.1.88.11";
        const Result<DocumentPtr> document = read(header(sopClass).text(0x0040A040, "CS", "CONTAINER").file(sopClass), sopClass);
        const Report* report = as<Report>(document);
        QVERIFY(report && !report->complete && !report->verified);
    }

    void saysThatADamagedReportIsNotWhole()
    {
        constexpr char sopClass[] = "1.2.840.10008.5.1.4.1.1.88.11";
        const QByteArray whole = header(sopClass)
                                     .text(0x0040A040, "CS", "CONTAINER")
                                     .sequence(0x0040A730, {textItem("a"), textItem("b")})
                                     .file(sopClass);
        const Result<DocumentPtr> document = read(whole.left(whole.size() - 30), sopClass);
        const Report* report = as<Report>(document);
        QVERIFY(report);
        QCOMPARE(report->notes.size(), 1);
    }

    void boundsTheNumberOfItems()
    {
        constexpr char sopClass[] = "1.2.840.10008.5.1.4.1.1.88.11";
        const std::vector<QByteArray> many(25'000, textItem("x"));
        const Result<DocumentPtr> document =
            read(header(sopClass).text(0x0040A040, "CS", "CONTAINER").sequence(0x0040A730, many).file(sopClass), sopClass);
        const Report* report = as<Report>(document);
        QVERIFY(report);
        QCOMPARE(report->root.children.size(), std::size_t(19'999)); // with the root 20,000
        QCOMPARE(report->notes.size(), 1);
    }

    void turnsSamplesIntoMicrovolts_data()
    {
        QTest::addColumn<QByteArray>("interpretation");
        QTest::addColumn<int>("bits");
        QTest::addColumn<QByteArray>("data");
        QTest::addColumn<std::vector<double>>("stored");
        QTest::newRow("SS") << QByteArray("SS") << 16 << words({400, 0xFFFF}) << std::vector<double>{400, -1};
        QTest::newRow("US") << QByteArray("US") << 16 << words({400, 0xFFFF}) << std::vector<double>{400, 65535};
        QTest::newRow("SB") << QByteArray("SB") << 8 << QByteArray("\x7F\x80", 2) << std::vector<double>{127, -128};
        QTest::newRow("UB") << QByteArray("UB") << 8 << QByteArray("\x7F\x80", 2) << std::vector<double>{127, 128};
        QTest::newRow("SL") << QByteArray("SL") << 32 << words({1, 0, 0xFFFE, 0xFFFF}) << std::vector<double>{1, -2};
        QTest::newRow("UL") << QByteArray("UL") << 32 << words({1, 0, 2, 1}) << std::vector<double>{1, 65538};
    }

    void turnsSamplesIntoMicrovolts()
    {
        QFETCH(QByteArray, interpretation);
        QFETCH(int, bits);
        QFETCH(QByteArray, data);
        QFETCH(std::vector<double>, stored);
        const Channels channels{{channel("2.5", "2", "-10")}, interpretation, bits, data, 2, {}};
        const Result<DocumentPtr> document = read(recording(channels), "1.2.840.10008.5.1.4.1.1.9.1.1");
        const auto* waveform = as<WaveformRecording>(document);
        QVERIFY2(waveform, document ? "" : qPrintable(document.error().message));
        QVERIFY(waveform->electrocardiogram);
        const WaveformGroup& group = waveform->groups.at(0);
        QCOMPARE(group.frequency, 500.0);
        const WaveformChannel& lead = group.channels.at(0);
        QCOMPARE(lead.name, QStringLiteral("aVR"));
        QCOMPARE(lead.unit, QStringLiteral("uV"));
        QVERIFY(lead.filters.contains(QStringLiteral("150")));
        for (std::size_t i = 0; i < stored.size(); ++i) {
            QCOMPARE(lead.values[i], static_cast<float>(stored[i] * 5.0 - 10.0));
        }
        QCOMPARE(waveform->annotations.at(0).text, QStringLiteral("PVC"));
        QCOMPARE(waveform->annotations.at(0).seconds, std::vector<double>{0.5}); // position 251 of 500 a second, from 1
    }

    void takesChannelsApartAndPaddingOut()
    {
        const Channels channels{
            {channel("1", "1", "0"), channel("1", "1", "0")}, "SS", 16, words({1, 2, 3, 0x8000}), 2, words({0x8000})};
        const Result<DocumentPtr> document = read(recording(channels), "1.2.840.10008.5.1.4.1.1.9.1.1");
        const auto* waveform = as<WaveformRecording>(document);
        QVERIFY(waveform);
        const WaveformGroup& group = waveform->groups.at(0);
        QCOMPARE(group.channels[0].values, (std::vector<float>{1, 3}));
        QCOMPARE(group.channels[1].values[0], 2.0F);
        QVERIFY(std::isnan(group.channels[1].values[1]));
    }

    void refusesWhatItCannotDecodeWhole_data()
    {
        QTest::addColumn<QByteArray>("interpretation");
        QTest::addColumn<int>("bits");
        QTest::addColumn<quint32>("samples");
        QTest::newRow("mu-law") << QByteArray("MB") << 8 << 2U;
        QTest::newRow("samples missing") << QByteArray("SS") << 16 << 1000U;
        QTest::newRow("too many") << QByteArray("SS") << 16 << 0xFFFFFFF0U;
        QTest::newRow("bits that disagree") << QByteArray("SS") << 8 << 2U;
    }

    void refusesWhatItCannotDecodeWhole() // hazard: partial data shown as whole
    {
        QFETCH(QByteArray, interpretation);
        QFETCH(int, bits);
        QFETCH(quint32, samples);
        const Channels channels{{channel("1", "1", "0")}, interpretation, bits, words({1, 2}), samples, {}};
        const Result<DocumentPtr> document = read(recording(channels), "1.2.840.10008.5.1.4.1.1.9.1.1");
        QVERIFY(!document.ok());
        QVERIFY(!document.error().message.isEmpty());
    }

    void handsOutThePdfWithoutItsPadding()
    {
        constexpr char sopClass[] = "1.2.840.10008.5.1.4.1.1.104.1";
        DicomBytes d = header(sopClass);
        d.bytes(0x00420011, "OB", QByteArray("%PDF-1.4\0", 9) + QByteArray(1, '\0')).text(0x00420012, "LO", "application/pdf");
        d.bytes(0x00420015, "UL", QByteArray::fromHex("08000000"));
        const Result<DocumentPtr> document = read(d.file(sopClass), sopClass);
        const auto* file = as<EncapsulatedFile>(document);
        QVERIFY(file);
        QCOMPARE(file->bytes, QByteArray("%PDF-1.4"));
    }

    void readsAClinicalDocumentAndNoEntities()
    {
        constexpr char sopClass[] = "1.2.840.10008.5.1.4.1.1.104.2";
        const QByteArray xml = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><ClinicalDocument><title>Letter</title>"
                               "<component><section><title>Findings</title><text><paragraph>One &lt; two</paragraph>"
                               "<table><tr><td>a</td><td>b</td></tr></table>&x;</text></section></component></ClinicalDocument>";
        DicomBytes d = header(sopClass);
        d.bytes(0x00420011, "OB", xml + QByteArray(xml.size() % 2, '\0')).text(0x00420012, "LO", "text/xml");
        const Result<DocumentPtr> document = read(d.file(sopClass), sopClass);
        const auto* page = as<TextPage>(document);
        QVERIFY(page);
        QCOMPARE(page->title, QStringLiteral("Letter"));
        QVERIFY(page->blocks.size() >= 3);
        QCOMPARE(page->blocks[0].level, 2);
        QCOMPARE(page->blocks[0].text, QStringLiteral("Findings"));
        QCOMPARE(page->blocks[1].text, QStringLiteral("One < two"));
        QCOMPARE(page->blocks[2].text, QStringLiteral("a | b"));
        for (const TextPage::Block& block : page->blocks) {
            QVERIFY(!block.text.contains(QStringLiteral("root:")));
        }
    }

    void namesWhatHasNoPage_data()
    {
        QTest::addColumn<QByteArray>("sopClass");
        QTest::addColumn<QString>("says");
        QTest::newRow("plan") << QByteArray("1.2.840.10008.5.1.4.1.1.481.5") << QStringLiteral("RT Plan");
        QTest::newRow("sound") << QByteArray("1.2.840.10008.5.1.4.1.1.9.4.1") << QStringLiteral("Basic Voice Audio Waveform");
        QTest::newRow("private") << QByteArray("1.2.3.4.5") << QStringLiteral("does not know");
    }

    void namesWhatHasNoPage()
    {
        QFETCH(QByteArray, sopClass);
        QFETCH(QString, says);
        const Result<DocumentPtr> document = read(header(sopClass).file(sopClass), sopClass.constData());
        const auto* nothing = as<Unshown>(document);
        QVERIFY(nothing);
        QVERIFY2(nothing->sentence.contains(says), qPrintable(nothing->sentence));
    }

    void saysWherePixelsAreThatTheFileDoesNotHave()
    {
        constexpr char sopClass[] = "1.2.840.10008.5.1.4.1.1.7";
        DicomBytes d("1.2.840.10008.1.2.4.94");
        d.text(0x00080016, "UI", sopClass).text(0x00080018, "UI", "1.2.3.4").text(0x0020000D, "UI", "1.2.1");
        d.us(0x00280010, 64).us(0x00280011, 64).text(0x00287FE0, "UR", "https://server.example/jpip?target=1");
        const Result<DocumentPtr> document = read(d.file(sopClass), sopClass);
        const auto* nothing = as<Unshown>(document);
        QVERIFY(nothing);
        QVERIFY2(nothing->sentence.contains(QStringLiteral("an address on a server (JPIP)")), qPrintable(nothing->sentence));
    }

    void readsTheSampleEcg() // of Debian's python3-pydicom; values by pydicom's own decoder
    {
        const QString path = kSamples + QStringLiteral("waveform_ecg.dcm");
        if (!QFileInfo::exists(path)) {
            QSKIP("python3-pydicom is not installed");
        }
        const Result<DocumentPtr> document = readFile(path, QStringLiteral("1.2.840.10008.5.1.4.1.1.9.1.1"));
        const auto* waveform = as<WaveformRecording>(document);
        QVERIFY(waveform);
        QCOMPARE(waveform->groups.size(), std::size_t(2));
        const WaveformGroup& rhythm = waveform->groups[0];
        QCOMPARE(rhythm.samples, std::size_t(10000));
        QCOMPARE(rhythm.frequency, 1000.0);
        QCOMPARE(rhythm.channels.size(), std::size_t(12));
        QCOMPARE(rhythm.channels[0].name, QStringLiteral("I"));
        QCOMPARE(rhythm.channels[11].name, QStringLiteral("V6"));
        const std::array<float, 3> first{8.75F, 118.75F, 110.0F};
        for (std::size_t i = 0; i < first.size(); ++i) {
            QCOMPARE(rhythm.channels[i].values[500], first[i]);
        }
        QCOMPARE(waveform->annotations.size(), std::size_t(77));
    }
};

QTEST_GUILESS_MAIN(DocumentReaderTest)
#include "tst_DocumentReader.moc"
