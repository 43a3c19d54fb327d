#pragma once

#include "codec/VideoTask.h"

#include <memory>
#include <vector>

struct AVIOContext;

namespace isocenter {

/// The fragments of a DICOM file as the one stream that they are together, for libavformat; nothing is copied. One thread.
class FragmentStream
{
public:
    /// Takes the descriptor over.
    FragmentStream(int descriptor, std::vector<StreamPart> parts);
    ~FragmentStream();
    FragmentStream(const FragmentStream&) = delete;
    FragmentStream& operator=(const FragmentStream&) = delete;

    std::int64_t size() const { return m_size; }
    /// Bytes from `at` on; fewer at the end, or where the file cannot be read.
    int read(std::int64_t at, std::uint8_t* to, int bytes) const;

    /// From the beginning; belongs to the stream and must not outlive it.
    AVIOContext* rewound();

private:
    static int readNext(void* self, std::uint8_t* to, int bytes);
    static std::int64_t seek(void* self, std::int64_t offset, int whence);
    void freeContext();

    int m_descriptor;
    std::vector<StreamPart> m_parts;
    std::vector<std::int64_t> m_starts; ///< in the stream, one a part
    std::int64_t m_size = 0;
    std::int64_t m_at = 0;
    AVIOContext* m_context = nullptr;
};

} // namespace isocenter
