// The log: one line an event, as text or JSON, with named fields. Handed to who needs it, never
// global.
//
// A line names things (ids, paths, statuses, durations) and shows no secret and no person's data:
// a Secret is no field value, and a request's target is logged through shown_target().
#pragma once

#include "base/clock.hpp"
#include "base/config.hpp"

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <variant>

namespace spdlog {
class logger;
}

namespace usher::base {

/// A named value of a line, borrowed for the call: {"status", 201}. An empty text is left out.
struct Field {
    Field(std::string_view field, std::string_view text) : name(field), value(text) {}

    template <std::integral Number>
    Field(std::string_view field, Number number)
        : name(field), value(static_cast<std::int64_t>(number)) {}

    std::string_view name;
    std::variant<std::string_view, std::int64_t> value;
};

using Fields = std::initializer_list<Field>;

/// Thread-safe. Each line reaches the stream in one piece.
class Log {
  public:
    /// `out` and `clock` must outlive it. The program's log goes to std::cerr.
    Log(const Config::Logging& options, const Clock& clock, std::ostream& out);
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    ~Log();

    /// `message` is a fixed text; what varies is in the fields.
    void debug(std::string_view message, Fields fields = {});
    void info(std::string_view message, Fields fields = {});
    void warning(std::string_view message, Fields fields = {});
    void error(std::string_view message, Fields fields = {});

    /// Whether such a line would be written: to spare making its fields.
    [[nodiscard]] bool writes(LogLevel level) const;

  private:
    void write(LogLevel level, std::string_view message, Fields fields);

    LogFormat format_;
    const Clock& clock_;
    std::unique_ptr<spdlog::logger> logger_;
};

/// A request's target as a log may show it: the path without what may be a secret, and the names of
/// the query's parameters, no values:
/// "/scim/v2/Users?filter=…&count=5" → "/scim/v2/Users?filter&count", "/join/SECRET" → "/join/...".
[[nodiscard]] std::string shown_target(std::string_view target);

}  // namespace usher::base
