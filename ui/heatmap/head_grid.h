// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/heads_figure.h"
#include "ui/heatmap/accessible_table.h"

#include <QColor>
#include <QPixmap>
#include <QStringList>
#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ui {

// Thumbnails of every head, laid out by HeadsLayout: square cells as large as the widget allows.
// Hovering previews (headHovered), a click or the arrow keys lock (headSelected). Screen readers find a table.
class HeadGrid : public QWidget, public CellTable
{
    Q_OBJECT
public:
    explicit HeadGrid(QWidget* parent = nullptr);

    // Throws the thumbnails away; the selection is kept where it still exists, else it is layer 0, head 0.
    void setShape(int layers, int heads);
    // Ignored outside the shape. colourMapId as in HeatmapView. A null map empties the cell.
    void setThumbnail(int layer, int head, std::shared_ptr<const core::ReducedMap> map, const core::ColourScale& scale,
                      const std::string& colourMapId);
    void setHeadCaptions(const QStringList& captions);   // instead of "h0", "h1", ...; empty: those
    void setNote(const QString& note) { m_note = note; } // about all heads, in the tooltip of each
    void setMarks(std::vector<HeadMark> marks);          // layer by layer; empty: none
    void setLabels(const QStringList& samples);          // room for words like these; empty: no room is left
    void setAccent(const QColor& accent);                // of the selected cell; invalid: the palette's highlight
    void setSelected(int layer, int head);               // does not emit; ignored outside the shape

    const HeadsContent& content() const { return m_content; }
    int layers() const { return m_content.layers; }
    int heads() const { return m_content.heads; }
    int selectedLayer() const { return m_selected.layer; }
    int selectedHead() const { return m_selected.head; }
    // Device pixels of a thumbnail: more rows and columns need not be asked for.
    QSize thumbnailPixelSize() const;
    QRect thumbnailRect(int layer, int head) const;                                       // logical
    QRect labelRect(int layer, int head) const { return m_layout.labelBox(layer, head); } // where its words stand

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void headHovered(int layer, int head);
    void headHoverLeft();
    void headSelected(int layer, int head);
    void menuWanted(int layer, int head, QPoint global);
    void thumbnailSizeChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    struct Head
    {
        int layer = 0;
        int head = 0;
        bool operator==(const Head&) const = default;
    };
    struct Thumbnail
    {
        HeadMap head;
        QPixmap picture; // null: to be painted
    };

    bool exists(const Head& head) const;
    Thumbnail& thumbnail(const Head& head);
    const HeadMark& mark(const Head& head) const;
    void describeHovered();
    std::optional<Head> headAt(QPoint position) const;
    QRect frameRect(const Head& head) const; // with the border around it
    void layOut();
    void select(const Head& head);
    void hover(std::optional<Head> head);
    void forgetPictures();
    void paintThumbnail(QPainter& painter, const Head& head);
    void describe();

    int tableRows() const override { return m_content.layers; }
    int tableColumns() const override { return m_content.heads; }
    QString rowName(int row) const override;
    QString columnName(int column) const override;
    QString cellValue(Place place) const override;
    QString cellDetails(Place place) const override;
    QRect cellBox(Place place) const override { return thumbnailRect(place.row, place.column); }
    std::optional<Place> placeAt(QPoint position) const override;
    std::optional<Place> currentPlace() const override;
    bool isChosen(Place place) const override;
    void choose(Place place) override { select({place.row, place.column}); }

    HeadsContent m_content;
    std::vector<Thumbnail> m_thumbnails; // layer by layer
    std::vector<HeadMark> m_marks;       // layer by layer, or none
    QColor m_accent;
    Head m_selected;
    std::optional<Head> m_hovered;
    QString m_note;

    HeadsLayout m_layout;
};

} // namespace ui
