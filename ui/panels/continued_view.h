// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/continuation.h"
#include "ui/view_models/comparison.h"

#include <QWidget>

#include <optional>

namespace ui {

class HeatmapView;
class TextLine;
class TokenPage;

// The text that one column writes: tokens shaded by surprise, the prompt dimmed, the training length marked, and beside
// it the map of the head that is looked at, whose newest row is marked while it grows.
class ContinuedView : public QWidget
{
    Q_OBJECT

public:
    explicit ContinuedView(QWidget* parent = nullptr);

    // chosen: so many tokens behind the prompt's last one (0) stands the chosen token. shades: of TokenNumbers. range:
    // of the map's colours.
    void show(const ContinuedText& text, const ColumnState& column, const QString& judge, std::optional<int> chosen,
              const QVector<QColor>& shades, const core::ValueRange& range);

    TokenPage& page() { return *m_page; }
    HeatmapView& map() { return *m_map; }
    QString heading() const;
    QSize minimumSizeHint() const override; // a few lines

signals:
    void tokenClicked(int behind); // the prompt's last token; that one for all of the prompt

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void showTokens();
    void showMap(std::optional<int> chosen, const core::ValueRange& range);

    TextLine* m_heading;
    TokenPage* m_page;
    HeatmapView* m_map;
    bool m_follows = true; // the page shows the text's end, until somebody scrolls back
    ContinuedText m_text;
    ColumnState m_column;
    QString m_judge;
    QStringList m_labels;
    QVector<bool> m_ends;
    std::vector<int> m_labelled; // tokens that m_labels are of
};

} // namespace ui
