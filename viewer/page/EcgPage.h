#pragma once

#include "document/Document.h"
#include "page/DocumentPage.h"
#include "trace/TraceView.h"

#include <memory>
#include <vector>

namespace isocenter {

/// A recording of waveforms: electrocardiograms on millimetre paper in the usual arrangements, true to size where the screen's
/// size is known; others over a grid of time and value. Speed, gain, arrangement, group and paper are chosen above the curves,
/// remarks and measurements of the file stand beside them. zoom() enlarges the paper, or stretches the time.
class EcgPage : public DocumentPage
{
    Q_OBJECT
public:
    /// `document` holds a WaveformRecording.
    EcgPage(DocumentPtr document, const PageServices& services, QWidget* parent = nullptr);
    ~EcgPage() override;

    TraceView& view() const;
    int group() const;
    void setGroup(int group); ///< out of range: nothing happens

    bool isComplete() const override; ///< the curves are there
    void zoom(int steps) override;
    void resetZoom() override;
    void scrollLines(int lines) override; ///< over rows that do not fit, else along time

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Parts;
    void buildBar();
    void buildBody();
    void showGroup();
    void followChoices();

    std::unique_ptr<Parts> m;
};

} // namespace isocenter
