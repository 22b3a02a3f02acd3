// One check from start to verdict.
#include "conformance/engine/run.hpp"

#include <algorithm>
#include <exception>

namespace usher::conformance {

namespace {

/// More than a report shows, and all that a recording of a check needs.
constexpr std::size_t shown_exchanges = 60;

}  // namespace

std::string_view name_of(Level level) {
    switch (level) {
        case Level::must:
            return "MUST";
        case Level::should:
            return "SHOULD";
        case Level::may:
            return "MAY";
    }
    return {};
}

std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::passed:
            return "passed";
        case Outcome::deviation:
            return "deviation";
        case Outcome::failed:
            return "failed";
        case Outcome::skipped:
            return "skipped";
    }
    return {};
}

bool Selection::includes(const Check& check) const {
    return only.empty() || std::ranges::any_of(only, [&](const std::string& wanted) {
               return check.topic == wanted || check.id == wanted ||
                      check.id.starts_with(wanted + ":") || check.id.starts_with(wanted + ".");
           });
}

Verdict carry_out(const Check& check, Session& session) {
    Verdict verdict;
    Run run(session, verdict);
    try {
        check.body(run);
    } catch (const Failure& failure) {
        verdict.outcome = check.level == Level::must ? Outcome::failed : Outcome::deviation;
        verdict.reason = failure.reason;
    } catch (const Deviation& deviation) {
        verdict.outcome = Outcome::deviation;
        verdict.reason = deviation.reason;
    } catch (const Skip& skip) {
        verdict.outcome = Outcome::skipped;
        verdict.reason = skip.reason;
    } catch (const std::exception& error) {
        verdict.outcome = Outcome::skipped;
        verdict.reason = std::string("the harness itself failed: ") + error.what();
    }
    if (!check.goes_on) session.end_check();
    while (verdict.exchanges.size() > shown_exchanges)
        verdict.exchanges.pop_front();
    return verdict;
}

}  // namespace usher::conformance
