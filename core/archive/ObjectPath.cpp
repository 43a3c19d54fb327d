#include "archive/ObjectPath.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

namespace isocenter {

namespace {

QString hex(const QString& text)
{
    return QString::fromLatin1(QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256).toHex());
}

} // namespace

CacheLayout::CacheLayout(const QString& folder) : root(QDir::cleanPath(QFileInfo(folder).absoluteFilePath())) {}

QString CacheLayout::object(const SeriesUid& series, const InstanceUid& instance) const
{
    const QString folder = hex(series.text());
    return objects() + QLatin1Char('/') + folder.left(2) + QLatin1Char('/') + folder.mid(2, 2) + QLatin1Char('/') +
           hex(instance.text());
}

} // namespace isocenter
