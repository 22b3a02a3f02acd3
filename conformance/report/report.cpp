#include "conformance/report/report.hpp"

#include <algorithm>
#include <sstream>

namespace usher::conformance {

namespace {

void count(Score& score, Outcome outcome) {
    switch (outcome) {
        case Outcome::passed:
            ++score.passed;
            break;
        case Outcome::deviation:
            ++score.deviations;
            break;
        case Outcome::failed:
            ++score.failed;
            break;
        case Outcome::skipped:
            ++score.skipped;
            break;
    }
}

std::string padded(std::string text, std::size_t width) {
    text.resize(std::max(width, text.size()), ' ');
    return text;
}

std::string right(int number, std::size_t width) {
    const auto text = std::to_string(number);
    return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
}

std::string line(const Score& score) {
    return padded(score.topic, 24) + right(score.passed, 7) + right(score.deviations, 11) +
           right(score.failed, 8) + right(score.skipped, 9) + right(score.percent(), 7) + " %\n";
}

void list(std::ostringstream& out, const Report& report, Outcome outcome) {
    for (const auto& [check, verdict] : report.results) {
        if (verdict.outcome != outcome) continue;
        out << "\n"
            << name_of(outcome) << "  " << check.id << "  (" << name_of(check.level) << ", "
            << check.section << ")\n  " << check.clause << "\n  " << verdict.reason << "\n";
        if (verdict.exchanges.empty()) continue;
        const auto& last = verdict.exchanges.back();
        out << "  > " << last.request.method << ' ' << clipped(last.request.path, 300) << '\n';
        if (!last.request.body.empty()) out << "  > " << clipped(last.request.body, 600) << '\n';
        out << "  < " << last.status() << ' ' << clipped(last.response.body, 600) << '\n';
    }
}

}  // namespace

std::vector<Score> scores(const Report& report) {
    std::vector<Score> all;
    for (const auto& [check, verdict] : report.results) {
        auto found = std::ranges::find(all, check.topic, &Score::topic);
        if (found == all.end()) found = all.insert(all.end(), Score{.topic = check.topic});
        count(*found, verdict.outcome);
    }
    return all;
}

Score total(const Report& report) {
    Score sum{.topic = "all"};
    for (const auto& result : report.results)
        count(sum, result.verdict.outcome);
    return sum;
}

std::string clipped(const std::string& text, std::size_t length) {
    if (text.size() <= length) return text;
    while (length > 0 && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U)
        --length;
    return text.substr(0, length) + "… (" + std::to_string(text.size()) + " bytes)";
}

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char letter : text) {
        switch (letter) {
            case '&':
                safe += "&amp;";
                break;
            case '<':
                safe += "&lt;";
                break;
            case '>':
                safe += "&gt;";
                break;
            case '"':
                safe += "&quot;";
                break;
            case '\'':
                safe += "&#39;";
                break;
            default:
                // XML has no place for most control characters.
                safe += static_cast<unsigned char>(letter) < 32 && letter != '\n' && letter != '\t'
                            ? ' '
                            : letter;
        }
    }
    return safe;
}

std::string as_text(const Report& report) {
    std::ostringstream out;
    out << report.base_url << ", profile " << report.profile << ", " << report.started << "\n";
    for (const auto& note : report.notes)
        out << "note: " << note << '\n';
    list(out, report, Outcome::failed);
    list(out, report, Outcome::deviation);
    out << "\n" << padded("topic", 24) << " passed  deviation  failed  skipped  score\n";
    for (const auto& score : scores(report))
        out << line(score);
    out << line(total(report));
    for (const auto& path : report.left)
        out << "could not be deleted: " << path << '\n';
    if (report.interrupted) out << "The run was interrupted.\n";
    return out.str();
}

}  // namespace usher::conformance
