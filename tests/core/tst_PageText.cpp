#include "document/Headline.h"
#include "document/PageText.h"

#include "support/FakeDocuments.h"

#include <QElapsedTimer>
#include <QLocale>
#include <QTest>

#include <algorithm>

using namespace isocenter;
using namespace isocenter::test;

using Type = ContentItem::Type;
using Relation = ContentItem::Relation;
using Kind = PageText::Block::Kind;

namespace {

ContentItem with(ContentItem item, std::vector<ContentItem> children)
{
    item.children = std::move(children);
    return item;
}

ContentItem coded(ContentItem item, const char* code)
{
    item.nameCode = QLatin1String(code);
    return item;
}

ContentItem region(const QString& shape, int points, Relation relation)
{
    ContentItem item = entry(Type::Region, {}, shape, relation);
    item.points = points;
    return item;
}

QString textOf(const Report& report, const PlaceOf& placeOf = {})
{
    return plainText(pageText(report), placeOf);
}

QStringList linesOf(const Report& report, const PlaceOf& placeOf = {})
{
    return textOf(report, placeOf).split(QLatin1Char('\n'), Qt::SkipEmptyParts);
}

QString cell(const PageText::Block& table, std::size_t row, std::size_t column)
{
    QString text;
    for (const PageText::Run& run : table.rows[row][column]) {
        text += run.text;
    }
    return text;
}

const PageText::Block* firstOf(const PageText& page, Kind kind)
{
    const auto found = std::find_if(page.blocks.begin(), page.blocks.end(), [kind](const auto& b) { return b.kind == kind; });
    return found == page.blocks.end() ? nullptr : &*found;
}

Document documentOf(decltype(Document::content) content, const QString& sopClass = kBasicText)
{
    ObjectSpec spec;
    spec.sopClass = sopClass;
    return {objectOf(spec)->record, std::move(content)};
}

} // namespace

