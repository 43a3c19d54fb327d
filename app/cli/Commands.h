#pragma once

#include <QStringList>

namespace isocenter::cli {

// One function a command; each lives in its own file. Words are those after the command's name.
int demo(const QStringList& words);
int inspect(const QStringList& words);
int pixels(const QStringList& words);
int import(const QStringList& words);
int findStudies(const QStringList& words);
int list(const QStringList& words);
int report(const QStringList& words); ///< prints text, not JSON
int reindex(const QStringList& words);
int render(const QStringList& words);
int reslice(const QStringList& words);
int volume(const QStringList& words);

} // namespace isocenter::cli
