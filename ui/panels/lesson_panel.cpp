// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/lesson_panel.h"

#include "core/base/error.h"
#include "ui/actions/window_services.h"
#include "ui/controls/answer_button.h"
#include "ui/controls/curtain.h"
#include "ui/language/language.h"
#include "ui/language/words.h"
#include "ui/library/lessons.h"
#include "ui/panels/columns_view.h"
#include "ui/panels/train_panel.h"
#include "ui/settings/look.h"

#include <QBoxLayout>
#include <QEvent>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QTextDocument>

#include <algorithm>

namespace ui {
namespace {

constexpr const char* kOwnId = "lesson";       // of the view
constexpr const char* kLessonLink = "lesson:"; // in the list of lessons
constexpr std::size_t kMostProved = 6;         // numbers under a claim

// The next one of the course; empty: there is none, or the lesson is somebody's own.
QString lessonAfter(const core::Lesson& lesson)
{
    const QStringList course = lessonIds();
    const qsizetype place = course.indexOf(QString::fromStdString(lesson.id));
    return place >= 0 && place + 1 < course.size() ? course[place + 1] : QString();
}

// What a lesson lists and this window does not have.
void checkControls(const core::Lesson& lesson)
{
    QStringList known{QStringLiteral("text"), QStringLiteral("length"), QStringLiteral("stages")};
    for (const View& view : allViews())
        if (view.place != Place::Window && view.id != kOwnId)
            known.append(QString::fromStdString(view.id));
    for (std::size_t s = 0; s < lesson.steps.size(); ++s)
        for (const std::string& control : lesson.steps[s].controls)
            if (!known.contains(QString::fromStdString(control)))
                throw core::error("The lesson \"{}\": \"steps[{}].controls\" names \"{}\", which the window does not "
                                  "have; known are {}.",
                                  lesson.id, s, control, known.join(QStringLiteral(", ")).toStdString());
}

QString lineOf(const QString& sign, const QString& text)
{
    return QStringLiteral("<table><tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr></table>").arg(sign, text);
}

} // namespace

LessonPanel::LessonPanel(const ViewContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_lesson(context.session, context.selection, context.pool)
    , m_terms(glossary(currentLanguage()))
{
    buildPage();
    fitLetters();
    connect(&m_lesson, &OpenLesson::stepChanged, this, &LessonPanel::showStep);
    connect(&m_lesson, &OpenLesson::progressed, this, [this] {
        showMarks();
        showWindow();
    });
    connect(&m_lesson, &OpenLesson::numbersChanged, this, &LessonPanel::showNumbers);
    showStep();
}

LessonPanel::~LessonPanel() = default;

QLabel* LessonPanel::addParagraph()
{
    auto* label = new QLabel(this);
    label->setWordWrap(true);
    label->setTextFormat(Qt::RichText);
    label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard |
                                   Qt::TextSelectableByMouse);
    connect(label, &QLabel::linkActivated, this, [this](const QString& link) {
        if (link.startsWith(QLatin1String(kLessonLink)))
            openById(link.mid(static_cast<qsizetype>(qstrlen(kLessonLink))));
        else
            showTerm(link);
    });
    m_page->addWidget(label);
    return label;
}

void LessonPanel::buildPage()
{
    m_title = new QLabel(this);
    m_title->setWordWrap(true);
    m_progress = new QLabel(this);
    m_progress->setWordWrap(true);
    auto* page = new QWidget(this);
    m_page = new QVBoxLayout(page);
    m_page->setContentsMargins(0, look::kNear, look::kNear, look::kNear);
    m_page->setSpacing(look::kApart);
    m_text = addParagraph();
    m_formula = addParagraph();
    m_formula->setTextFormat(Qt::PlainText);
    m_predict = addParagraph();
    m_answerList = new QVBoxLayout;
    m_answerList->setSpacing(look::kNear);
    m_page->addLayout(m_answerList);
    m_action = addParagraph();
    m_notice = addParagraph();
    m_proof = addParagraph();
    m_question = addParagraph();
    m_term = addParagraph();
    m_term->setFrameShape(QFrame::StyledPanel);
    m_term->setAutoFillBackground(true);
    m_term->setBackgroundRole(QPalette::Base);
    m_term->setMargin(look::kEdge);
    m_page->addStretch(1);
    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(page);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(look::kNear, look::kNear, look::kEdge, look::kNear);
    layout->setSpacing(look::kNear);
    layout->addWidget(m_title);
    layout->addWidget(m_progress);
    layout->addWidget(m_scroll, 1);
    layout->addWidget(buildWay());
    setAccessibleName(tr("Lesson"));
}

QWidget* LessonPanel::buildWay()
{
    auto* way = new QWidget(this);
    auto* row = new QHBoxLayout(way);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(look::kNear);
    const auto add = [&](const QString& text, const QString& tip, auto act) {
        auto* button = new QPushButton(text, way);
        button->setToolTip(tip);
        button->setAutoDefault(false);
        connect(button, &QPushButton::clicked, this, act);
        row->addWidget(button, 1);
        return button;
    };
    m_back = add(tr("Back"), tr("To the step before (Ctrl+PgUp)"), [this] { previous(); });
    m_free = add({}, {}, [this] { isAway() ? returnToStep() : playFreely(); });
    m_next = add(tr("Next"), {}, [this] { next(); });
    return way;
}

QSize LessonPanel::sizeHint() const
{
    constexpr int characters = 46; // of a line that is pleasant to read
    return {characters * fontMetrics().averageCharWidth(), 30 * fontMetrics().height()};
}

void LessonPanel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange && m_title != nullptr)
        fitLetters();
    if (event->type() == QEvent::PaletteChange && m_text != nullptr)
        showNumbers(); // links have the colour that they were made with
}

