// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/controls/slope_text.h"

#include <QRegularExpression>

#include <cmath>

namespace ui {

namespace {

constexpr qsizetype kLongestText = 64; // keeps the brackets' recursion shallow

// product := power ('/' power)*    power := '-' power | primary ['^' power]    primary := number | '(' product ')'
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
    bool take(char letter)
    {
        if (m_at >= m_text.size() || m_text.at(m_at) != QLatin1Char(letter))
            return false;
        ++m_at;
        return true;
    }

    std::optional<double> product()
    {
        std::optional<double> value = power();
        while (value && take('/')) {
            const std::optional<double> divisor = power();
            value = divisor ? std::optional(*value / *divisor) : std::nullopt;
        }
        return value;
    }

    std::optional<double> power()
    {
        if (take('-')) {
            const std::optional<double> value = power();
            return value ? std::optional(-*value) : std::nullopt;
        }
        const std::optional<double> base = primary();
        if (!base || !take('^'))
            return base;
        const std::optional<double> exponent = power();
        return exponent ? std::optional(std::pow(*base, *exponent)) : std::nullopt;
    }

    std::optional<double> primary()
    {
        if (take('(')) {
            const std::optional<double> value = product();
            return take(')') ? value : std::nullopt;
        }
        const qsizetype start = m_at;
        const auto digits = [this] {
            while (m_at < m_text.size() && m_text.at(m_at) >= QLatin1Char('0') && m_text.at(m_at) <= QLatin1Char('9'))
                ++m_at;
        };
        digits();
        if (take('.'))
            digits();
        if (m_at > start && m_at < m_text.size() && m_text.at(m_at).toLower() == QLatin1Char('e')) {
            ++m_at;
            if (!take('-'))
                take('+');
            digits();
        }
        bool ok = false;
        const double value = QStringView(m_text).mid(start, m_at - start).toDouble(&ok);
        return ok ? std::optional(value) : std::nullopt;
    }

    const QString m_text;
    qsizetype m_at = 0;
};

// Values pass through float files and floating sums; a slope this near to a power of two is one.
bool isWhole(double exponent) { return std::abs(exponent - std::round(exponent)) < 1e-6; }

QString trimmed(QString digits)
{
    if (digits.contains(QLatin1Char('.'))) {
        while (digits.endsWith(QLatin1Char('0')))
            digits.chop(1);
        if (digits.endsWith(QLatin1Char('.')))
            digits.chop(1);
    }
    return digits;
}

} // namespace

QString formatSlope(double slope)
{
    if (slope == 0.0)
        return QStringLiteral("0");
    if (!std::isfinite(slope))
        return QStringLiteral("?");
    if (slope < 0.0)
        return QLatin1Char('-') + formatSlope(-slope);
    const double exponent = std::log2(slope);
    const int whole = static_cast<int>(std::lround(exponent));
    if (isWhole(exponent) && whole >= -14 && whole < 0)
        return QStringLiteral("1/%1").arg(1 << -whole);
    if (slope >= 1e-4 && slope < 1e5) {
        const int decimals = slope >= 1000.0 ? 0 : 3 - static_cast<int>(std::floor(std::log10(slope)));
        return trimmed(QString::number(slope, 'f', decimals));
    }
    return QStringLiteral("2^") + trimmed(QString::number(exponent, 'f', 3));
}

std::optional<double> parseSlope(const QString& text)
{
    QString plain = text.simplified();
    static const QRegularExpression twoNumbers(QStringLiteral("[0-9.] [0-9.]"));
    if (plain.contains(twoNumbers))
        return std::nullopt;
    plain.remove(QLatin1Char(' '));
    plain.replace(QChar(0x2212), QLatin1Char('-')); // the typographic minus, as pasted from papers
    plain.replace(QLatin1Char(','), QLatin1Char('.'));
    if (plain.isEmpty() || plain.size() > kLongestText)
        return std::nullopt;
    const std::optional<double> value = Reader(plain).readAll();
    if (!value || !std::isfinite(*value) || std::abs(*value) > kLargestSlope)
        return std::nullopt;
    return *value == 0.0 ? 0.0 : *value; // no minus zero
}

} // namespace ui
