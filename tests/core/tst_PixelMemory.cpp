#include "image/Frame.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

using namespace isocenter;

class TestPixelMemory : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void blocksAreAlignedAndApart_data()
    {
        QTest::addColumn<qulonglong>("bytes");
        for (const qulonglong bytes :
             {1ULL, 63ULL, 65535ULL, 65536ULL, 524288ULL, 525001ULL, 2097152ULL, 2097153ULL, 5000000ULL}) {
            QTest::addRow("%llu", bytes) << bytes;
        }
    }

    void blocksAreAlignedAndApart()
    {
        QFETCH(qulonglong, bytes);
        const auto size = static_cast<std::size_t>(bytes);
        std::vector<std::shared_ptr<std::byte>> blocks;
        for (int i = 0; i < 40; ++i) {
            blocks.push_back(allocatePixels(size));
            QCOMPARE(reinterpret_cast<std::uintptr_t>(blocks.back().get()) % 64, std::uintptr_t{0});
            std::memset(blocks.back().get(), i, size);
        }
        for (int i = 0; i < 40; i += 2) { // what is returned and taken again must not touch its neighbours
            blocks[static_cast<std::size_t>(i)] = allocatePixels(size);
            std::memset(blocks[static_cast<std::size_t>(i)].get(), 100 + i, size);
        }
        for (int i = 0; i < 40; ++i) {
            const std::byte expected{static_cast<unsigned char>(i % 2 ? i : 100 + i)};
            const std::byte* block = blocks[static_cast<std::size_t>(i)].get();
            QVERIFY(std::all_of(block, block + size, [expected](std::byte value) { return value == expected; }));
        }
    }

    void returnedBlocksAreTakenAgain()
    {
        const auto neighbour = allocatePixels(524288);
        auto block = allocatePixels(524288);
        const std::byte* place = block.get();
        block.reset();
        QCOMPARE(static_cast<const std::byte*>(allocatePixels(524288).get()), place);
    }

    void threadsTakeAndReturn()
    {
        std::vector<std::thread> threads;
        std::atomic<int> wrong{0};
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([t, &wrong] {
                std::vector<std::shared_ptr<std::byte>> held(7);
                for (std::size_t i = 0; i < 400; ++i) {
                    auto& place = held[i * 5 % held.size()];
                    const std::byte mark{static_cast<unsigned char>(t)};
                    if (place && (*place != mark || place.get()[99999] != mark)) {
                        ++wrong;
                    }
                    place = allocatePixels(100000 + i % 3 * 70000);
                    *place = place.get()[99999] = mark;
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(wrong.load(), 0);
    }
};

QTEST_APPLESS_MAIN(TestPixelMemory)
#include "tst_PixelMemory.moc"
