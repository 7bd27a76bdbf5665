// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/figure/map_figure.h"
#include "ui/heatmap/accessible_table.h"

#include <QBasicTimer>
#include <QImage>
#include <QWidget>

#include <optional>

namespace ui {

// Shows one reduced map with axes and colour bar. It computes no values: when the user zooms or pans it asks for a
// region (regionRequested) and shows the old picture scaled until setMap() brings the new one. Hovering draws a
// crosshair over the finished picture; the owner answers hovered() with setReadout().
//
// Mouse: wheel zooms about the cursor, drag pans, click locks the crosshair at that cell, a click on the locked cell
// asks to pin it (pinWanted), double click shows everything and lets go. Keys: arrows move a cell's crosshair, Enter
// locks and releases it, Escape releases it, then hides it, then asks to take the pin down; while it is there Home and
// End go to a query's first and last key, with Ctrl to the first and last cell, PageUp and PageDown go an eighth of the
// view; 0, and Home without a crosshair, show everything, + and - zoom, Shift+arrows pan. Screen readers find a table
// of queries and keys.
class HeatmapView : public QWidget, public CellTable
{
    Q_OBJECT
public:
    using Cell = MapFigure::Cell;

    explicit HeatmapView(QWidget* parent = nullptr);
    ~HeatmapView() override;

    // One display string per position; their number is the sequence length T. Zoom and lock stay where they still fit.
    void setTokens(const QStringList& tokens);
    // May be null (nothing to show). colourMapId: core::colourMaps(); throws core::Error for an unknown one.
    // The view moves to the map's region unless it still waits for a different one it has asked for.
    void setMap(std::shared_ptr<const core::ReducedMap> map, const core::ColourScale& scale,
                const std::string& colourMapId);
    // Line between position length - 1 and length on both axes; 0: none.
    void setTrainingLength(int length);
    void setTitle(const QString& title);      // empty: layer, head and stage of the map
    void setValueLabel(const QString& label); // at the colour bar; empty: by stage
    void setMessage(const QString& message);  // in the middle of the map; empty: none
    void setAccent(const QColor& accent);
    void setBusy(bool busy);
    // Shown beside the crosshair while there is one; `brief` instead where the text would cover much of the map.
    void setReadout(const QString& text, const QString& brief = {});

    // For views that move together. None emits.
    void setRegion(const core::Region& region);
    void setCrosshair(std::optional<Cell> cell); // shown while this view has neither lock nor mouse
    void setLocked(std::optional<Cell> cell);    // one the matrix does not have: none
    void setPinned(std::optional<Cell> cell);    // marked, wherever the crosshair is

    core::Region region() const { return m_content.region; }
    std::optional<Cell> lockedCell() const { return m_locked; }
    // Where the crosshair is: locked, of the keyboard, under the mouse, or set.
    std::optional<Cell> crosshair() const;
    QString readout() const { return m_readout; }
    // Device pixels of the map: more rows and columns than this need not be asked for.
    QSize mapPixelSize() const;
    QRect mapRect() const;
    QRect cellRect(const Cell& cell) const;
    bool showsTokens() const;

    // What is shown, without crosshair and read-out, to be drawn in any size and style.
    const MapContent& content() const { return m_content; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void hovered(int query, int key);
    void hoverLeft();
    void cellClicked(int query, int key); // locked
    void lockReleased();
    void pinWanted(int query, int key); // or unpinned, if that is the pinned cell
    void unpinWanted();
    void regionRequested(const core::Region& region);
    void mapSizeChanged();

public slots:
    void resetView();
    void releaseLock();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void timerEvent(QTimerEvent* event) override;

private:
    void layOutAgain();
    void makePicture(); // if it is not ready
    template <typename T>
    void change(T MapContent::*what, const T& value);
    void showRegion(const core::Region& region, bool ask);
    void zoomAbout(QPointF position, double factor);
    void hover(QPointF position);
    void stopHover();
    void pan(QPointF position);
    QPointF readoutAnchor(const Cell& cell) const;
    void point(core::Index query, core::Index key); // kept inside the matrix and brought into view
    void pointBy(core::Index queries, core::Index keys);
    void stopPointing();
    void lock(const Cell& cell);
    bool moveByKey(const QKeyEvent& event); // whether it was a key of that kind
    bool jumpByKey(const QKeyEvent& event);
    bool lockByKey(int key);

    int tableRows() const override { return static_cast<int>(m_content.length); }
    int tableColumns() const override { return static_cast<int>(m_content.length); }
    QString rowName(int row) const override;
    QString columnName(int column) const override;
    QString cellValue(Place place) const override;
    QString cellDetails(Place place) const override;
    QRect cellBox(Place place) const override;
    std::optional<Place> placeAt(QPoint position) const override;
    std::optional<Place> currentPlace() const override;
    bool isChosen(Place place) const override;
    void choose(Place place) override;
    QString positionName(const QString& kind, int position) const;

    MapContent m_content;
    std::unique_ptr<MapFigure> m_figure; // of m_content and the present size
    QImage m_picture;                    // of m_figure, when it is ready
    bool m_pictureReady = false;
    bool m_pictureAsked = false; // an event that makes it is on its way
    bool m_waiting = false;      // for a map of m_content.region

    QString m_readout;
    QString m_briefReadout;
    std::optional<Cell> m_hovered;
    std::optional<Cell> m_pointed; // by the keyboard
    std::optional<Cell> m_locked;
    std::optional<Cell> m_linked;
    std::optional<Cell> m_pinned;
    std::optional<QPointF> m_cursor; // while it is inside

    struct Drag
    {
        QPointF start;
        core::Region region;
        bool moved = false;
    };
    std::optional<Drag> m_drag;
    double m_wheel = 0.0; // part of a wheel step not yet used

    QBasicTimer m_busyTimer;
    int m_busyStep = 0;
};

} // namespace ui
