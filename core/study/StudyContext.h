#pragma once

#include "study/Study.h"

#include <memory>

namespace isocenter {

/// Who and what is being read. Immutable; a new one, with a higher generation, is made each time a study is opened.
/// Every asynchronous answer carries the generation it was asked for and is dropped when the current one differs
/// (hazard: wrong patient opened).
struct StudyContext
{
    Study study;
    quint64 generation = 0;
};

using StudyContextPtr = std::shared_ptr<const StudyContext>;

} // namespace isocenter
