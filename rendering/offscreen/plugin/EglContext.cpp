#include <vtk_glew.h>

#include "offscreen/plugin/EglContext.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <QByteArray>
#include <QCoreApplication>

#include <vector>

namespace isocenter {

namespace {

/// Graphics cards first; those that are a program on the processor are left to Mesa's own choice below.
std::vector<EGLDisplay> displays()
{
    std::vector<EGLDisplay> result;
    const auto queryDevices = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
    const auto queryString = reinterpret_cast<PFNEGLQUERYDEVICESTRINGEXTPROC>(eglGetProcAddress("eglQueryDeviceStringEXT"));
    EGLDeviceEXT devices[16];
    EGLint count = 0;
    if (queryDevices && queryString && queryDevices(16, devices, &count)) {
        for (EGLint i = 0; i < count; ++i) {
            const QByteArray extensions = queryString(devices[i], EGL_EXTENSIONS);
            if (!extensions.contains("EGL_MESA_device_software")) {
                result.push_back(eglGetPlatformDisplay(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr));
            }
        }
    }
    result.push_back(eglGetPlatformDisplay(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr));
    return result;
}

} // namespace

bool EglContext::open(void* display)
{
    if (display == EGL_NO_DISPLAY || !eglInitialize(display, nullptr, nullptr) || !eglBindAPI(EGL_OPENGL_API)) {
        return false;
    }
    const EGLint wanted[] = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0, EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (!eglChooseConfig(display, wanted, &config, 1, &count)) {
        return false;
    }
    const EGLint version[] = {
        EGL_CONTEXT_MAJOR_VERSION,           3,       EGL_CONTEXT_MINOR_VERSION, 2, EGL_CONTEXT_OPENGL_PROFILE_MASK,
        EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
    m_context = eglCreateContext(display, count > 0 ? config : EGL_NO_CONFIG_KHR, EGL_NO_CONTEXT, version);
    if (m_context == EGL_NO_CONTEXT) {
        m_context = nullptr;
        return false;
    }
    m_display = display;
    if (makeCurrent()) {
        return true;
    }
    eglDestroyContext(display, m_context);
    m_context = nullptr;
    return false;
}

Result<std::shared_ptr<EglContext>> EglContext::create()
{
    const std::shared_ptr<EglContext> context(new EglContext);
    for (const EGLDisplay display : displays()) {
        if (context->open(display)) {
            const auto getString = reinterpret_cast<const GLubyte* (*)(GLenum)>(eglGetProcAddress("glGetString"));
            const QByteArray name = getString ? reinterpret_cast<const char*>(getString(GL_RENDERER)) : "";
            context->m_software =
                name.isEmpty() || name.contains("llvmpipe") || name.contains("softpipe") || name.contains("swrast");
            return context;
        }
    }
    return Error{QCoreApplication::translate("EglContext", "3D pictures need OpenGL 3.2, which this computer does not offer."),
                 QStringLiteral("no EGL display gives a 3.2 core context, last error 0x%1").arg(eglGetError(), 0, 16)};
}

EglContext::~EglContext()
{
    release();
    if (m_context) {
        eglDestroyContext(m_display, m_context);
    }
}

bool EglContext::makeCurrent()
{
    return m_context && eglMakeCurrent(m_display, EGL_NO_SURFACE, EGL_NO_SURFACE, m_context);
}

bool EglContext::isCurrent() const
{
    return m_context && eglGetCurrentContext() == m_context;
}

void EglContext::release()
{
    if (isCurrent()) {
        eglMakeCurrent(m_display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    }
}

} // namespace isocenter
