// Who writes resources, and what a request collects on its way.
#pragma once

#include "event/event.hpp"
#include "store/access.hpp"
#include "usher/scim/client_dialects.hpp"

#include <string>

namespace usher::directory {

/// One SCIM request of one directory; or, without a directory, what an admin, an invitee or Usher
/// itself does to resources. Belongs to one thread.
struct Call {
    std::string organization_id;
    std::string organization_settings = "{}";  ///< as stored (invitation/settings.hpp)
    store::Directory directory;                ///< its id is empty: nobody's push
    event::Party actor;
    scim::Dialect dialect = scim::Dialect::automatic;
    std::string request_id;
    scim::Habits habits;  ///< the dialect adapters that fired; the request's log line names them

    [[nodiscard]] bool by_directory() const { return !directory.id.empty(); }

    [[nodiscard]] event::Event event(
        event::Action action,
        const std::string& subject_kind,
        const std::string& subject_id,
        std::string data = "{}"
    ) const {
        return {
            .organization_id = organization_id,
            .action = action,
            .actor = actor,
            .subject = {.kind = subject_kind, .id = subject_id},
            .data = std::move(data),
            .request_id = request_id
        };
    }
};

}  // namespace usher::directory
