// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/view_models/open_lesson.h"

#include "core/base/error.h"
#include "core/base/number_text.h"
#include "ui/language/words.h"
#include "ui/library/lessons.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ui {
namespace {

// Everything that the step says in numbers, in the order in which people come to it; each once.
std::vector<core::Expression> expressionsOf(const core::LessonStep& step)
{
    std::vector<core::Expression> all;
    std::set<std::string> seen;
    const auto add = [&](const core::Expression& expression) {
        if (seen.insert(expression.text()).second)
            all.push_back(expression);
    };
    const auto addText = [&](const core::MarkedText& text) {
        for (const core::TextPiece& piece : text)
            if (piece.number)
                add(*piece.number);
    };
    for (const core::MarkedText& sentence : step.text)
        addText(sentence);
    if (step.prediction) {
        addText(step.prediction->question);
        for (const core::LessonAnswer& answer : step.prediction->answers) {
            addText(answer.text);
            add(answer.right);
        }
    }
    if (step.action)
        addText(step.action->text);
    for (const core::MarkedText* text : {&step.notice, &step.question})
        addText(*text);
    for (const core::Expression& claim : step.claims)
        add(claim);
    addText(step.notes);
    return all;
}

} // namespace

OpenLesson::OpenLesson(Session& session, Selection& selection, core::ThreadPool& pool, QObject* parent)
    : QObject(parent)
    , m_session(session)
    , m_selection(selection)
    , m_measurements(std::make_shared<core::Measurements>(lessonSources(), pool))
    , m_measuring(this, {.othersWait = [&session] { return session.isPictureDue(); }})
    , m_watching(this, {.othersWait = [&session] { return session.isPictureDue(); }})
{
    connect(&session, &Session::setupChanged, this, [this] {
        m_arrived = m_arrived || (m_lesson != nullptr && m_session.setup() == step()->setup);
        watch();
    });
    connect(&session.undoStack(), &QUndoStack::indexChanged, this, &OpenLesson::followUndo);
    connect(&selection, &Selection::changed, this, &OpenLesson::watch);
}

OpenLesson::~OpenLesson() = default;

const core::LessonStep* OpenLesson::step() const { return m_lesson != nullptr ? &m_lesson->steps[m_index] : nullptr; }

void OpenLesson::open(std::shared_ptr<const core::Lesson> lesson, std::size_t step)
{
    if (m_lesson == nullptr)
        m_before = m_session.setup();
    m_lesson = std::move(lesson);
    m_marks.clear();
    m_results.clear();
    m_index = std::min(step, m_lesson->steps.size() - 1);
    enter();
}

void OpenLesson::leave()
{
    if (m_lesson == nullptr)
        return;
    m_measuring.forget();
    m_watching.forget();
    m_lesson = nullptr;
    m_selection.release();
    m_selection.unpin();
    if (m_before && !m_before->columns.empty()) // undo then ends before the lesson, not in it
        m_session.goBackTo(tr("leave the lesson"), *std::exchange(m_before, std::nullopt));
    emit stepChanged();
}

void OpenLesson::goTo(std::size_t step)
{
    if (m_lesson == nullptr || step >= m_lesson->steps.size() || step == m_index)
        return;
    m_index = step;
    enter();
}

// Less than the step's own showing is left.
void OpenLesson::followUndo(int index)
{
    if (m_lesson == nullptr || !m_arrived)
        return;
    if (!m_undoAt)
        m_undoAt = index;
    if (std::exchange(m_undone, index < *m_undoAt) != m_undone)
        emit progressed();
}

void OpenLesson::enter()
{
    m_arrived = m_session.setup() == step()->setup;
    m_undone = false;
    m_undoAt = m_arrived ? std::optional(m_session.undoStack().index()) : std::nullopt;
    m_selection.release();
    m_selection.unpin();
    show();
    measure();
    emit stepChanged();
}

void OpenLesson::returnToStep()
{
    if (m_lesson != nullptr)
        show();
}

void OpenLesson::show()
{
    const core::Setup setup = step()->setup;
    const QString what = tr("step %1 of “%2”").arg(m_index + 1).arg(QString::fromStdString(m_lesson->title));
    m_session.open(what, [setup](core::Setup& e) { e = setup; });
}

bool OpenLesson::isPredictionDue() const
{
    return m_lesson != nullptr && step()->prediction.has_value() && !answered().has_value();
}

void OpenLesson::answer(std::size_t answer)
{
    if (m_lesson == nullptr || !step()->prediction || answer >= step()->prediction->answers.size())
        return;
    m_marks[m_index].answer = answer;
    if (m_undone) // what it is about is to be seen
        returnToStep();
    emit progressed();
    watch();
}

std::optional<std::size_t> OpenLesson::answered() const
{
    const auto found = m_marks.find(m_index);
    return found == m_marks.end() ? std::nullopt : found->second.answer;
}

bool OpenLesson::isDone() const
{
    const auto found = m_marks.find(m_index);
    return found != m_marks.end() && found->second.done;
}

const core::Outcome* OpenLesson::known(const core::Expression& expression) const
{
    const auto found = m_results.find(expression.text());
    return found == m_results.end() || !found->second.outcome ? nullptr : &*found->second.outcome;
}

