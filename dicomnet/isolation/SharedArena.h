#pragma once

#include <cstddef>

namespace isocenter {

/// Memory that two processes see under one file descriptor. Its size is fixed for good, so that neither side can take pages
/// away under the other; the pages exist, so that touching them cannot fail later. One thread.
class SharedArena
{
public:
    SharedArena() = default;
    SharedArena(SharedArena&& other) noexcept;
    SharedArena& operator=(SharedArena&& other) noexcept;
    SharedArena(const SharedArena&) = delete;
    SharedArena& operator=(const SharedArena&) = delete;
    ~SharedArena();

    /// Not ok() if the system has not that much memory.
    static SharedArena create(std::size_t bytes);
    /// The other side: takes the descriptor over, and closes it once mapped.
    static SharedArena map(int descriptor);

    bool ok() const { return m_address != nullptr; }
    std::size_t size() const { return m_size; }
    char* data() const { return m_address; }
    int descriptor() const { return m_descriptor; } ///< -1 on the other side

private:
    bool mapPages();

    int m_descriptor = -1;
    std::size_t m_size = 0;
    char* m_address = nullptr;
};

} // namespace isocenter
