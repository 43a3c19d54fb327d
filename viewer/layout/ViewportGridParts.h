#pragma once

// Private to viewer/layout: what the files of ViewportGrid share.

#include "layout/ObjectPlaces.h"
#include "layout/SeriesLookup.h"
#include "layout/ViewportGrid.h"
#include "viewport/ImageViewport.h"

#include <QHash>

#include <optional>

namespace isocenter {

class DocumentCover;
class SlideCover;

struct ViewportGrid::Parts
{
    /// What a viewport showed when a smaller layout took it from the screen.
    struct Parked
    {
        QString key;
        int index = -1;
        ViewState view;
    };

    struct Cell
    {
        ImageViewport* view = nullptr;
        DocumentCover* cover = nullptr; ///< null where no documents can be read
        SlideCover* slide = nullptr;
        std::optional<Parked> parked;
    };

    explicit Parts(const ViewerServices& s) : services(s) {}
    /// The slice or object in view.
    static int indexIn(const Cell& cell);
    static void show(const Cell& cell, const ImageSeriesPtr& series, int index);

    const ViewerServices& services;
    SyncGroup* sync = nullptr;
    StudyContextPtr context;
    SeriesList series;
    ObjectPlaces objects;    ///< of `series`
    std::vector<Cell> cells; ///< in the order they were made: the home of each
    std::vector<int> places; ///< position in the layout -> index into cells
    GridLayout layout;
    QHash<QString, GridLayout> chosen; ///< by modality, for this session
    QStringList shown;
    int active = 0; ///< index into cells
    bool maximized = false;
    bool touched = false; ///< by the reader, since the study was opened
    bool busy = false;    ///< many changes at once: links and signals wait for the end
};

} // namespace isocenter