void LessonPanel::fitLetters()
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    setMinimumWidth(14 * fontMetrics().height()); // narrower a line would hold a few words only
}

void LessonPanel::openById(const QString& id, std::size_t step)
{
    try {
        open(lessonById(id, currentLanguage()), step);
    } catch (const core::Error& problem) {
        m_context.window.showError(sentenceOf(problem));
    }
}

void LessonPanel::openFile(const QString& path)
{
    try {
        open(lessonFromFile(path), 0);
    } catch (const core::Error& problem) {
        m_context.window.showError(sentenceOf(problem));
    }
}

void LessonPanel::open(const std::shared_ptr<const core::Lesson>& lesson, std::size_t step)
{
    checkControls(*lesson);
    m_opening = m_context.session.text() == nullptr;
    if (m_opening) { // the start is still being read
        connect(
            &m_context.session, &Session::setupChanged, this, [this, lesson, step] { open(lesson, step); },
            Qt::SingleShotConnection);
        return;
    }
    if (!m_windowTaken) {
        m_viewsBefore.clear();
        for (const View& view : allViews())
            if (m_context.window.isViewShown(view.id))
                m_viewsBefore.append(QString::fromStdString(view.id));
        m_windowTaken = true;
    }
    m_context.window.showView(kOwnId, true);
    m_lesson.open(lesson, step);
}

void LessonPanel::next()
{
    if (m_lesson.hasNext())
        m_lesson.goTo(m_lesson.index() + 1);
    else if (m_lesson.lesson() != nullptr)
        if (const QString after = lessonAfter(*m_lesson.lesson()); !after.isEmpty())
            openById(after);
}

void LessonPanel::previous()
{
    if (m_lesson.hasPrevious())
        m_lesson.goTo(m_lesson.index() - 1);
}

void LessonPanel::leave() { m_lesson.leave(); }

void LessonPanel::returnToStep()
{
    if (m_lesson.lesson() == nullptr)
        return;
    m_playsFreely = false;
    m_lesson.returnToStep();
    showWindow();
}

void LessonPanel::playFreely()
{
    if (m_lesson.lesson() == nullptr || m_lesson.isPredictionDue())
        return;
    m_playsFreely = true;
    showWindow();
}

void LessonPanel::showStep()
{
    const core::LessonStep* step = m_lesson.step();
    m_playsFreely = false;
    m_term->hide();
    for (AnswerButton* button : m_answers)
        delete button;
    m_answers.clear();
    if (step != nullptr && step->prediction)
        for (std::size_t i = 0; i < step->prediction->answers.size(); ++i) {
            auto* button = new AnswerButton({}, this);
            connect(button, &AnswerButton::clicked, this, [this, i] { m_lesson.answer(i); });
            m_answerList->addWidget(button);
            m_answers.push_back(button);
        }
    // As one reads: the answers are made last.
    QList<QWidget*> stops{m_text, m_formula, m_predict};
    for (AnswerButton* button : m_answers)
        stops.append(button);
    stops += {m_action, m_notice, m_proof, m_question, m_term, m_back, m_free, m_next};
    for (qsizetype i = 1; i < stops.size(); ++i)
        setTabOrder(stops[i - 1], stops[i]);
    m_formula->setText(step != nullptr ? QString::fromStdString(step->formula) : QString());
    m_formula->setVisible(step != nullptr && !step->formula.empty());
    if (step != nullptr) {
        m_title->setText(QString::fromStdString(m_lesson.lesson()->title));
        m_progress->setText(tr("Step %1 of %2, about %3 minutes in all")
                                .arg(m_lesson.index() + 1)
                                .arg(m_lesson.lesson()->steps.size())
                                .arg(m_lesson.lesson()->minutes));
    } else {
        m_title->setText(tr("Lessons"));
        m_progress->setText(tr("Choose one. The window shows what it needs, and afterwards what it showed before."));
    }
    m_scroll->verticalScrollBar()->setValue(0);
    showNumbers();
    showWindow();
    followTraining();
}

