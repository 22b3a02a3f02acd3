// Making, following and ending invitations inside a unit of work: what every road shares.
//
// Each function writes rows and returns the effects (events, letters); who may ask for it is
// checked above. Functions that write a user's invitation expect the user's row to be locked.
#pragma once

#include "invitation/settings.hpp"
#include "store/database.hpp"
#include "store/invitations.hpp"
#include "store/resources.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::invitation {

/// On whose behalf something happens.
struct Cause {
    std::string organization_id;
    event::Party actor;
    std::string request_id;  ///< of the HTTP request

    [[nodiscard]] event::Event event(
        event::Action action, event::Party subject, std::string data = "{}"
    ) const;
};

/// What is offered.
struct Offer {
    std::vector<std::string> channels;  ///< words of LinkChannel
    std::vector<store::PromisedGroup> groups;
    store::Value organization_role;
    std::optional<std::chrono::hours> ttl;  ///< else the organization's
    store::Value request_id;                ///< the invitation request that it answers
    store::Value locale;
};

struct Opened {
    store::Invitation invitation;
    store::Effects effects;
};

/// Opens an invitation to `user`. An open one past its expiry is closed as expired first. nullopt:
/// there is an open one. Needs a seat (require_seat()) that the caller has got.
[[nodiscard]] std::optional<Opened> open_invitation(
    store::Transaction& tx,
    const Cause& cause,
    const Settings& settings,
    const store::StoredResource& user,
    const Offer& offer
);

/// Ends `old` (open: superseded; expired: stays so) and opens its successor with the same promises,
/// fresh secrets and a fresh expiry, to the user's present address. nullopt: something else ended
/// `old` meanwhile.
[[nodiscard]] std::optional<Opened> succeed_invitation(
    store::Transaction& tx,
    const Cause& cause,
    const Settings& settings,
    const store::StoredResource& user,
    const store::Invitation& old,
    std::string_view reason
);

/// Ends `invitation` as `closing` says, with its event. nullopt: something else ended it meanwhile.
[[nodiscard]] std::optional<store::Effects> close_with_event(
    store::Transaction& tx,
    const Cause& cause,
    const store::Invitation& invitation,
    const store::Closing& closing
);

/// Ends the open invitation of `user`, if there is one: as expired if it is past its expiry, else
/// as `closing` says.
[[nodiscard]] store::Effects end_invitation(
    store::Transaction& tx,
    const Cause& cause,
    const store::StoredResource& user,
    const store::Closing& closing
);

/// The user's address changed: an open invitation that was mailed to one the user has no longer is
/// superseded by one to the present address; the old address is told.
[[nodiscard]] store::Effects follow_address(
    store::Transaction& tx,
    const Cause& cause,
    const Settings& settings,
    const store::StoredResource& user
);

}  // namespace usher::invitation
