#pragma once

#include "base/Result.h"

#include <memory>

namespace isocenter {

/// An OpenGL 3.2 core context without any window system, on a graphics card if there is one, else in software.
/// Belongs to the thread that makes it current.
class EglContext
{
public:
    static Result<std::shared_ptr<EglContext>> create();
    ~EglContext();
    EglContext(const EglContext&) = delete;
    EglContext& operator=(const EglContext&) = delete;

    bool makeCurrent();
    bool isCurrent() const;
    void release();
    bool isSoftware() const { return m_software; }

private:
    EglContext() = default;
    bool open(void* display);

    void* m_display = nullptr;
    void* m_context = nullptr;
    bool m_software = true;
};

} // namespace isocenter