// The texts, with as many of their numbers as are there.
void LessonPanel::showNumbers()
{
    const core::LessonStep* step = m_lesson.step();
    if (step == nullptr) {
        QString list;
        for (const QString& id : lessonIds()) {
            const auto lesson = lessonById(id, currentLanguage());
            list += QStringLiteral("<p><a href=\"%1%2\">%3</a></p>")
                        .arg(QLatin1String(kLessonLink), id, QString::fromStdString(lesson->title).toHtmlEscaped());
        }
        m_text->setText(list);
    } else {
        m_text->setText(m_lesson.richText(step->text));
        if (step->prediction) {
            m_predict->setText(
                QStringLiteral("<b>%1</b> %2").arg(tr("Predict."), m_lesson.richText(step->prediction->question)));
            for (std::size_t i = 0; i < m_answers.size(); ++i) {
                QTextDocument plain;
                plain.setHtml(m_lesson.richText(step->prediction->answers[i].text));
                m_answers[i]->setText(plain.toPlainText());
            }
        }
    }
    m_predict->setVisible(step != nullptr && step->prediction.has_value());
    showMarks();
}

// What was answered and done, and what may be seen after that.
void LessonPanel::showMarks()
{
    const core::LessonStep* step = m_lesson.step();
    const bool open = step != nullptr && !m_lesson.isPredictionDue();
    const auto chosen = m_lesson.answered();
    const auto right = m_lesson.rightAnswer();
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
        using State = AnswerButton::State;
        const bool isChosen = chosen == i;
        const State state = !chosen      ? State::Open
                            : !right     ? (isChosen ? State::Waits : State::Other)
                            : right == i ? State::Right
                            : isChosen   ? State::Wrong
                                         : State::Other;
        m_answers[i]->setState(state, isChosen);
    }
    const auto show = [&](QLabel* label, bool has, const QString& text) {
        label->setText(has ? text : QString());
        label->setVisible(has);
    };
    show(m_action, open && step->action,
         open && step->action
             ? lineOf(m_lesson.isDone() ? QStringLiteral("☑") : QStringLiteral("☐"),
                      QStringLiteral("<b>%1</b> %2")
                          .arg(m_lesson.isDone() ? tr("Done.") : tr("Do."), m_lesson.richText(step->action->text)))
             : QString());
    // It says what there is to be seen when that is done.
    show(m_notice, open && !step->notice.empty() && (!step->action || m_lesson.isDone()),
         open ? QStringLiteral("<b>%1</b> %2").arg(tr("See."), m_lesson.richText(step->notice)) : QString());
    show(m_question, open && !step->question.empty(),
         open ? QStringLiteral("<b>%1</b> %2").arg(tr("Ask yourself."), m_lesson.richText(step->question)) : QString());
    QString proof;
    if (open && !step->claims.empty()) {
        std::size_t known = 0;
        const bool good = std::ranges::all_of(step->claims, [&](const core::Expression& claim) {
            const auto holds = m_lesson.holds(claim);
            known += holds ? 1U : 0U;
            return holds.value_or(true);
        });
        const bool all = known == step->claims.size();
        const auto numbers = m_lesson.provedNumbers();
        for (std::size_t i = 0; i < std::min(numbers.size(), kMostProved); ++i)
            proof += QStringLiteral("<br>%1: <b>%2</b>").arg(numbers[i].words.toHtmlEscaped(), numbers[i].value);
        if (numbers.size() > kMostProved)
            proof +=
                QStringLiteral("<br>") + tr("and %n more", nullptr, static_cast<int>(numbers.size() - kMostProved));
        const QString head = !all   ? tr("Being measured on this machine …")
                             : good ? tr("Measured just now; what the step says holds.")
                                    : tr("Measured just now; what the step says does not hold here.");
        proof = QStringLiteral("<small>%1 %2%3</small>")
                    .arg(!all   ? QStringLiteral("…")
                         : good ? QStringLiteral("✓")
                                : QStringLiteral("✗"),
                         head, proof);
    }
    if (!m_lesson.trouble().isEmpty() && open)
        proof += QStringLiteral("<br><small>%1</small>").arg(m_lesson.trouble().toHtmlEscaped());
    show(m_proof, !proof.isEmpty(), proof);
    m_back->setEnabled(m_lesson.hasPrevious());
    const bool isLast = m_lesson.lesson() != nullptr && !m_lesson.hasNext();
    const bool goesOn = isLast && !lessonAfter(*m_lesson.lesson()).isEmpty();
    m_next->setEnabled(m_lesson.hasNext() || goesOn);
    m_next->setText(m_lesson.isPredictionDue() ? tr("Skip") : goesOn ? tr("Next lesson") : tr("Next"));
    m_next->setToolTip(m_lesson.isPredictionDue() ? tr("To the next step, without an answer (Ctrl+PgDown)")
                                                  : tr("To the next step (Ctrl+PgDown)"));
    m_back->parentWidget()->setVisible(step != nullptr);
}

