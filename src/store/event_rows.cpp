#include "store/event_rows.hpp"

#include "base/id.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <span>

namespace usher::store {

namespace {

constexpr std::array<std::string_view, 10> event_columns{
    "organization_id",
    "id",
    "at",
    "actor_kind",
    "actor_id",
    "action",
    "subject_kind",
    "subject_id",
    "data",
    "request_id",
};

/// An INSERT of several rows, and the names of its parameters, which `sql` and Parameters share.
struct Insertion {
    std::string sql;
    std::vector<std::string> names;
};

Insertion insertion_of(std::size_t rows) {
    Insertion made{.sql = "INSERT INTO event (", .names = {}};
    for (std::size_t i = 0; i < event_columns.size(); ++i) {
        made.sql += (i == 0 ? "" : ", ") + std::string(event_columns.at(i));
    }
    made.sql += ") VALUES ";
    for (std::size_t row = 0; row < rows; ++row) {
        made.sql += row == 0 ? "(" : ", (";
        for (std::size_t i = 0; i < event_columns.size(); ++i) {
            made.names.push_back(std::string(event_columns.at(i)) + std::to_string(row));
            made.sql += (i == 0 ? ":" : ", :") + made.names.back();
        }
        made.sql += ")";
    }
    made.sql +=
        " RETURNING id, CASE WHEN EXISTS (SELECT 1 FROM webhook w "
        "WHERE w.organization_id = event.organization_id AND w.enabled = 1) THEN 1 ELSE 0 END";
    return made;
}

/// Appends the watched ones of `events`, of which the first is at `position`.
void insert(
    Transaction& tx,
    std::span<const event::Event> events,
    std::size_t position,
    std::vector<WatchedEvent>& watched
) {
    const Insertion insertion = insertion_of(events.size());
    const std::string at = base::to_text(tx.now());
    Parameters parameters;
    parameters.reserve(insertion.names.size());
    std::map<std::string, std::size_t> positions;
    for (const event::Event& event : events) {
        const std::string id = base::new_id(tx.now());
        positions.emplace(id, position++);
        for (const std::string& value :
             {event.organization_id,
              id,
              at,
              event.actor.kind,
              event.actor.id,
              std::string(event::name_of(event.action)),
              event.subject.kind,
              event.subject.id,
              event.data,
              event.request_id}) {
            parameters.push_back({insertion.names[parameters.size()], value});
        }
    }
    for (Row& row : tx.select(insertion.sql, parameters, 2)) {
        if (row.at(1) != "1") continue;
        const std::size_t at_position = positions.at(row.at(0).value());
        watched.push_back({.position = at_position, .id = std::move(row.at(0).value())});
    }
}

}  // namespace

std::vector<WatchedEvent> write_events(Transaction& tx, const std::vector<event::Event>& events) {
    std::vector<WatchedEvent> watched;
    std::span<const event::Event> rest(events);
    // Powers of two: a handful of statements is prepared, not one for every number of events.
    for (std::size_t rows = 64; !rest.empty(); rows /= 2) {
        for (; rest.size() >= rows; rest = rest.subspan(rows))
            insert(tx, rest.first(rows), events.size() - rest.size(), watched);
    }
    return watched;
}

}  // namespace usher::store
