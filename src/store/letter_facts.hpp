// What a letter must know at the moment it leaves: is it still true, to whom does it go, what does
// it say. Read from the rows themselves just before each send, never from the delivery.
//
// Read only. Times are base::to_text(); JSON columns are handed on as text.
#pragma once

#include "store/database.hpp"

#include <optional>
#include <string>

namespace usher::store {

struct ChallengeFacts {
    std::string kind;
    Value user_id;
    Value target;
    std::string expires_at;
    Value proved_at;
};

struct DirectoryFacts {
    std::string name;
    Value paused_at;
    Value pause_reason;
};

/// An event as webhooks tell it.
struct EventFacts {
    std::string at;
    event::Party actor;
    std::string action;
    event::Party subject;
    std::string data;  ///< JSON
    std::string request_id;
};

[[nodiscard]] std::optional<ChallengeFacts> challenge_facts(
    Session& session, const std::string& organization_id, const std::string& id
);
[[nodiscard]] std::optional<DirectoryFacts> directory_facts(
    Session& session, const std::string& organization_id, const std::string& id
);
[[nodiscard]] std::optional<EventFacts> event_facts(
    Session& session, const std::string& organization_id, const std::string& id
);

}  // namespace usher::store
