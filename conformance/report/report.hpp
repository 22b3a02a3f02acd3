// The outcome of a run, and how it is written down.
#pragma once

#include "conformance/engine/check.hpp"

#include <map>
#include <string>
#include <vector>

namespace usher::conformance {

struct Result {
    Check check;
    Verdict verdict;
};

struct Report {
    std::string base_url;
    std::string profile;
    std::string started;  ///< "2026-11-26 00:31 UTC"
    double seconds = 0;
    bool interrupted = false;
    std::vector<std::string> notes;  ///< what discovery had to assume
    std::vector<std::string> left;   ///< paths that could not be deleted
    std::vector<Result> results;
};

struct Score {
    std::string topic;
    int passed = 0, deviations = 0, failed = 0, skipped = 0;

    [[nodiscard]] int tried() const { return passed + deviations + failed; }

    /// Of what could be tried, in percent; 0 if nothing could.
    [[nodiscard]] int percent() const { return tried() == 0 ? 0 : passed * 100 / tried(); }
};

/// One score a topic, in the order of the checks.
[[nodiscard]] std::vector<Score> scores(const Report& report);
[[nodiscard]] Score total(const Report& report);

[[nodiscard]] std::string as_text(const Report& report);
[[nodiscard]] std::string as_json(const Report& report);
[[nodiscard]] std::string as_junit(const Report& report);
/// One page without anything from elsewhere: it can be mailed.
[[nodiscard]] std::string as_html(const Report& report);

/// For XML and HTML.
[[nodiscard]] std::string escaped(std::string_view text);
/// Shortened for people; whole UTF-8 characters only.
[[nodiscard]] std::string clipped(const std::string& text, std::size_t length);

}  // namespace usher::conformance
