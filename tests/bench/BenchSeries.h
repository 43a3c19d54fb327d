#pragma once

#include "image/ImageReader.h"
#include "image/ImageSeries.h"

#include <QDir>
#include <QJsonDocument>
#include <QJsonObject>
#include <QThread>

#include <algorithm>
#include <cstdio>
#include <vector>

namespace isocenter::bench {

/// One row, in milliseconds.
inline void printTime(const QString& name, double value, double goal)
{
    const QJsonObject object{{QStringLiteral("name"), name},
                             {QStringLiteral("value"), value},
                             {QStringLiteral("unit"), QStringLiteral("ms")},
                             {QStringLiteral("goal"), goal},
                             {QStringLiteral("threads"), QThread::idealThreadCount()}};
    std::puts(QJsonDocument(object).toJson(QJsonDocument::Compact).constData());
}

/// -1 without any.
inline double medianOf(std::vector<double> times)
{
    std::sort(times.begin(), times.end());
    return times.empty() ? -1 : times[times.size() / 2];
}

/// Of the files of a folder; null if there are no images.
inline ImageSeriesPtr largestSeries(const ImageReader& reader, const QString& folder)
{
    std::vector<ImagePtr> images;
    for (const QFileInfo& file : QDir(folder).entryInfoList(QDir::Files, QDir::Name)) {
        if (const Result<ImagePtr> image = reader.readHeader(file.absoluteFilePath())) {
            images.push_back(*image);
        }
    }
    const std::vector<ImageSeriesPtr> series = groupIntoSeries(images, 1);
    const auto largest =
        std::max_element(series.begin(), series.end(), [](const auto& a, const auto& b) { return a->count() < b->count(); });
    return largest == series.end() ? nullptr : *largest;
}

} // namespace isocenter::bench
