// Who asks, and what a request collects on its way.
#pragma once

#include "event/event.hpp"
#include "store/access.hpp"
#include "usher/scim/client_dialects.hpp"

#include <string>

namespace usher::directory {

/// One SCIM request of one directory. Belongs to one thread.
struct Call {
    std::string organization_id;
    store::Directory directory;
    scim::Dialect dialect = scim::Dialect::automatic;
    std::string request_id;
    scim::Habits habits;  ///< the dialect adapters that fired; the request's log line names them

    [[nodiscard]] event::Event event(
        event::Action action,
        const std::string& subject_kind,
        const std::string& subject_id,
        std::string data = "{}"
    ) const {
        return {
            .organization_id = organization_id,
            .action = action,
            .actor = {.kind = "directory",  .id = directory.id},
            .subject = {.kind = subject_kind, .id = subject_id  },
            .data = std::move(data),
            .request_id = request_id
        };
    }
};

}  // namespace usher::directory
