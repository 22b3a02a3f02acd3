#include "store/event_rows.hpp"

#include "base/id.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace usher::store {

namespace {

constexpr std::array<std::string_view, 10> columns{
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
    for (std::size_t i = 0; i < columns.size(); ++i) {
        made.sql += (i == 0 ? "" : ", ") + std::string(columns.at(i));
    }
    made.sql += ") VALUES ";
    for (std::size_t row = 0; row < rows; ++row) {
        made.sql += row == 0 ? "(" : ", (";
        for (std::size_t i = 0; i < columns.size(); ++i) {
            made.names.push_back(std::string(columns.at(i)) + std::to_string(row));
            made.sql += (i == 0 ? ":" : ", :") + made.names.back();
        }
        made.sql += ")";
    }
    return made;
}

void insert(Transaction& tx, std::span<const event::Event> events) {
    const Insertion insertion = insertion_of(events.size());
    const std::string at = base::to_text(tx.now());
    Parameters parameters;
    parameters.reserve(insertion.names.size());
    for (const event::Event& event : events) {
        for (const std::string& value :
             {event.organization_id,
              base::new_id(tx.now()),
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
    tx.execute(insertion.sql, parameters);
}

}  // namespace

void write_events(Transaction& tx, const std::vector<event::Event>& events) {
    std::span<const event::Event> rest(events);
    // Powers of two: a handful of statements is prepared, not one for every number of events.
    for (std::size_t rows = 64; !rest.empty(); rows /= 2) {
        for (; rest.size() >= rows; rest = rest.subspan(rows))
            insert(tx, rest.first(rows));
    }
}

}  // namespace usher::store
