#include <vtk_glew.h>

#include "offscreen/plugin/EglRenderWindow.h"

#include <vtkObjectFactory.h>

namespace isocenter {

vtkStandardNewMacro(EglRenderWindow);

void EglRenderWindow::setContext(const std::shared_ptr<EglContext>& context)
{
    m_context = context;
    SetShowWindow(false);
    SetUseOffScreenBuffers(true);
    SetOwnContext(0);
    SetMultiSamples(0);
    SetReadyForRendering(true);
    SetFrameBlitModeToNoBlit();
}

void EglRenderWindow::MakeCurrent()
{
    if (m_context) {
        m_context->makeCurrent();
    }
}

bool EglRenderWindow::IsCurrent()
{
    return m_context && m_context->isCurrent();
}

void EglRenderWindow::OpenGLInitContext()
{
    if (Initialized) {
        return;
    }
    glewExperimental = GL_TRUE;
    const GLenum result = glewInit();
    // Without an X server GLEW has everything but GLX, and says so.
    GlewInitValid = result == GLEW_OK || result == GLEW_ERROR_NO_GLX_DISPLAY;
    Initialized = GlewInitValid;
}

} // namespace isocenter
