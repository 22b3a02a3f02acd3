// The status of a user: derived, never stored (domain.md, "Status of a user"); first row that
// holds, wins. The same table in C++ and in SQL, so that a filter means what is shown.
#pragma once

#include "base/clock.hpp"
#include "store/resources.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace usher::invitation {

enum class Status { inactive, active, pending, expired, registered };

inline constexpr std::array<std::string_view, 5> status_names{
    "inactive", "active", "pending", "expired", "registered"};

[[nodiscard]] constexpr std::string_view name_of(Status status) {
    return status_names.at(static_cast<std::size_t>(status));
}

[[nodiscard]] std::optional<Status> status_from(std::string_view name);

/// Exact at `now`, whatever the sweeper has done. `now` as base::to_text() writes it.
[[nodiscard]] Status status_of(const store::StoredResource& user, std::string_view now);

/// The SQL condition under which the row `r` of `resource` has `status`; `now` is the placeholder
/// under which base::to_text(now) is bound.
[[nodiscard]] std::string status_condition(Status status, std::string_view now);

}  // namespace usher::invitation
