#pragma once

#include "actions/ActionRegistry.h"
#include "archive/FileInstanceStore.h"
#include "archive/FrameCache.h"
#include "archive/SqliteStudyIndex.h"
#include "base/Result.h"
#include "demo/DemoStudies.h"
#include "derivation/DicomDerivedWriter.h"
#include "import/ImportService.h"
#include "open/StudyOpener.h"
#include "pdf/PdfRenderer.h"
#include "reader/DicomImageReader.h"
#include "saving/DerivedSeriesSaver.h"
#include "settings/SettingsFile.h"
#include "settings/TransferFile.h"
#include "shell/MainWindow.h"
#include "structured/DicomDocumentReader.h"
#include "viewport/DisplayOutput.h"
#include "viewport/ViewerServices.h"
#include "work/JobList.h"
#include "work/WorkQueue.h"

#include <QObject>
#include <QSize>
#include <QStringList>
#include <QTimer>

#include <memory>

namespace isocenter {

struct StationOptions
{
    QString cacheFolder;  ///< absolute
    QString settingsFile; ///< empty: the person's own
    QStringList paths;    ///< opened at the start, and imported
};

/// The running program: owns reader, index, store, queue and window, and joins them. The only place that knows all layers.
/// GUI thread. Members die in the reverse order in which they depend on each other.
class Station : public QObject
{
    Q_OBJECT
public:
    /// An error where the cache cannot be used.
    static Result<std::unique_ptr<Station>> create(const StationOptions& options);
    ~Station() override;

    MainWindow& window() { return *m_window; }
    const ActionRegistry& actions() const { return m_actions; }
    /// Shows the window and opens what the command line named.
    void start();
    /// Nothing is being opened, imported or made, and the window's picture is final.
    bool isSettled() const;

    /// Shows at once what lies there, and imports it behind when `import` is set. Archives and DICOMDIRs are imported first.
    void openPaths(const QStringList& paths, bool import);

private:
    Station(const StationOptions& options, std::unique_ptr<SqliteStudyIndex> index, std::unique_ptr<FileInstanceStore> store);
    void connectWindow();
    void connectOpener();
    void connectImports();
    void connectSaver();
    void importBehind(const QStringList& paths);
    void saveSettings();

    StationOptions m_options;
    SettingsFile m_settings;
    TransferFile m_transfers;
    DicomImageReader m_reader;
    DicomDocumentReader m_documents;
    DicomDerivedWriter m_derivedWriter;
    PdfRenderer m_pages;
    DisplayOutput m_output;
    std::unique_ptr<SqliteStudyIndex> m_index;
    std::unique_ptr<FileInstanceStore> m_store;
    FrameCache m_cache;
    WorkQueue m_queue;
    JobList m_jobs;
    DerivedSeriesSaver m_saver;
    ViewerServices m_services;
    ActionRegistry m_actions;
    StudyOpener m_opener;
    ImportService m_imports;
    DemoStudies m_demo;
    std::unique_ptr<MainWindow> m_window;
    bool m_opening = false;
    int m_openAfterImport = 0; ///< job whose study is to be shown
    StudyUid m_lastStored;
    QStringList m_waitingImport; ///< imported when what is shown from there has been read
    QTimer m_importTimer;
};

} // namespace isocenter
