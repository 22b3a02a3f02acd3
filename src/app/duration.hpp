// Durations as an operator writes them: "90m", "12h", "30d".
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace usher::app {

/// A whole positive number and a unit (s, m, h or d), up to ten years. Nothing for any other text.
[[nodiscard]] std::optional<std::chrono::seconds> duration_from(std::string_view text);

}  // namespace usher::app
