// A check: what the standard demands, how it is tried, and what came of it.
#pragma once

#include "conformance/engine/exchange.hpp"

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::conformance {

class Run;
struct Target;

/// The strength of the clause (RFC 2119).
enum class Level { must, should, may };

/// passed: as the clause wants. failed: a MUST is broken. deviation: a SHOULD or MAY is not
/// followed, or a MUST in a way that a client can live with. skipped: could not be tried, or the
/// server says that it does not have it.
enum class Outcome { passed, deviation, failed, skipped };

[[nodiscard]] std::string_view name_of(Level level);
[[nodiscard]] std::string_view name_of(Outcome outcome);

struct Verdict {
    Outcome outcome = Outcome::passed;
    std::string reason;              ///< of whatever is not passed
    std::deque<Exchange> exchanges;  ///< the last ones of the check, in order
};

struct Check {
    std::string id;  ///< "patch.add-appends"
    std::string topic;
    Level level = Level::must;
    std::string section;  ///< "RFC 7644 §3.5.2.1"
    std::string clause;   ///< what is demanded, in our own words
    std::function<void(Run&)> body;
    bool goes_on = false;  ///< what it creates is for the check after it, too
};

/// The checks, as the topic files write them down:
/// `suite.topic("patch"); suite.must("add-appends", "RFC 7644 §3.5.2.1", "…", [](Run& run) {…});`
class Suite {
  public:
    using Body = std::function<void(Run&)>;

    /// What follows belongs to this topic; ids begin with it.
    void topic(std::string name) { topic_ = std::move(name); }

    void must(std::string id, std::string section, std::string clause, Body body) {
        add(Level::must, std::move(id), std::move(section), std::move(clause), std::move(body));
    }

    void should(std::string id, std::string section, std::string clause, Body body) {
        add(Level::should, std::move(id), std::move(section), std::move(clause), std::move(body));
    }

    void may(std::string id, std::string section, std::string clause, Body body) {
        add(Level::may, std::move(id), std::move(section), std::move(clause), std::move(body));
    }

    /// The last check added is a step of a longer story: its resources stay for the next one.
    void goes_on() { checks_.back().goes_on = true; }

    [[nodiscard]] const std::vector<Check>& checks() const { return checks_; }

  private:
    void add(Level level, std::string id, std::string section, std::string clause, Body body) {
        checks_.push_back(
            {.id = topic_ + "." + std::move(id),
             .topic = topic_,
             .level = level,
             .section = std::move(section),
             .clause = std::move(clause),
             .body = std::move(body),
             .goes_on = false}
        );
    }

    std::string topic_;
    std::vector<Check> checks_;
};

/// What a check's body throws to end; Run::expect and its kin do it.
struct Failure {
    std::string reason;
};

struct Deviation {
    std::string reason;
};

struct Skip {
    std::string reason;
};

}  // namespace usher::conformance
