// What every table of routes does alike: patterns against paths, methods against rows (RFC 9110
// §9.3.2 HEAD, §9.3.7 OPTIONS, §15.5.6 Allow). Pure.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace usher::http {

/// Says whether `segment` may stand where a pattern has `placeholder` ("{id}"), and notes it.
using Capture = std::function<bool(std::string_view placeholder, const std::string& segment)>;

/// Whether `path` fits `pattern`: as many segments, and each equal or captured.
[[nodiscard]] bool fits_pattern(
    std::string_view pattern, std::span<const std::string> path, const Capture& capture
);

/// The methods that a path knows, each once, for Allow.
class AllowedMethods {
  public:
    /// `method` of a route; GET brings HEAD with it.
    void add(std::string_view method);

    [[nodiscard]] bool empty() const { return methods_.empty(); }

    /// "GET, HEAD, OPTIONS": OPTIONS is known to every path.
    [[nodiscard]] std::string header() const;

  private:
    std::vector<std::string_view> methods_;
};

/// The method under which a request is looked up: HEAD counts as GET.
[[nodiscard]] constexpr std::string_view routed_method(std::string_view method) {
    return method == "HEAD" ? std::string_view("GET") : method;
}

}  // namespace usher::http