// Only what the step needs, and nothing of it before the prediction.
void LessonPanel::showWindow()
{
    if (!m_windowTaken)
        return;
    WindowServices& window = m_context.window;
    const core::LessonStep* step = m_lesson.step();
    const bool due = m_lesson.isPredictionDue();
    if (m_curtain == nullptr)
        m_curtain = new Curtain(window.columns(), tr("First predict. The picture comes with your answer."));
    m_curtain->setDrawn(due);
    m_free->setText(isAway() ? tr("Return") : tr("Everything"));
    m_free->setEnabled(!due || isAway());
    m_free->setToolTip(isAway() ? tr("Show again what this step shows (Ctrl+Home)")
                       : due    ? tr("All of the window comes with your answer")
                                : tr("Bring back all of the window and play; one click returns to the step"));
    QStringList wanted = m_viewsBefore;
    std::optional<QStringList> controls;
    if (step != nullptr && !m_playsFreely && !step->controls.empty()) {
        controls.emplace();
        for (const std::string& control : step->controls)
            controls->append(QString::fromStdString(control));
        wanted = due ? QStringList() : *controls;
        wanted.append(QLatin1String(kOwnId));
    } else if (step != nullptr) {
        wanted.append(QLatin1String(kOwnId));
    }
    window.showOnly(controls);
    std::vector<std::string> shown;
    for (const View& view : allViews()) {
        if (view.place == Place::Window)
            continue;
        if (wanted.contains(QString::fromStdString(view.id)))
            shown.push_back(view.id);
        else if (window.isViewShown(view.id))
            window.showView(view.id, false);
    }
    // The first that is named stands in front where some share a place.
    std::ranges::sort(shown, std::greater{},
                      [&](const std::string& id) { return wanted.indexOf(QString::fromStdString(id)); });
    for (const std::string& id : shown)
        if (!window.isViewInFront(id))
            window.showView(id, true);
    m_windowTaken = step != nullptr;
}

void LessonPanel::showTerm(const QString& id)
{
    const auto found = std::ranges::find(m_terms, id.toStdString(), &core::Term::id);
    if (found == m_terms.end())
        return;
    m_term->setText(QStringLiteral("<b>%1.</b> %2")
                        .arg(QString::fromStdString(found->title).toHtmlEscaped(), m_lesson.richText(found->text)));
    m_term->show();
    m_page->activate();
    m_scroll->ensureWidgetVisible(m_term);
}

// Steps may wait for what is trained live.
void LessonPanel::followTraining()
{
    const core::LessonStep* step = m_lesson.step();
    if (step == nullptr || std::ranges::find(step->controls, "train") == step->controls.end())
        return;
    auto* train = qobject_cast<TrainPanel*>(m_context.window.view("train"));
    if (train == nullptr)
        return;
    const LiveTraining* training = &train->training();
    connect(training, &LiveTraining::changed, this, &LessonPanel::takeTraining, Qt::UniqueConnection);
}

QString LessonPanel::textShown() const
{
    QStringList shown;
    for (const QLabel* label : {m_text, m_formula, m_predict, m_action, m_notice, m_proof, m_question, m_term})
        if (!label->isHidden()) {
            QTextDocument plain;
            plain.setHtml(label->text());
            shown.append(plain.toPlainText());
        }
    return shown.join(QLatin1Char('\n'));
}

bool LessonPanel::isCurtainDrawn() const { return m_curtain != nullptr && m_curtain->isDrawn(); }

void LessonPanel::takeTraining()
{
    auto* train = qobject_cast<TrainPanel*>(m_context.window.view("train"));
    if (train == nullptr)
        return;
    const auto view = train->training().view();
    long step = 0;
    for (const LiveRunView& run : view->runs)
        step = step == 0 ? run.step : std::min(step, run.step);
    m_lesson.setTraining(step, view->plan.length);
}

View lessonView()
{
    constexpr int usualWidth = 330;
    return {.id = kOwnId,
            .title = Views::tr("Lesson"),
            .place = Place::Left,
            .shortcut = QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L),
            .isTall = true, // its buttons stay where they are
            .size = usualWidth,
            .make = [](const ViewContext& context) { return new LessonPanel(context); }};
}

} // namespace ui
