#pragma once

#include "offscreen/plugin/EglContext.h"

#include <vtkGenericOpenGLRenderWindow.h>

namespace isocenter {

/// VTK's window on an EglContext: it draws into a framebuffer of its own and shows nothing. One thread.
class EglRenderWindow : public vtkGenericOpenGLRenderWindow
{
public:
    static EglRenderWindow* New();

    /// Before anything else; the window shares the context.
    void setContext(const std::shared_ptr<EglContext>& context);
    void MakeCurrent() override;
    bool IsCurrent() override;
    int SupportsOpenGL() override { return 1; }
    void OpenGLInitContext() override;
    void Frame() override {}

protected:
    EglRenderWindow() = default;
    ~EglRenderWindow() override = default;

private:
    std::shared_ptr<EglContext> m_context;
};

} // namespace isocenter
