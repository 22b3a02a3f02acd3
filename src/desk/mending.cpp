#include "desk/mending.hpp"

#include "base/id.hpp"
#include "desk/locked_user.hpp"
#include "invitation/arrival.hpp"
#include "invitation/matching.hpp"
#include "invitation/rekeying.hpp"
#include "store/cases.hpp"
#include "store/consistency.hpp"
#include "store/identity_keys.hpp"
#include "store/requests.hpp"
#include "store/unkeyed_users.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using event::Action;
using scim::Json;
using store::Effects;
using store::Session;
using store::Transaction;

const std::string no_request;

class Mending {
  public:
    Mending(
        const Office& office, const Organization& organization, bool dry_run, Reconciled& result
    )
        : office_(office), organization_(organization), dry_run_(dry_run), result_(result) {}

    void run() {
        // In this order: each makes true what the later ones go by.
        missing_keys();
        keys_of_nobody();
        invitations_of_nobody();
        surplus_invitations();
        wrong_times();
        invitations_of_members();
        requests_of_members();
        twins();
        seats();
    }

  private:
    [[nodiscard]] const std::string& id() const { return organization_.row.id; }

    [[nodiscard]] invitation::Cause cause() const {
        return {
            .organization_id = id(),
            .actor = {.kind = "system", .id = "reconciliation"},
            .request_id = no_request
        };
    }

    /// As if the user had arrived by the road on which they are here.
    [[nodiscard]] invitation::Road road(const store::StoredResource& user, bool joins) const {
        return {
            .kind = user.directory_id ? invitation::RoadKind::scim : invitation::RoadKind::admin,
            .joins = joins,
            .cause = cause(),
            .directory_id = user.directory_id,
            .connection_id = {}};
    }

    template <class Query>
    auto find(const Query& query) {
        return office_.database.read([&](Session& session) { return query(session, id()); });
    }

    void violation(std::string words) { result_.violations.push_back(std::move(words)); }

    /// Runs `body`, which returns Effects, as a unit of work. Returns whether it came to anything.
    template <class Body>
    bool change(const Body& body) {
        if (dry_run_) return true;
        return office_.database.change([&](Transaction& tx) {
            Effects effects = body(tx);
            const bool something = !effects.events.empty();
            return store::Outcome<bool>{
                .value = something,
                .events = std::move(effects.events),
                .letters = std::move(effects.letters)};
        });
    }

    void missing_keys();
    void keys_of_nobody();
    void invitations_of_nobody();
    void surplus_invitations();
    void wrong_times();
    void invitations_of_members();
    void requests_of_members();
    void twins();
    void seats();

    const Office& office_;
    const Organization& organization_;
    bool dry_run_;
    Reconciled& result_;
};

void Mending::missing_keys() {
    if (!dry_run_) invitation::make_missing_keys(office_.database);
    for (const auto& user : find(store::users_without_email_keys)) {
        const auto keys = invitation::keys_of(
            scim::parse_json(user.document), organization_.settings.default_region
        );
        if (keys.emails.empty()) continue;
        violation("user " + user.user_id + " has an address by which nobody would know them");
        (void)change([&](Transaction& tx) {
            store::list_unkeyed_user(tx, id(), user.user_id);
            return Effects{};
        });
    }
    if (!dry_run_) invitation::make_missing_keys(office_.database);
}

void Mending::keys_of_nobody() {
    for (const std::string& user_id : find(store::keys_of_nobody)) {
        violation("there are identity keys of user " + user_id + ", who does not exist");
        (void)change([&](Transaction& tx) {
            if (!store::lock_resource(tx, id(), "User", user_id)) {
                store::remove_identity_keys(tx, id(), user_id);
            }
            return Effects{};
        });
    }
}

void Mending::invitations_of_nobody() {
    for (const auto& invitation : find(store::invitations_of_nobody)) {
        violation(
            "invitation " + invitation.id + " is open for user " + invitation.user_id +
            ", who does not exist"
        );
        (void)change([&](Transaction& tx) {
            const store::Closing closing{.state = "revoked", .reason = "user_deleted", .via = {}};
            return invitation::close_with_event(tx, cause(), invitation, closing)
                .value_or(Effects{});
        });
    }
}

