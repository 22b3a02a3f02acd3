#include "invitation/status.hpp"

#include <algorithm>
#include <iterator>

namespace usher::invitation {

namespace {

struct StatusRow {
    Status status;
    bool (*holds)(const store::StoredResource& user, std::string_view now);
    std::string_view condition;  ///< the same in SQL; $NOW stands for the moment
};

// It would set these far apart.
// clang-format off
constexpr std::array statuses{
    StatusRow{
        Status::inactive,
        [](const store::StoredResource& user, std::string_view) { return !user.active; },
        "r.active = 0"},
    StatusRow{
        Status::active,
        [](const store::StoredResource& user, std::string_view) { return user.joined_at.has_value(); },
        "r.joined_at IS NOT NULL"},
    StatusRow{
        Status::pending,
        [](const store::StoredResource& user, std::string_view now) {
            return user.invitation_expires_at && *user.invitation_expires_at > now;
        },
        "r.invitation_expires_at IS NOT NULL AND r.invitation_expires_at > $NOW"},
    StatusRow{
        Status::expired,
        [](const store::StoredResource& user, std::string_view) {
            return user.invitation_expires_at.has_value();
        },
        "r.invitation_expires_at IS NOT NULL"},
    StatusRow{
        Status::registered,
        [](const store::StoredResource&, std::string_view) { return true; },
        "1 = 1"},
};
// clang-format on
static_assert(statuses.size() == status_names.size());

std::string at_moment(std::string_view condition, std::string_view now) {
    constexpr std::string_view token = "$NOW";
    std::string text(condition);
    if (const auto at = text.find(token); at != std::string::npos) {
        text.replace(at, token.size(), now);
    }
    return text;
}

}  // namespace

std::optional<Status> status_from(std::string_view name) {
    const auto* const found = std::find(status_names.begin(), status_names.end(), name);
    if (found == status_names.end()) return std::nullopt;
    return static_cast<Status>(std::distance(status_names.begin(), found));
}

Status status_of(const store::StoredResource& user, std::string_view now) {
    const auto* const row =
        std::find_if(statuses.begin(), statuses.end(), [&](const StatusRow& candidate) {
            return candidate.holds(user, now);
        });
    return row->status;
}

std::string status_condition(Status status, std::string_view now) {
    std::string sql;
    for (const StatusRow& row : statuses) {
        const std::string condition = at_moment(row.condition, now);
        if (row.status == status) return "(" + sql + condition + ")";
        sql.append("NOT (").append(condition).append(") AND ");
    }
    return sql;
}

}  // namespace usher::invitation
