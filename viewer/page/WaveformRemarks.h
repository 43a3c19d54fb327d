#pragma once

#include "document/Waveform.h"

#include <QTreeWidget>

#include <memory>

namespace isocenter {

/// The remarks and measurements of a recording as a list: statements first, then what is of all channels, then channel by
/// channel. Texts are the file's, shown on one line with the whole as a tooltip. Clicking one that has a moment asks for it.
class WaveformRemarks : public QTreeWidget
{
    Q_OBJECT
public:
    explicit WaveformRemarks(std::shared_ptr<const WaveformRecording> recording, QWidget* parent = nullptr);

Q_SIGNALS:
    void momentRequested(int group, double seconds); ///< group -1: not said

private:
    std::shared_ptr<const WaveformRecording> m_recording;
};

} // namespace isocenter
