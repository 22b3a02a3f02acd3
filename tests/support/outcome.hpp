// How an attempt ended, in one word, for tests that let several attempts meet.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace usher::test {

/// A recipient who was not invited, and why.
class NotSent : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// "done"; else how what `attempt` did was refused: a problem's code, why an invitation was not
/// sent, or status and scimType of a SCIM error ("409 uniqueness"). Anything else passes through.
[[nodiscard]] std::string outcome_of(const std::function<void()>& attempt);

using Attempts = std::vector<std::function<void()>>;

/// Runs every attempt in a thread of its own; all start together. Their outcomes, in the order of
/// `attempts`; an exception that is no refusal comes back as "exception: WHAT".
[[nodiscard]] std::vector<std::string> at_once(const Attempts& attempts);

}  // namespace usher::test
