#pragma once

#include "archive/FrameCache.h"
#include "document/DocumentReader.h"
#include "document/PageRenderer.h"
#include "image/ImageReader.h"
#include "work/WorkQueue.h"

namespace isocenter {

class DerivedSaver;  // derived/DerivedSeries.h
class DisplayOutput; // viewport/DisplayOutput.h
class TransferStore; // volume/TransferStore.h

/// What viewports need from below; owned by app, outlives every widget.
struct ViewerServices
{
    const ImageReader& reader;
    FrameCache& cache;
    WorkQueue& queue;
    const DocumentReader* documents = nullptr; ///< null: objects without a picture stay a sentence
    PageRenderer* pages = nullptr;             ///< draws PDF; null: PDF stay a sentence
    DisplayOutput* output = nullptr;           ///< null: 8 bits, sRGB
    TransferStore* transfers = nullptr;        ///< null: own transfer functions cannot be kept
    DerivedSaver* saver = nullptr;             ///< null: reformats cannot be saved
};

} // namespace isocenter