/// Expected texts are written by hand from PS3.3 C.17.3 and PS3.16 TID 1500, 5000 and 2000.
class TestPageText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void valuesStandBehindTheirNames()
    {
        ContentItem date = entry(Type::Date, QStringLiteral("Study Date"), QStringLiteral("20240309"));
        date.date = QDate(2024, 3, 9);
        ContentItem badDate = entry(Type::Date, QStringLiteral("Birth"), QStringLiteral("soon"));
        ContentItem failed = number(QStringLiteral("Gradient"), {}, QStringLiteral("mmHg"));
        failed.qualifier = QStringLiteral("Measurement failure");
        const QStringList lines =
            linesOf(reportOf({entry(Type::Text, QStringLiteral("Finding"), QStringLiteral("No mass.")),
                              entry(Type::Code, QStringLiteral("Laterality"), QStringLiteral("Left")),
                              number(QStringLiteral("Diameter"), QStringLiteral("12.50"), QStringLiteral("mm")),
                              entry(Type::Person, QStringLiteral("Reader"), QStringLiteral("DOE, Jane")), date, badDate, failed,
                              entry(Type::Text, QStringLiteral("Comment"))}));
        const QStringList expected{
            QStringLiteral("Finding: No mass."),  QStringLiteral("Laterality: Left"),
            QStringLiteral("Diameter: 12.50 mm"), // as written: no digit is dropped
            QStringLiteral("Reader: DOE, Jane"),  QStringLiteral("Study Date: ") + momentText(QDate(2024, 3, 9), {}),
            QStringLiteral("Birth: soon"),        QStringLiteral("Gradient: no value (Measurement failure)"),
            QStringLiteral("Comment: (empty)")};
        QCOMPARE(lines, expected);
    }

    void datesAlwaysHaveFourDigitsOfTheYear()
    {
        QVERIFY(momentText(QDate(1934, 3, 9), {}).contains(QStringLiteral("1934")));
        QCOMPARE(momentText({}, QTime(14, 5), QStringLiteral("+0100")), QStringLiteral("14:05 UTC+0100"));
        QCOMPARE(momentText({}, QTime(14, 5, 7)), QStringLiteral("14:05:07"));
        QVERIFY(momentText({}, {}).isEmpty());
    }

    void modifiersStandWithWhatTheyModify() // hazard: wrong side
    {
        const ContentItem side = entry(Type::Code, QStringLiteral("Laterality"), QStringLiteral("Right"), Relation::Modifier);
        const ContentItem site =
            with(entry(Type::Code, QStringLiteral("Finding Site"), QStringLiteral("Breast"), Relation::Modifier), {side});
        const QStringList lines =
            linesOf(reportOf({with(entry(Type::Code, QStringLiteral("Finding"), QStringLiteral("Mass")), {site})}));
        QCOMPARE(lines, QStringList{QStringLiteral("Finding: Mass (Finding Site: Breast (Laterality: Right))")});
    }

    void nothingOfTheTreeIsLeftOut()
    {
        // Every kind of item below every relation: each value must be somewhere on the page.
        const Relation relations[] = {Relation::None,         Relation::Contains,           Relation::Context,
                                      Relation::Modifier,     Relation::Properties,         Relation::InferredFrom,
                                      Relation::SelectedFrom, Relation::AcquisitionContext, Relation::Other};
        const Type types[] = {Type::Text, Type::Code,   Type::Number, Type::Date,
                              Type::Uid,  Type::Person, Type::Table,  Type::Other};
        std::vector<ContentItem> parents;
        QStringList values;
        int n = 0;
        for (const Type parentType : {Type::Container, Type::Text, Type::Code, Type::Number}) {
            for (const Relation relation : relations) {
                for (const Type type : types) {
                    const QString value = QStringLiteral("v%1v").arg(++n);
                    ContentItem parent = entry(parentType, QStringLiteral("Parent"), QStringLiteral("p%1p").arg(n));
                    parent.children.push_back(
                        with(entry(type, QStringLiteral("Name"), value, relation),
                             {entry(Type::Text, QStringLiteral("Deep"), QStringLiteral("d%1d").arg(n), Relation::Contains)}));
                    parents.push_back(parent);
                    values << value << QStringLiteral("d%1d").arg(n);
                    if (parentType != Type::Container) {
                        values << QStringLiteral("p%1p").arg(n);
                    }
                }
            }
        }
        const QString text = textOf(reportOf(parents));
        for (const QString& value : std::as_const(values)) {
            QVERIFY2(text.contains(value), qPrintable(value));
        }
    }

    void neighbouringNumbersAreATable()
    {
        ContentItem mean = number(QStringLiteral("Crown Rump Length"), QStringLiteral("4.00"), QStringLiteral("cm"));
        mean.children = {entry(Type::Code, QStringLiteral("Derivation"), QStringLiteral("Mean"), Relation::Modifier)};
        ContentItem measured = number(QStringLiteral("Crown Rump Length"), QStringLiteral("3.90"), QStringLiteral("cm"));
        measured.children = {with(region(QStringLiteral("POLYLINE"), 2, Relation::InferredFrom),
                                  {imageEntry(InstanceUid(QStringLiteral("1.9")), {}, Relation::SelectedFrom)})};
        const PageText page = pageText(reportOf({container(QStringLiteral("Biometry"), {measured, mean})}));
        const PageText::Block* table = firstOf(page, Kind::Table);
        QVERIFY(table);
        QCOMPARE(table->columns.size(), 4);
        QCOMPARE(table->rows.size(), std::size_t{2});
        QCOMPARE(cell(*table, 0, 0), QStringLiteral("Crown Rump Length"));
        QCOMPARE(cell(*table, 0, 1), QStringLiteral("3.90 cm"));
        QVERIFY(cell(*table, 0, 2).isEmpty());
        QCOMPARE(cell(*table, 0, 3), QStringLiteral("polyline of 2 points on image"));
        QCOMPARE(cell(*table, 1, 1), QStringLiteral("4.00 cm"));
        QCOMPARE(cell(*table, 1, 2), QStringLiteral("Derivation: Mean"));
        // Without details or sources there are no columns for them; one number alone is a line.
        const PageText plain = pageText(reportOf(
            {number(QStringLiteral("A"), QStringLiteral("1"), {}), number(QStringLiteral("B"), QStringLiteral("2"), {})}));
        QCOMPARE(firstOf(plain, Kind::Table)->columns.size(), 2);
        QVERIFY(!firstOf(pageText(reportOf({number(QStringLiteral("A"), QStringLiteral("1"), {})})), Kind::Table));
    }

    void sectionsAreHeadingsByDepth()
    {
        const PageText page = pageText(reportOf(
            {container(QStringLiteral("Findings"), {entry(Type::Text, QStringLiteral("Finding"), QStringLiteral("None.")),
                                                    container(QStringLiteral("Liver"), {})})}));
        QCOMPARE(page.blocks.size(), std::size_t{3});
        QCOMPARE(page.blocks[0].kind, Kind::Heading);
        QCOMPARE(page.blocks[0].level, 1);
        QCOMPARE(page.blocks[1].runs.front().text, QStringLiteral("None.")); // "Finding" below "Findings" says it once
        QCOMPARE(page.blocks[2].level, 2);
    }

    void measurementGroupsGoByTheirTrackingIdentifier()
    {
        const ContentItem id =
            coded(entry(Type::Text, QStringLiteral("Tracking Identifier"), QStringLiteral("Nodule 1"), Relation::Context),
                  "112039, DCM");
        const QStringList lines = linesOf(
            reportOf({container(QStringLiteral("Measurement Group"),
                                {id, number(QStringLiteral("Diameter"), QStringLiteral("10.0"), QStringLiteral("mm"))})}));
        QCOMPARE(lines, (QStringList{QStringLiteral("Measurement Group · Nodule 1"), QStringLiteral("Diameter: 10.0 mm")}));
    }

    void whatLiesBelowAnEntryIsIndented()
    {
        ContentItem basis =
            container(QStringLiteral("Detections"), {entry(Type::Code, QStringLiteral("Detection"), QStringLiteral("Mass"))});
        basis.relation = Relation::InferredFrom;
        const PageText page =
            pageText(reportOf({with(entry(Type::Code, QStringLiteral("Summary"), QStringLiteral("Findings")), {basis})}));
        QCOMPARE(page.blocks.size(), std::size_t{3});
        QCOMPARE(page.blocks[0].level, 0);
        QCOMPARE(page.blocks[1].kind, Kind::Paragraph);
        QCOMPARE(page.blocks[1].level, 1);
        QCOMPARE(page.blocks[1].runs.front().text, QStringLiteral("Inferred from: Detections"));
        QCOMPARE(page.blocks[2].level, 2);
    }

    void observersStandBelowTheFindings()
    {
        const ContentItem observer =
            coded(entry(Type::Person, QStringLiteral("Person Observer Name"), QStringLiteral("DOE, Jane"), Relation::Context),
                  "121008, DCM");
        const ContentItem fetus =
            coded(entry(Type::Code, QStringLiteral("Subject Class"), QStringLiteral("Fetus"), Relation::Context), "121024, DCM");
        const QStringList lines =
            linesOf(reportOf({observer, fetus, entry(Type::Text, QStringLiteral("Finding"), QStringLiteral("Normal."))}));
        QCOMPARE(lines, (QStringList{QStringLiteral("Subject Class: Fetus"), QStringLiteral("Finding: Normal."),
                                     QStringLiteral("About this report"), QStringLiteral("Person Observer Name: DOE, Jane")}));
    }

    void continuousTextsReadOn()
    {
        ContentItem prose =
            container(QStringLiteral("History"), {entry(Type::Text, QStringLiteral("Description"), QStringLiteral("A lesion of")),
                                                  number(QStringLiteral("Diameter"), QStringLiteral("1.5"), QStringLiteral("cm")),
                                                  entry(Type::Text, QStringLiteral("Description"), QStringLiteral(", seen by")),
                                                  entry(Type::Person, QStringLiteral("Physician"), QStringLiteral("MASON")),
                                                  entry(Type::Text, QStringLiteral("Description"), QStringLiteral("."))});
        prose.continuous = true;
        QCOMPARE(linesOf(reportOf({prose})).last(), QStringLiteral("A lesion of 1.5 cm, seen by MASON."));
        // Some programs mark groups of measurements as continuous: a value never stands without its name.
        ContentItem group = container(QStringLiteral("Measurement Group"),
                                      {entry(Type::Code, QStringLiteral("Finding"), QStringLiteral("Nodule")),
                                       number(QStringLiteral("Diameter"), QStringLiteral("10"), QStringLiteral("mm")),
                                       entry(Type::Text, QStringLiteral("Comment"), QStringLiteral("spiculated"))});
        group.continuous = true;
        QVERIFY(textOf(reportOf({group})).contains(QStringLiteral("Diameter: 10 mm")));
    }

    void referencesSayWhereOrThatTheyAreNotHere()
    {
        const Report report =
            reportOf({imageEntry(InstanceUid(QStringLiteral("1.9")), {3, 5}), imageEntry(InstanceUid(QStringLiteral("1.8")))});
        const PlaceOf places = [](const ObjectReference& reference) {
            return reference.instance.text() == QLatin1String("1.9") ? QStringLiteral("series 3, image 12") : QString();
        };
        QCOMPARE(linesOf(report, places), (QStringList{QStringLiteral("series 3, image 12, frames 3, 5"),
                                                       QStringLiteral("image (not in the open study)")}));
    }

    void entriesByReferenceNameWhatTheyMean()
    {
        const Report report = reportOf(
            {container(QStringLiteral("Findings"), {number(QStringLiteral("Volume"), QStringLiteral("7"), QStringLiteral("mL"))}),
             entry(Type::SameAs, {}, QStringLiteral("1.1.1"), Relation::InferredFrom),
             entry(Type::SameAs, {}, QStringLiteral("1.9.9"), Relation::InferredFrom)});
        const QStringList lines = linesOf(report);
        QCOMPARE(lines.value(2), QStringLiteral("inferred from see \"Volume: 7 mL\""));
        QCOMPARE(lines.value(3), QStringLiteral("inferred from entry 1.9.9 of this report"));
    }

    void hostileTextsStayText()
    {
        const QString hostile = QStringLiteral("<b>x</b>\r\nline\u202Etxet\u0007");
        const QString text = textOf(reportOf({entry(Type::Text, QStringLiteral("<i>n"), hostile)}));
        QVERIFY(text.contains(QStringLiteral("<b>x</b>\nline")));
        QVERIFY(!text.contains(QChar(0x202E)) && !text.contains(QChar(7)));
        QVERIFY(text.contains(QStringLiteral("<i>n")));
        const QString longer = textOf(reportOf({entry(Type::Text, {}, QString(150'000, QLatin1Char('x')))}));
        QVERIFY(longer.size() < 101'000);
        QVERIFY(longer.contains(QStringLiteral("[50000 more characters are not shown]")));
    }

    void tooLongAReportSaysSo() // hazard: a part taken for the whole
    {
        std::vector<ContentItem> items(30, entry(Type::Text, QStringLiteral("T"), QString(99'000, QLatin1Char('x'))));
        const PageText page = pageText(reportOf(items));
        QCOMPARE(page.notes.size(), 1);
        QVERIFY(page.notes.first().contains(QStringLiteral("NOT complete")));
        QVERIFY(pageText(reportOf({items.front()})).notes.isEmpty());
    }

    void deepTreesEnd()
    {
        ContentItem item = entry(Type::Text, QStringLiteral("T"), QStringLiteral("bottom"));
        for (int i = 0; i < 64; ++i) {
            item = i % 2 ? container(QStringLiteral("C"), {item})
                         : with(entry(Type::Code, QStringLiteral("K"), QStringLiteral("v")), {item});
        }
        QVERIFY(textOf(reportOf({item})).contains(QStringLiteral("bottom")));
    }

    void clinicalDocumentsKeepTheirHeadings()
    {
        const PageText page =
            pageText(TextPage{QStringLiteral("Letter"), {{1, QStringLiteral("Plan")}, {0, QStringLiteral("Rest.")}}, {}});
        QCOMPARE(page.blocks.size(), std::size_t{2});
        QCOMPARE(page.blocks[0].kind, Kind::Heading);
        QCOMPARE(page.blocks[1].kind, Kind::Paragraph);
        QCOMPARE(page.blocks[1].runs.front().text, QStringLiteral("Rest."));
    }

    void headlineSaysWhatTheReportIs()
    {
        Report report = reportOf({});
        report.authors = {QStringLiteral("DOE, Jane")};
        report.verifiers = {{QStringLiteral("ROE, Rick"), QStringLiteral("Clinic"), QDate(2024, 3, 10), QTime(8, 0)}};
        report.predecessors = 1;
        const Headline line = headline(documentOf(report));
        QCOMPARE(line.title, QStringLiteral("Radiology Report"));
        QCOMPARE(line.kind, QStringLiteral("Basic Text SR"));
        QVERIFY(line.cautions.isEmpty());
        const QString facts = line.facts.join(QLatin1Char('|'));
        QVERIFY(facts.contains(QStringLiteral("by DOE, Jane")));
        QVERIFY(facts.contains(QStringLiteral("complete")));
        QVERIFY(facts.contains(QStringLiteral("verified by ROE, Rick, Clinic, ")));
        QVERIFY(facts.contains(QStringLiteral("follows 1 earlier document")));
    }

    void preliminaryIsNeverTakenForFinal() // hazard: preliminary taken for final
    {
        Report report = reportOf({});
        report.complete = false;
        report.verified = false;
        report.preliminary = true;
        report.completionText = QStringLiteral("images 1 to 5 only");
        report.notes = {QStringLiteral("The file is damaged: this report may NOT be complete.")};
        const QStringList cautions = headline(documentOf(report)).cautions;
        QCOMPARE(cautions.size(), 4);
        QVERIFY(cautions[0].startsWith(QStringLiteral("PARTIAL")) && cautions[0].contains(report.completionText));
        QVERIFY(cautions[1].startsWith(QStringLiteral("PRELIMINARY")));
        QVERIFY(cautions[2].startsWith(QStringLiteral("UNVERIFIED")));
        QCOMPARE(cautions[3], report.notes.first());
        // A selection of key objects has no such flags.
        QVERIFY(headline(documentOf(reportOf({}), QStringLiteral("1.2.840.10008.5.1.4.1.1.88.59"))).cautions.isEmpty());
    }

    void marksOfAProgramAreCalledComputed() // hazard: CAD mark taken as truth
    {
        for (const char* sopClass :
             {"1.2.840.10008.5.1.4.1.1.88.50", "1.2.840.10008.5.1.4.1.1.88.65", "1.2.840.10008.5.1.4.1.1.88.69"}) {
            const QStringList cautions = headline(documentOf(reportOf({}), QString::fromLatin1(sopClass))).cautions;
            QCOMPARE(cautions.size(), 1);
            QVERIFY(cautions.first().startsWith(QStringLiteral("COMPUTED")));
        }
    }

    void headlineNamesWhatHasNoTitle()
    {
        QCOMPARE(headline(documentOf(Unshown{QStringLiteral("x")}, kPlan)).title, QStringLiteral("RT Plan"));
        QCOMPARE(headline(documentOf(EncapsulatedFile{{}, QStringLiteral("Letter"), {}}, kEncapsulatedPdf)).title,
                 QStringLiteral("Letter"));
        QVERIFY(!headline(documentOf(Unshown{}, QStringLiteral("1.2.3"))).title.isEmpty());
        WaveformRecording recording;
        recording.notes = {QStringLiteral("Group 2 is NOT shown.")};
        QCOMPARE(headline(documentOf(recording, kTwelveLeads)).cautions, recording.notes);
    }
};

QTEST_GUILESS_MAIN(TestPageText)
#include "tst_PageText.moc"
