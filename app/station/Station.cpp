#include "station/Station.h"

#include "base/MachineMemory.h"

#include <QFileInfo>

#include <algorithm>
#include <thread>
#include <utility>

namespace isocenter {

namespace {

constexpr int kImportCheckMs = 100;

/// Two fifths of the machine's memory for decoded frames.
std::size_t frameBudget()
{
    constexpr std::size_t kLeast = std::size_t{512} << 20;
    return std::max(kLeast, machineMemory() / 5 * 2);
}

int workerCount()
{
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 2U, 16U));
}

/// A file that holds files has to be imported before there is anything to show.
bool mustBeImportedFirst(const QString& path)
{
    const QFileInfo info(path);
    return info.isFile() && (info.suffix().compare(QLatin1String("zip"), Qt::CaseInsensitive) == 0 ||
                             info.fileName().compare(QLatin1String("DICOMDIR"), Qt::CaseInsensitive) == 0);
}

} // namespace

Result<std::unique_ptr<Station>> Station::create(const StationOptions& options)
{
    Result<std::unique_ptr<SqliteStudyIndex>> index = SqliteStudyIndex::open(options.cacheFolder);
    if (!index) {
        return index.error();
    }
    Result<std::unique_ptr<FileInstanceStore>> store = FileInstanceStore::open(**index);
    if (!store) {
        return store.error();
    }
    return std::unique_ptr<Station>(new Station(options, std::move(index).value(), std::move(store).value()));
}

Station::Station(const StationOptions& options, std::unique_ptr<SqliteStudyIndex> index, std::unique_ptr<FileInstanceStore> store)
    : m_options(options),
      m_settings(options.settingsFile.isEmpty() ? SettingsFile::defaultPath() : options.settingsFile),
      m_transfers(TransferFile::beside(options.settingsFile.isEmpty() ? SettingsFile::defaultPath() : options.settingsFile)),
      m_index(std::move(index)),
      m_store(std::move(store)),
      m_cache(frameBudget()),
      m_queue(workerCount()),
      m_saver({m_derivedWriter, *m_store, *m_index, m_queue, m_jobs}, m_store->temporaryFolder()),
      m_services{m_reader, m_cache, m_queue, &m_documents, &m_pages, &m_output, &m_transfers, &m_saver},
      m_opener(m_reader, *m_index, m_queue),
      m_imports(m_reader, *m_store, m_jobs),
      m_demo(*m_store, m_queue, m_jobs),
      m_window(std::make_unique<MainWindow>(*m_index, m_services, m_jobs, m_actions))
{
    m_window->applySettings(m_settings.load());
    connectWindow();
    connectOpener();
    connectImports();
    connectSaver();
    m_importTimer.setInterval(kImportCheckMs);
    connect(&m_importTimer, &QTimer::timeout, this, [this] {
        if (!m_opening && m_queue.waiting() == 0) {
            m_importTimer.stop();
            m_imports.import(std::exchange(m_waitingImport, {}), StoreMode::Copy);
        }
    });
}

Station::~Station()
{
    saveSettings();
    m_opener.cancel();
    m_window.reset(); // viewports let go of the queue and the cache before these die
}

void Station::start()
{
    m_window->show();
    if (!m_options.paths.isEmpty()) {
        openPaths(m_options.paths, true);
    }
}

bool Station::isSettled() const
{
    return !m_opening && m_waitingImport.isEmpty() && m_jobs.runningCount() == 0 && m_window->isPictureComplete();
}

void Station::openPaths(const QStringList& paths, bool import)
{
    QStringList first;
    QStringList shown;
    for (const QString& path : paths) {
        (mustBeImportedFirst(path) ? first : shown) << path;
    }
    if (!first.isEmpty()) {
        m_openAfterImport = m_imports.import(first, StoreMode::Copy);
    }
    if (shown.isEmpty()) {
        return;
    }
    m_opening = true;
    m_window->showOpening(shown.size() == 1 ? QFileInfo(shown.front()).fileName() : tr("%1 files and folders").arg(shown.size()));
    m_opener.openPaths(shown);
    if (import) {
        importBehind(shown);
    }
}

void Station::importBehind(const QStringList& paths)
{
    // The picture first: importing at the same time would take the disk and the cores from it.
    m_waitingImport += paths;
    m_importTimer.start();
}

void Station::connectWindow()
{
    MainWindow* window = m_window.get();
    connect(window, &MainWindow::openStudyRequested, this, [this](const StudyUid& study) {
        m_opening = true;
        m_opener.openStudy(study);
    });
    connect(window, &MainWindow::openPathsRequested, this, [this](const QStringList& paths) { openPaths(paths, true); });
    connect(window, &MainWindow::importRequested, this,
            [this](const QStringList& paths, StoreMode mode) { m_imports.import(paths, mode); });
    connect(window, &MainWindow::demoRequested, &m_demo, &DemoStudies::start);
    connect(&m_demo, &DemoStudies::finished, window, [window](bool, const QString& summary) {
        window->indexChanged();
        window->showMessage(summary);
    });
    connect(window, &MainWindow::settingsChanged, this, &Station::saveSettings);
}

void Station::connectOpener()
{
    MainWindow* window = m_window.get();
    connect(&m_opener, &StudyOpener::opened, window, &MainWindow::showStudy);
    connect(&m_opener, &StudyOpener::grown, window,
            [window](const StudyContextPtr& context, const std::vector<ImageSeriesPtr>& series) {
                window->updateSeries(context->generation, series);
            });
    connect(&m_opener, &StudyOpener::finished, this, [this](const StudyContextPtr&, int others) {
        m_opening = false;
        if (others > 0) {
            m_window->showMessage(
                others == 1 ? tr("One more study lies in the same place. It is in the study list once it is imported.")
                            : tr("%n more studies lie in the same place. They are in the study list once they are imported.",
                                 nullptr, others));
        }
    });
    connect(&m_opener, &StudyOpener::failed, this, [this](const QString& message) {
        m_opening = false;
        m_window->showMessage(message);
    });
}

void Station::connectImports()
{
    connect(&m_imports, &ImportService::studyStored, this, [this](const StudyUid& study) {
        m_lastStored = study;
        m_window->indexChanged();
    });
    connect(&m_imports, &ImportService::finished, this, [this](int job, const ImportReport& report) {
        m_window->indexChanged();
        m_window->showImportReport(report);
        if (job != m_openAfterImport) {
            return;
        }
        // An archive that was opened is on the screen once it is in the cache, unless something else was opened meanwhile.
        m_openAfterImport = 0;
        if (!m_opening && !m_window->context() && !m_lastStored.isEmpty()) {
            m_opening = true;
            m_opener.openStudy(m_lastStored);
        }
    });
}

void Station::connectSaver()
{
    connect(&m_saver, &DerivedSeriesSaver::stored, this, [this](const StudyUid& study, const QStringList& files) {
        m_window->indexChanged();
        m_opener.add(study, files);
    });
    connect(&m_saver, &DerivedSeriesSaver::finished, this,
            [this](bool, const QString& summary) { m_window->showMessage(summary); });
}

void Station::saveSettings()
{
    m_settings.save(m_window->settings());
}

} // namespace isocenter
