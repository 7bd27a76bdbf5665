// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/number_text.h"

#include <QRegularExpression>

#include <cmath>

namespace ui {

namespace {

constexpr qsizetype kLongestText = 64; // keeps the brackets' recursion shallow

// product := power (('/' | '×') power)*    power := '-' power | primary ['^' power]
// primary := number | '(' product ')'
class Reader
{
public:
    explicit Reader(const QString& text)
        : m_text(text)
    {}

    std::optional<double> readAll()
    {
        const std::optional<double> value = product();
        return m_at == m_text.size() ? value : std::nullopt;
    }

private:
    bool take(char16_t letter)
    {
        if (m_at >= m_text.size() || m_text.at(m_at) != QChar(letter))
            return false;
        ++m_at;
        return true;
    }

    std::optional<double> product()
    {
        std::optional<double> value = power();
        while (value) {
            const bool divided = take(u'/');
            if (!divided && !take(u'×'))
                break;
            const std::optional<double> other = power();
            if (!other)
                return std::nullopt;
            value = divided ? *value / *other : *value * *other;
        }
        return value;
    }

    std::optional<double> power()
    {
        if (take(u'-')) {
            const std::optional<double> value = power();
            return value ? std::optional(-*value) : std::nullopt;
        }
        const std::optional<double> base = primary();
        if (!base || !take(u'^'))
            return base;
        const std::optional<double> exponent = power();
        return exponent ? std::optional(std::pow(*base, *exponent)) : std::nullopt;
    }

    std::optional<double> primary()
    {
        if (take(u'(')) {
            const std::optional<double> value = product();
            return take(u')') ? value : std::nullopt;
        }
        const qsizetype start = m_at;
        const auto digits = [this] {
            while (m_at < m_text.size() && m_text.at(m_at) >= QLatin1Char('0') && m_text.at(m_at) <= QLatin1Char('9'))
                ++m_at;
        };
        digits();
        if (take(u'.'))
            digits();
        if (m_at > start && m_at < m_text.size() && m_text.at(m_at).toLower() == QLatin1Char('e')) {
            ++m_at;
            if (!take(u'-'))
                take(u'+');
            digits();
        }
        bool ok = false;
        const double value = QStringView(m_text).mid(start, m_at - start).toDouble(&ok);
        return ok ? std::optional(value) : std::nullopt;
    }

    const QString m_text;
    qsizetype m_at = 0;
};

// "10⁻⁵" → "10^(-5)"
QString withLoweredExponents(const QString& text)
{
    static const QString raised = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹⁻");
    static const QString plain = QStringLiteral("0123456789-");
    QString result;
    bool inside = false;
    for (const QChar letter : text) {
        const qsizetype at = raised.indexOf(letter);
        if ((at >= 0) != inside)
            result += inside ? QStringLiteral(")") : QStringLiteral("^(");
        inside = at >= 0;
        result += inside ? plain.at(at) : letter;
    }
    return inside ? result + QLatin1Char(')') : result;
}

} // namespace

std::optional<double> parseNumber(const QString& text)
{
    QString plain = text.simplified();
    static const QRegularExpression twoNumbers(QStringLiteral("[0-9.,] [0-9.,]"));
    if (plain.isEmpty() || plain.size() > kLongestText || plain.contains(twoNumbers))
        return std::nullopt;
    plain.remove(QLatin1Char(' '));
    plain.replace(QChar(0x2212), QLatin1Char('-')); // the typographic minus, as axes write it
    plain.replace(QLatin1Char(','), QLatin1Char('.'));
    plain.replace(QChar(0x00b7), QChar(0x00d7));
    const std::optional<double> value = Reader(withLoweredExponents(plain)).readAll();
    if (!value || !std::isfinite(*value))
        return std::nullopt;
    return *value == 0.0 ? 0.0 : *value; // no minus zero
}

} // namespace ui
