#pragma once

#include "actions/ActionRegistry.h"
#include "archive/ImportReport.h"
#include "archive/InstanceStore.h"
#include "archive/StudyIndex.h"
#include "image/ImageSeries.h"
#include "study/StudyContext.h"
#include "viewport/ViewerServices.h"
#include "work/JobList.h"

#include <QJsonObject>
#include <QMainWindow>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

namespace isocenter {

class ImageViewport;
class ViewportGrid;

/// The window: top bar, left strip, study browser and reading page, tag viewer. It asks by signals and is told by slots;
/// it knows nothing of files or the network. Applies the theme in its constructor, before anything is shown.
/// All references must outlive it. GUI thread.
class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    MainWindow(const StudyIndex& index, const ViewerServices& services, JobList& jobs, ActionRegistry& actions,
               QWidget* parent = nullptr);
    ~MainWindow() override;

    /// The study in view; null while none is open.
    const StudyContextPtr& context() const;
    ViewportGrid& grid();

    /// True when what is visible is final: every visible viewport has painted its last frame, texts and thumbnails are in.
    bool isPictureComplete() const;

    /// Theme, text size, strip and dock, key map, layout of the window: to be kept by app and given back at the next start.
    QJsonObject settings() const;
    void applySettings(const QJsonObject& settings);

public Q_SLOTS:
    /// Opens a study in the reading page; `series` may be empty or incomplete and grow by updateSeries().
    void showStudy(const isocenter::StudyContextPtr& context, const std::vector<isocenter::ImageSeriesPtr>& series);
    /// All stacks of the open study as known now. Dropped when `generation` is not that of the open context.
    void updateSeries(quint64 generation, const std::vector<isocenter::ImageSeriesPtr>& series);
    void closeStudy();
    void showBrowser();
    /// The index has changed: the browser refreshes soon (debounced); what is selected stays selected.
    void indexChanged();
    /// One sentence at the lower edge of the centre, with an optional action; without one it leaves by itself.
    void showMessage(const QString& sentence, const QString& actionText = {}, const std::function<void()>& action = {});
    void showImportReport(const isocenter::ImportReport& report);
    /// While a study is being read from disk: said in the top bar and over the viewports until showStudy or a message.
    void showOpening(const QString& what);

Q_SIGNALS:
    void openStudyRequested(const isocenter::StudyUid& study);
    /// Dropped on the window, or chosen by "Open folder": to be shown at once from where they lie and imported behind.
    void openPathsRequested(const QStringList& paths);
    void importRequested(const QStringList& paths, isocenter::StoreMode mode);
    void demoRequested();
    void settingsChanged();
    /// isPictureComplete() has become true.
    void pictureComplete();

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

} // namespace isocenter
