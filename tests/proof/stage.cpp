#include "tests/proof/stage.hpp"

#include "desk/reconciliation.hpp"
#include "invitation/problem.hpp"
#include "invitation/states.hpp"
#include "tests/support/invariants.hpp"
#include "tests/support/outcome.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

template <class Element>
const Element* pick(const Action& action, const std::vector<Element>& all) {
    return all.empty() ? nullptr : &all[action.which % all.size()];
}

Json emails_of(const std::string& address) {
    return Json::array({
        {{"value", address}, {"type", "work"}}
    });
}

/// What the model speaks of; the rest is attributes and memberships.
constexpr std::array<std::string_view, 15> compared_events{
    "user.registered",
    "user.joined",
    "user.deactivated",
    "user.activated",
    "user.deleted",
    "user.restored",
    "user.adopted",
    "invitation.opened",
    "invitation.accepted",
    "invitation.revoked",
    "invitation.expired",
    "invitation.superseded",
    "request.submitted",
    "request.approved",
    "request.dismissed"};

bool is_compared(const std::string& action) {
    return action == "request.reconciled" ||
           std::find(compared_events.begin(), compared_events.end(), action) !=
               compared_events.end();
}

/// The place of `id` in `all`, as "u3".
template <class Element, class IdOf>
std::string handle(
    char kind, const std::vector<Element>& all, const std::string& id, const IdOf& id_of
) {
    for (std::size_t number = 0; number < all.size(); ++number) {
        if (id_of(all[number]) == id) return kind + std::to_string(number);
    }
    return kind + ("?" + id);
}

}  // namespace

Stage::Stage(Ground& ground, const Rules& rules)
    : world_(
          ground,
          {.on_create = rules.on_create,
           .settings = [&](invitation::Settings& settings
                       ) { settings.seat_limit = rules.seat_limit; }}
      ) {}

Stage::Seen Stage::look() const {
    return world_.ground().database.read([&](store::Session& session) {
        Seen seen;
        const store::Parameters here{
            {"organization", world_.id()}
        };
        for (const auto& row : session.select(
                 "SELECT r.id FROM resource r "
                 "WHERE r.organization_id = :organization AND r.type = 'User' "
                 "UNION SELECT t.id FROM tombstone t "
                 "WHERE t.organization_id = :organization AND t.type = 'User' ORDER BY 1",
                 here,
                 1
             )) {
            seen.users.push_back(row.at(0).value());
        }
        for (const auto& row : session.select(
                 std::string("SELECT ") + store::invitation_columns +
                     " FROM invitation i WHERE i.organization_id = :organization ORDER BY i.id",
                 here,
                 store::invitation_column_count
             )) {
            seen.invitations.push_back(store::read_invitation(row));
        }
        for (const auto& row : session.select(
                 std::string("SELECT ") + store::request_columns +
                     " FROM invitation_request q WHERE q.organization_id = :organization "
                     "ORDER BY q.id",
                 here,
                 store::request_column_count
             )) {
            seen.requests.push_back(store::read_request(row));
        }
        return seen;
    });
}

Step Stage::take(const Action& action) {
    const std::string before = world_.last_event();
    Step step;
    step.outcome = outcome_of([&] { perform(action); });
    step.events = events_since(before);
    return step;
}

std::vector<std::string> Stage::events_since(const std::string& before) const {
    const Seen seen = look();
    std::vector<std::string> events;
    for (const std::string& line : world_.events_since(before)) {
        const std::string action = line.substr(0, line.find(' '));
        const std::string id = line.substr(line.find(' ') + 1);
        if (!is_compared(action)) continue;
        const auto by_id = [](const auto& element) { return element.id; };
        if (action.starts_with("user.")) {
            const auto same = [](const std::string& user) { return user; };
            events.push_back(action + " " + handle('u', seen.users, id, same));
        } else if (action.starts_with("invitation.")) {
            events.push_back(action + " " + handle('i', seen.invitations, id, by_id));
        } else {
            events.push_back(action + " " + handle('r', seen.requests, id, by_id));
        }
    }
    std::sort(events.begin(), events.end());
    return events;
}

void Stage::perform(const Action& action) {
    if (hours_of(action) > 0) {
        world_.ground().clock.advance(std::chrono::hours(hours_of(action)));
        return;
    }
    const Seen seen = look();
    if (action.deed <= Deed::admin_moves) {
        perform_by_admin(action, seen);
    } else if (action.deed >= Deed::directory_posts && action.deed <= Deed::directory_deletes) {
        perform_by_directory(action, seen);
    } else {
        perform_by_person(action, seen);
    }
}

void Stage::invite(const desk::Recipient& recipient) {
    const auto results = world_.ground().invitations.invite(world_.token(), {}, {recipient}, false);
    if (!results.at(0).sent()) throw NotSent(results.at(0).reason);
}

