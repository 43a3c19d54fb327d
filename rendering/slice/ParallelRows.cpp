#include "slice/ParallelRows.h"

#include <QThreadPool>

#include <algorithm>
#include <atomic>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

namespace isocenter {

namespace {

/// Outlives the call: a helper that starts late finds no strip left and must not touch the caller's stack.
struct Strips
{
    int rows = 0;
    int rowsPerStrip = 1;
    int count = 0;
    const std::function<void(int, int)>* work = nullptr;
    std::atomic<int> next{0};
    std::atomic<int> done{0};
    std::mutex mutex;
    std::exception_ptr error;

    void run()
    {
        for (int i = next.fetch_add(1); i < count; i = next.fetch_add(1)) {
            try {
                (*work)(i * rowsPerStrip, std::min(rows, (i + 1) * rowsPerStrip));
            } catch (...) {
                const std::lock_guard lock(mutex);
                error = std::current_exception();
            }
            done.fetch_add(1, std::memory_order_release);
        }
    }
};

} // namespace

void forRows(int rows, int rowsPerStrip, const std::function<void(int first, int last)>& work)
{
    const int count = rows <= 0 ? 0 : (rows + rowsPerStrip - 1) / rowsPerStrip;
    if (count <= 1) {
        if (count == 1) {
            work(0, rows);
        }
        return;
    }
    const auto strips = std::make_shared<Strips>();
    strips->rows = rows;
    strips->rowsPerStrip = rowsPerStrip;
    strips->count = count;
    strips->work = &work;
    QThreadPool* pool = QThreadPool::globalInstance();
    const int helpers = std::min(count, pool->maxThreadCount()) - 1;
    for (int i = 0; i < helpers && pool->tryStart([strips] { strips->run(); }); ++i) {
    }
    strips->run();
    while (strips->done.load(std::memory_order_acquire) < count) { // at most what is left of a helper's strip
        std::this_thread::yield();
    }
    const std::lock_guard lock(strips->mutex);
    if (strips->error) {
        std::rethrow_exception(strips->error);
    }
}

} // namespace isocenter
