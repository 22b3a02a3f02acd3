// The audit trail as a list (api.md, GET /events).
#pragma once

#include "store/listing.hpp"

#include <string>

namespace usher::store {

/// Fields: id, at, actor.kind, actor.id, action, subject.kind, subject.id, request_id.
[[nodiscard]] const ListSource& event_list();

struct EventLine {
    std::string id;
    std::string at;
    event::Party actor;
    std::string action;
    event::Party subject;
    std::string data;  ///< JSON
    std::string request_id;
    Value actor_name;  ///< as it is now; nullopt: there is none any more
};

/// A row of event_list().
[[nodiscard]] EventLine read_event_line(const Row& row);

}  // namespace usher::store