void Stage::perform_by_admin(const Action& action, const Seen& seen) {
    Ground& ground = world_.ground();
    const desk::Caller admin = world_.token();
    const auto* user = pick(action, seen.users);
    const auto* invitation = pick(action, seen.invitations);
    const auto* request = pick(action, seen.requests);
    if (action.deed == Deed::admin_registers) {
        desk::RegisterWish wish;
        wish.fields = {
            {"given_name",  "Ann"                          },
            {"family_name", "Example"                      },
            {"user_name",   name_text(action)              },
            {"emails",      emails_of(address_text(action))},
        };
        static_cast<void>(ground.people.register_user(admin, wish));
    } else if (action.deed == Deed::admin_invites) {
        invite({.email = address_text(action), .user_id = {}, .line = 0, .fields = {}});
    } else if (action.deed == Deed::admin_resends && invitation != nullptr) {
        static_cast<void>(ground.invitations.resend(admin, invitation->id));
    } else if (action.deed == Deed::admin_revokes && invitation != nullptr) {
        static_cast<void>(ground.invitations.revoke(admin, invitation->id));
    } else if (action.deed == Deed::admin_approves && request != nullptr) {
        static_cast<void>(ground.requests.approve(admin, request->id, {}));
    } else if (action.deed == Deed::admin_dismisses && request != nullptr) {
        static_cast<void>(ground.requests.dismiss(admin, request->id, {}, false));
    } else if (user == nullptr) {
        return;
    } else if (action.deed == Deed::admin_invites_user) {
        invite({.email = {}, .user_id = *user, .line = 0, .fields = {}});
    } else if (action.deed == Deed::admin_pauses) {
        static_cast<void>(ground.people.set_active(admin, *user, false));
    } else if (action.deed == Deed::admin_wakes) {
        static_cast<void>(ground.people.set_active(admin, *user, true));
    } else if (action.deed == Deed::admin_deletes) {
        ground.people.remove(admin, *user);
    } else if (action.deed == Deed::admin_restores) {
        static_cast<void>(ground.people.restore(admin, *user));
    } else if (action.deed == Deed::admin_moves) {
        const Json fields{
            {"emails", emails_of(address_text(action))}
        };
        static_cast<void>(ground.people.update(admin, *user, fields, std::nullopt));
    }
}

void Stage::perform_by_directory(const Action& action, const Seen& seen) {
    Json person = person_of(name_text(action), address_text(action));
    if (action.deed == Deed::directory_posts_inactive) person["active"] = false;
    if (action.deed == Deed::directory_posts || action.deed == Deed::directory_posts_inactive) {
        world_.post(person);
        return;
    }
    const auto* user = pick(action, seen.users);
    if (user == nullptr) return;
    if (action.deed == Deed::directory_puts) {
        world_.put(*user, person);
    } else if (action.deed == Deed::directory_moves) {
        world_.patch(
            *user,
            {
                {"op",    "replace"                      },
                {"path",  "emails"                       },
                {"value", emails_of(address_text(action))}
        }
        );
    } else if (action.deed == Deed::directory_deletes) {
        world_.remove(*user);
    } else {
        world_.set_active(*user, action.deed == Deed::directory_wakes);
    }
}

void Stage::perform_by_person(const Action& action, const Seen& seen) {
    const auto* user = pick(action, seen.users);
    const auto* invitation = pick(action, seen.invitations);
    if (action.deed == Deed::invitee_accepts && invitation != nullptr) {
        world_.accept(world_.secret(invitation->id));
    } else if (action.deed == Deed::invitee_wants_fresh && invitation != nullptr) {
        world_.ground().joining.ask_for_fresh(world_.secret(invitation->id), "test");
    } else if (action.deed == Deed::person_asks) {
        world_.ask(" " + address_text(action));
    } else if (action.deed == Deed::person_signs_in && user != nullptr) {
        world_.sign_in(*user);
    } else if (action.deed == Deed::sweeper_runs) {
        world_.sweep();
    }
}

Picture Stage::picture() const {
    const Seen seen = look();
    const std::string now = base::to_text(world_.ground().clock.now());
    Picture picture;
    for (std::size_t number = 0; number < seen.users.size(); ++number) {
        picture.lines.push_back(
            "u" + std::to_string(number) + " " + world_.status(seen.users[number])
        );
    }
    for (std::size_t number = 0; number < seen.invitations.size(); ++number) {
        const auto& one = seen.invitations[number];
        const auto state = invitation::effective(
            invitation::invitation_state_from(one.state), one.expires_at, now
        );
        const auto user = std::find(seen.users.begin(), seen.users.end(), one.user_id);
        picture.lines.push_back(
            "i" + std::to_string(number) + " for u" +
            std::to_string(std::distance(seen.users.begin(), user)) + " " +
            std::string(invitation::name_of(state))
        );
    }
    for (std::size_t number = 0; number < seen.requests.size(); ++number) {
        picture.lines.push_back("r" + std::to_string(number) + " " + seen.requests[number].state);
    }
    return picture;
}

std::vector<std::string> Stage::reported() const {
    return desk::reconcile(world_.ground().office, world_.id(), true).violations;
}

std::vector<std::string> Stage::violations() const {
    return test::violations(world_.ground().database, world_.id(), world_.ground().clock.now());
}

}  // namespace usher::test
