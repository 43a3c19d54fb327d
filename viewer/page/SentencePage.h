#pragma once

#include "page/DocumentPage.h"

namespace isocenter {

/// For what has no page of its own: one sentence, and the way to the tags.
class SentencePage : public DocumentPage
{
    Q_OBJECT
public:
    explicit SentencePage(const QString& sentence, QWidget* parent = nullptr);
};

} // namespace isocenter