std::optional<std::size_t> OpenLesson::rightAnswer() const
{
    if (m_lesson == nullptr || !step()->prediction)
        return std::nullopt;
    const auto& answers = step()->prediction->answers;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (const core::Outcome* outcome = known(answers[i].right); outcome != nullptr && outcome->holds())
            return i;
    return std::nullopt;
}

std::optional<bool> OpenLesson::holds(const core::Expression& claim) const
{
    const core::Outcome* outcome = known(claim);
    return outcome != nullptr ? std::optional(outcome->holds()) : std::nullopt;
}

std::vector<ProvedNumber> OpenLesson::provedNumbers() const
{
    std::vector<ProvedNumber> numbers;
    if (m_lesson == nullptr)
        return numbers;
    std::set<QString> seen;
    for (const core::Expression& claim : step()->claims)
        if (const core::Outcome* outcome = known(claim))
            for (const core::Measured& measured : outcome->measured)
                if (const QString said = words(measured.words); seen.insert(said).second)
                    numbers.push_back({said, QString::fromStdString(core::plainNumber(measured.value))});
    return numbers;
}

QString OpenLesson::richText(const core::MarkedText& text) const
{
    QString rich;
    for (const core::TextPiece& piece : text) {
        QString words = QString::fromStdString(piece.words).toHtmlEscaped();
        if (piece.number) {
            const auto found = m_results.find(piece.number->text());
            const core::Outcome* outcome = known(*piece.number);
            words = found == m_results.end() ? QStringLiteral("…") // being worked out
                    : outcome == nullptr
                        ? QStringLiteral("?")
                        : QString::fromStdString(core::numberText(outcome->number(), piece.format)).toHtmlEscaped();
            words = QStringLiteral("<b>%1</b>").arg(words);
        }
        if (!piece.term.empty())
            words =
                QStringLiteral("<a href=\"%1\">%2</a>").arg(QString::fromStdString(piece.term).toHtmlEscaped(), words);
        rich += piece.emphasised ? QStringLiteral("<i>%1</i>").arg(words) : words;
    }
    return rich;
}

QString OpenLesson::richText(const std::vector<core::MarkedText>& sentences) const
{
    QStringList rich;
    for (const core::MarkedText& sentence : sentences)
        rich.append(richText(sentence));
    return rich.join(QLatin1Char(' '));
}

// What was measured for other steps is remembered.
void OpenLesson::measure()
{
    m_trouble.clear();
    std::vector<core::Expression> wanted;
    for (const core::Expression& expression : expressionsOf(*step()))
        if (known(expression) == nullptr) {
            m_results.erase(expression.text());
            wanted.push_back(expression);
        }
    m_unknown = wanted.size();
    if (wanted.empty()) {
        m_measuring.forget();
        emit measured();
        return;
    }
    m_measuring.start([this, wanted = std::move(wanted), measurements = m_measurements](const Job::Run& run) {
        for (const core::Expression& expression : wanted) {
            Result result;
            QString trouble;
            try {
                core::LessonFacts facts(*measurements, std::nullopt, run.cancel());
                result.outcome = expression.evaluate(facts);
            } catch (const core::Error& problem) {
                trouble = sentenceOf(problem);
            }
            run.deliver([this, text = expression.text(), result = std::move(result), trouble] {
                if (!trouble.isEmpty())
                    m_trouble = trouble;
                take(text, result);
            });
        }
    });
}

void OpenLesson::take(const std::string& expression, Result result)
{
    m_results[expression] = std::move(result);
    m_unknown -= m_unknown > 0 ? 1U : 0U;
    emit numbersChanged();
    if (m_unknown == 0)
        emit measured();
}

// A tick stays, whatever is changed afterwards. What a prediction hides cannot be done before it.
void OpenLesson::watch()
{
    if (!m_arrived || m_lesson == nullptr || !step()->action || isDone() || isPredictionDue())
        return;
    core::LessonState state{m_session.setup(), std::nullopt, m_trainingStep, m_trainingLength};
    for (std::size_t c = 0; c < state.setup.columns.size() && !state.cell; ++c)
        if (const auto cell = m_selection.chosen(c))
            state.cell = {cell->query, cell->key};
    const auto holds = std::make_shared<bool>(false);
    const auto work = [holds, state, done = step()->action->done, measurements = m_measurements](const Job::Run& run) {
        try {
            core::LessonFacts facts(*measurements, state, run.cancel());
            *holds = done.evaluate(facts).holds();
        } catch (const core::Error&) {
            *holds = false; // a column that is gone, say: then it is not done
        }
    };
    m_watching.start(work, [this, holds, index = m_index](const JobEnding& ending) {
        if (ending.cancelled || !*holds || m_lesson == nullptr || index != m_index)
            return;
        m_marks[m_index].done = true;
        emit progressed();
    });
}

void OpenLesson::setTraining(long step, long length)
{
    if (step == m_trainingStep && length == m_trainingLength)
        return;
    m_trainingStep = step;
    m_trainingLength = length;
    watch();
}

} // namespace ui
