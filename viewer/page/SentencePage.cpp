#include "page/SentencePage.h"

#include "study/Study.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace isocenter {

SentencePage::SentencePage(const QString& sentence, QWidget* parent) : DocumentPage(parent)
{
    auto* text = new QLabel(singleLine(sentence, 1000), this);
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    text->setAlignment(Qt::AlignCenter);
    text->setMaximumWidth(Theme::scaled(520));
    auto* tags = new QPushButton(tr("Its tags"), this);
    tags->setIcon(themedIcon(QStringLiteral("tags")));
    connect(tags, &QPushButton::clicked, this, &DocumentPage::tagsRequested);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(16);
    column->addStretch(1);
    column->addWidget(text, 0, Qt::AlignHCenter);
    column->addWidget(tags, 0, Qt::AlignHCenter);
    column->addStretch(2);
    setFocusProxy(tags);
}

} // namespace isocenter
