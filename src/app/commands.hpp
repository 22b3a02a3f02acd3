// The command line: what can be asked of the program, and with which exit status it ends.
#pragma once

#include "base/config.hpp"

#include <exception>
#include <iosfwd>
#include <memory>

namespace usher::app {

enum class ExitStatus { done = 0, failed = 1, wrong_usage = 2 };

class CommandLine {
  public:
    /// Answers go to `out`, the log and what went wrong to `error`.
    CommandLine(base::Environment environment, std::ostream& out, std::ostream& error);
    CommandLine(const CommandLine&) = delete;
    CommandLine& operator=(const CommandLine&) = delete;
    ~CommandLine();

    /// Does what the arguments say. What it throws is for status_of().
    [[nodiscard]] ExitStatus run(int count, const char* const* arguments);

    /// Says what ended run(), and with which status the program ends. A request for help is no
    /// failure.
    [[nodiscard]] ExitStatus status_of(const std::exception& thrown) const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace usher::app
