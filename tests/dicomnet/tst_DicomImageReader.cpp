#include "reader/DicomImageReader.h"
#include "support/Dicom.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace isocenter;

class DicomImageReaderTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsHeaderFrameAndElements()
    {
        const QString path = write(test::ImageSpec{}, QStringLiteral("whole"));
        const DicomImageReader reader;
        const Result<ImagePtr> image = reader.readHeader(path);
        QVERIFY(image.ok());
        const Result<FramePtr> frame = reader.readFrame(**image, 0, CancelToken());
        QVERIFY(frame.ok());
        QCOMPARE((*frame)->rows(), 8);
        QCOMPARE((*frame)->at(7, 7), 63.0);
        const auto elements = reader.readElements(path);
        QVERIFY(elements.ok());
        QVERIFY(elements->size() > 20);
    }

    void neverShowsPartOfAFrame()
    {
        const QString path = write(test::ImageSpec{}, QStringLiteral("cut"));
        QVERIFY(QFile::resize(path, QFile(path).size() - 1));
        const DicomImageReader reader;
        const Result<ImagePtr> image = reader.readHeader(path);
        QVERIFY(image.ok());
        const Result<FramePtr> frame = reader.readFrame(**image, 0, CancelToken());
        QVERIFY(!frame.ok());
        QVERIFY(!frame.error().message.isEmpty());
    }

    void servesManyThreads()
    {
        const DicomImageReader reader;
        QStringList paths;
        for (int i = 1; i <= 40; ++i) {
            test::ImageSpec spec;
            spec.instance = i;
            paths << write(spec, QStringLiteral("many%1").arg(i));
        }
        std::atomic<int> good{0};
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&] {
                for (int i = 0; i < paths.size(); ++i) {
                    const Result<ImagePtr> image = reader.readHeader(paths[i]);
                    good += image.ok() && (*image)->record.instance.number == i + 1 &&
                            reader.readFrame(**image, 0, CancelToken()).ok();
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(good.load(), 160);
    }

private:
    QString write(const test::ImageSpec& spec, const QString& name)
    {
        QFile file(m_folder.filePath(name));
        const QByteArray bytes = test::imageFile(spec);
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }

    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(DicomImageReaderTest)
#include "tst_DicomImageReader.moc"
