#include "page/SentencePage.h"

#include "study/Study.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace isocenter {

SentencePage::SentencePage(const QString& sentence, Kind kind, QWidget* parent)
    : DocumentPage(parent), m_sentence(singleLine(sentence, 1000))
{
    auto* text = new QLabel(kind == Kind::Failure ? QStringLiteral("! ") + m_sentence : m_sentence, this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    text->setProperty(kind == Kind::Waiting ? "quiet" : kind == Kind::Failure ? "caution" : "plain", true);
    text->setMaximumWidth(Theme::scaled(560));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(16);
    column->addStretch(2);
    // In a row, so that the label has its full width and not that of its first guess.
    auto* row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(text, 1000);
    row->addStretch(1);
    column->addLayout(row);
    if (kind != Kind::Waiting) {
        auto* tags = new QPushButton(tr("Its tags"), this);
        tags->setIcon(themedIcon(QStringLiteral("tags")));
        connect(tags, &QPushButton::clicked, this, &DocumentPage::tagsRequested);
        column->addWidget(tags, 0, Qt::AlignHCenter);
    }
    column->addStretch(3);
    setFocusPolicy(Qt::StrongFocus);
}

} // namespace isocenter