void Mending::surplus_invitations() {
    for (const auto& invitation : find(store::surplus_invitations)) {
        violation(
            "invitation " + invitation.id + " is open beside another one of user " +
            invitation.user_id
        );
        (void)change([&](Transaction& tx) {
            const auto user = store::lock_resource(tx, id(), "User", invitation.user_id);
            const store::Closing closing{
                .state = "superseded", .reason = "another_open", .via = {}};
            auto effects = invitation::close_with_event(tx, cause(), invitation, closing);
            if (user) store::note_latest_invitation(tx, id(), user->id);
            return std::move(effects).value_or(Effects{});
        });
    }
}

void Mending::wrong_times() {
    for (const std::string& user_id : find(store::users_with_wrong_invitation_times)) {
        violation("user " + user_id + " shows another end of the invitation than it has");
        (void)change([&](Transaction& tx) {
            if (store::lock_resource(tx, id(), "User", user_id)) {
                store::note_latest_invitation(tx, id(), user_id);
            }
            return Effects{};
        });
    }
}

void Mending::invitations_of_members() {
    for (const auto& invitation : find(store::invitations_of_members)) {
        violation(
            "invitation " + invitation.id + " is open though user " + invitation.user_id +
            " is a member"
        );
        (void)change([&](Transaction& tx) {
            auto users = lock_users(tx, organization_, {invitation.user_id});
            if (users.empty()) return Effects{};
            auto& [user, keys] = users.front();
            if (!user.active || !user.joined_at) return Effects{};
            return invitation::arrive(
                tx,
                organization_.settings,
                {.user = user, .keys = keys, .request_ids = std::nullopt},
                road(user, true)
            );
        });
    }
}

void Mending::requests_of_members() {
    for (const auto& [request_id, user_id] : find(store::requests_of_members)) {
        violation("request " + request_id + " is pending though user " + user_id + " is a member");
        const bool reconciled =
            change([&, &request = request_id, &member = user_id](Transaction& tx) {
                auto users = lock_users(tx, organization_, {member});
                if (users.empty()) return Effects{};
                auto& [user, keys] = users.front();
                if (!user.active || !user.joined_at) return Effects{};
                return invitation::arrive(
                    tx,
                    organization_.settings,
                    {.user = user, .keys = keys, .request_ids = std::vector<std::string>{request}},
                    road(user, false)
                );
            });
        if (reconciled) ++result_.requests_reconciled;
    }
}

void Mending::twins() {
    for (const auto& twins : find(store::twins_without_case)) {
        const bool opened = change([&](Transaction& tx) {
            store::IdentityCase found;
            found.id = base::new_id(tx.now());
            found.kind = "possible_duplicate";
            found.user_id = twins.later_id;
            found.other_user_id = twins.earlier_id;
            found.evidence = scim::to_text(Json{
                {"email", twins.email_key}
            });
            Effects effects;
            if (!store::insert_case(tx, id(), found)) return effects;
            effects.events.push_back(cause().event(
                Action::case_opened,
                {
                    .kind = "case", .id = found.id
            },
                scim::to_text(Json{
                    {"kind", found.kind}, {"user_ids", {found.user_id, found.other_user_id}}})
            ));
            return effects;
        });
        if (opened) ++result_.cases_opened;
    }
}

void Mending::seats() {
    const auto& limit = organization_.settings.seat_limit;
    if (!limit) return;
    const store::SeatCount count = office_.database.read([&](Session& session) {
        return store::count_seats(session, id(), base::to_text(office_.clock.now()));
    });
    if (count.members <= *limit) return;
    violation(
        std::to_string(count.members) + " members have " + std::to_string(*limit) +
        " seats: nobody is evicted, but nobody can join"
    );
}

}  // namespace

void mend(
    const Office& office, const Organization& organization, bool dry_run, Reconciled& result
) {
    Mending(office, organization, dry_run, result).run();
}

}  // namespace usher::desk
