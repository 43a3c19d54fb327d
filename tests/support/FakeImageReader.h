#pragma once

#include "archive/FrameCache.h"
#include "image/ImageReader.h"
#include "image/ImageSeries.h"
#include "work/WorkQueue.h"

#include <Eigen/Core>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <vector>

namespace isocenter::test {

/// An ImageReader without files: frames by path and number, failures on demand, and a gate that holds answers back until the
/// test lets them go. Never sleeps. All functions may be called from any thread. A held read answers when it is released even
/// if it was cancelled meanwhile, as a slow disk does; call releaseAll() before the work queue dies (FakeServices does).
class FakeImageReader : public ImageReader
{
public:
    /// Stored value of one sample of frame `frame`.
    using Pixels = std::function<int(int frame, int row, int column)>;

    void add(const ImagePtr& image, Pixels pixels);
    void fail(const QString& path, int frame, const QString& message);
    void setElements(const QString& path, std::vector<Element> elements);

    void setHolding(bool hold);         ///< from now on reads wait; false lets all go
    std::vector<FrameKey> held() const; ///< reads waiting now, oldest first
    void release(const FrameKey& key);  ///< lets one that waits answer
    void releaseAll() { setHolding(false); }
    int reads() const; ///< begun so far, whatever came of them

    Result<ImagePtr> readHeader(const QString& path) const override;
    Result<FramePtr> readFrame(const ImageAttributes& image, int frame, const CancelToken& cancel) const override;
    Result<std::vector<Element>> readElements(const QString& path) const override;

private:
    struct Waiting
    {
        FrameKey key;
        bool released = false;
    };
    void wait(std::unique_lock<std::mutex>& lock, const FrameKey& key) const;

    mutable std::mutex m_mutex;
    mutable std::condition_variable m_wake;
    mutable std::vector<std::shared_ptr<Waiting>> m_waiting;
    mutable int m_reads = 0;
    bool m_hold = false;
    std::map<QString, std::pair<ImagePtr, Pixels>> m_images;
    std::map<std::pair<QString, int>, QString> m_failures;
    std::map<QString, std::vector<Element>> m_elements;
};

/// What a made-up series looks like. Signed 16-bit grey; stored value 100 * (slice + 1) everywhere unless `pixels` says more.
struct SeriesSpec
{
    QString patientId = QStringLiteral("P1");
    QString patientName = QStringLiteral("Test^Anna");
    int study = 1;
    int series = 1;
    QString modality = QStringLiteral("CT");
    QString description = QStringLiteral("Thorax");
    int rows = 16;
    int columns = 16;
    int count = 5;
    bool multiframe = false; ///< one instance of `count` frames instead of `count` instances
    bool hasPlane = true;
    Eigen::Vector3d origin = Eigen::Vector3d::Zero(); ///< centre of the first slice's first pixel, LPS mm
    Eigen::Vector3d right = Eigen::Vector3d::UnitX();
    Eigen::Vector3d down = Eigen::Vector3d::UnitY();
    double columnSpacing = 1;
    double rowSpacing = 1;
    double step = 2;                                            ///< mm between slices along the normal
    QString frameOfReference = QStringLiteral("1.2.826.0.1.9"); ///< may be empty
    QString unit = QStringLiteral("HU");
    std::vector<Window> windows{{40, 400, VoiFunction::Linear, {}}};
    quint64 generation = 1;
    FakeImageReader::Pixels pixels;
};

/// Makes the series known to the reader and gives it back as the program groups it. Paths and UIDs follow from patient, study,
/// series and slice, so the same spec with a larger count is the same series grown.
ImageSeriesPtr addSeries(FakeImageReader& reader, const SeriesSpec& spec);

/// Reader, cache and queue together, in the order in which they may die.
struct FakeServices
{
    explicit FakeServices(int threads = 2, std::size_t cacheBytes = std::size_t{64} << 20) : cache(cacheBytes), queue(threads) {}
    ~FakeServices() { reader.releaseAll(); }

    FakeImageReader reader;
    FrameCache cache;
    WorkQueue queue;
};

} // namespace isocenter::test
