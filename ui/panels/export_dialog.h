// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/view_models/figure_export.h"

#include <QDialog>
#include <QPointer>
#include <QStringList>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>
#include <optional>
#include <vector>

class QCheckBox;
class QComboBox;
class QLabel;
class QListWidget;
class QMimeData;
class QProgressBar;
class QPushButton;
class QScrollArea;

namespace ui {

class DragLabel;
class FigureOptionsForm;
class Preferences;
struct ViewContext;

// Figures of what the window shows, for paper, slides and posters: which, how they are to look, seen as large as they
// will be, in which formats; of one head and column or of each. What they show stays as it was when the dialog was
// opened.
class ExportDialog : public QDialog
{
    Q_OBJECT

public:
    // kind: of sessionFigureKinds(), that is chosen at first.
    ExportDialog(const ViewContext& context, const std::string& kind, QWidget* parent);
    ~ExportDialog() override;

    QListWidget& kinds() { return *m_kinds; }
    QComboBox& model() { return *m_model; }
    QComboBox& each() { return *m_each; }
    FigureOptionsForm& form() { return *m_form; }
    const std::vector<QCheckBox*>& formats() const { return m_formats; }
    QPushButton& saveButton() { return *m_save; }
    QPushButton& copyButton() { return *m_copy; }
    QPushButton& copyNumbersButton() { return *m_copyNumbers; }
    QString message() const;   // what was done, or what is wrong; empty: nothing to say
    bool isComplete() const;   // the preview shows what is chosen, or why it cannot
    QSize previewSize() const; // pixels of the screen
    DragLabel& preview() { return *m_preview; }
    // What is dragged from the preview: the figure as a file in each chosen picture format (PNG where none is chosen)
    // and as a picture. Throws core::Error.
    std::unique_ptr<QMimeData> dragData();
    FigureRequest request() const; // of what is chosen
    QStringList endings() const;   // that are chosen

    // Everything that is chosen, beside each other at paths that begin so ("map", without an ending).
    void saveAs(const QString& base);

    void reject() override; // while files are written: stops that

signals:
    void finishedSaving();

private:
    enum class Each { This, Head, Column };
    void build();
    QWidget* buildPreview();
    QWidget* buildButtons();
    void fillKinds(const std::string& chosen);
    void changed();
    void make();
    void take(const std::shared_ptr<const Figure>& figure);
    void showPreview();
    void showState();
    void say(const QString& sentence, const QString& file = {});
    void sayWrong(const QString& sentence);
    void askAndSave();
    void dragOut();
    void copyPicture();
    void copyNumbers();
    std::vector<ExportPart> partsAt(const QString& base) const;
    void endSaving(const QString& trouble);
    QString suggestedName() const;

    const core::Setup m_setup;                           // as the window shows it
    const QStringList m_labels;                          // of its columns
    std::vector<std::optional<Selection::Cell>> m_cells; // that are chosen, by column
    Preferences& m_preferences;
    FigureMaker m_maker;
    FigureExport m_export;
    QTimer m_soon;
    std::shared_ptr<const Figure> m_figure; // of m_made
    FigureRequest m_made;
    QString m_trouble; // why there is no figure

    QListWidget* m_kinds;
    QComboBox* m_model;
    QComboBox* m_each;
    QScrollArea* m_room;
    DragLabel* m_preview;
    QLabel* m_size;
    FigureOptionsForm* m_form;
    std::vector<QCheckBox*> m_formats;
    QLabel* m_message;
    QProgressBar* m_progress;
    QPushButton* m_save;
    QPushButton* m_copy;
    QPushButton* m_copyNumbers;
    QPushButton* m_close;
    QString m_said;
    QTemporaryDir m_dragged; // files that others may still copy
};

} // namespace ui
