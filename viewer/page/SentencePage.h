#pragma once

#include "page/DocumentPage.h"

namespace isocenter {

/// For what has no page of its own: one sentence, and the way to the tags.
class SentencePage : public DocumentPage
{
    Q_OBJECT
public:
    enum class Kind { Plain, Waiting, Failure };
    explicit SentencePage(const QString& sentence, Kind kind = Kind::Plain, QWidget* parent = nullptr);
    bool canZoom() const override { return false; }
    QString sentence() const { return m_sentence; }

private:
    QString m_sentence;
};

} // namespace isocenter
