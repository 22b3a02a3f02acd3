// What admins and people do; what they share is in model_arrival.cpp.
#include "tests/proof/model.hpp"

#include <algorithm>

namespace usher::test {

namespace {

/// The one of `count` that an action picks.
std::optional<std::size_t> pick(const Action& action, std::size_t count) {
    if (count == 0) return std::nullopt;
    return action.which % count;
}

}  // namespace

Step Model::take(const Action& action) {
    const State before = state_;
    events_.clear();
    Step step{.outcome = "done", .events = {}};
    try {
        perform(action);
    } catch (const Refused& refused) {
        state_ = before;
        events_.clear();
        step.outcome = refused.word;
    }
    std::sort(events_.begin(), events_.end());
    step.events = events_;
    return step;
}

void Model::perform(const Action& action) {
    state_.now += hours_of(action);
    if (action.deed <= Deed::admin_moves) {
        perform_by_admin(action);
    } else if (action.deed >= Deed::directory_posts && action.deed <= Deed::directory_deletes) {
        perform_by_directory(action);
    } else {
        perform_by_person(action);
    }
}

void Model::perform_by_admin(const Action& action) {
    const auto user = pick(action, state_.users.size());
    const auto invitation = pick(action, state_.invitations.size());
    const auto request = pick(action, state_.requests.size());
    switch (action.deed) {
        case Deed::admin_registers:
            if (named(name_text(action)) || !holders(address_key(action)).empty())
                throw Refused{"validation_failed"};
            register_user({.name = name_text(action), .address = address_key(action)});
            return;
        case Deed::admin_invites:
            return invite_address(action);
        case Deed::admin_invites_user:
            if (user) invite_user(*user);
            return;
        case Deed::admin_resends:
            if (invitation) resend(*invitation);
            return;
        case Deed::admin_revokes:
            if (invitation) revoke(*invitation);
            return;
        case Deed::admin_approves:
            if (request) approve(*request);
            return;
        case Deed::admin_dismisses:
            if (request) dismiss(*request);
            return;
        case Deed::admin_restores:
            if (user) restore(*user);
            return;
        default:
            break;
    }
    if (!user) return;
    if (!state_.users[*user].live) throw Refused{"not_found"};
    User wanted = state_.users[*user];
    if (action.deed == Deed::admin_deletes) return remove(*user);
    if (action.deed == Deed::admin_pauses) wanted.active = false;
    if (action.deed == Deed::admin_wakes) wanted.active = true;
    if (action.deed == Deed::admin_moves) wanted.address = address_key(action);
    write(*user, wanted, false, false);
}

void Model::perform_by_person(const Action& action) {
    const auto user = pick(action, state_.users.size());
    const auto invitation = pick(action, state_.invitations.size());
    switch (action.deed) {
        case Deed::invitee_accepts:
            if (invitation) accept(*invitation);
            return;
        case Deed::invitee_wants_fresh:
            if (invitation) want_fresh(*invitation);
            return;
        case Deed::person_asks:
            return ask(action);
        case Deed::person_signs_in:
            if (!user) return;
            if (!state_.users[*user].live) throw Refused{"not_found"};
            return arrive(*user, true);
        case Deed::sweeper_runs:
            return sweep();
        default:
            return;
    }
}

void Model::invite_address(const Action& action) {
    const auto known = holders(address_key(action));
    if (known.size() > 1) throw Refused{"not_allowed"};
    if (known.size() == 1) return invite_user(known.front());
    take_seat(false);
    const std::string key = address_key(action);
    // Who gives no user name has the address for one, until they choose.
    open(register_user({.name = key, .address = key}));
}

void Model::invite_user(std::size_t user) {
    if (!state_.users[user].live) throw Refused{"not_allowed"};
    if (!state_.users[user].active) throw Refused{"not_allowed"};
    if (is_member(user)) throw Refused{"already_member"};
    if (open_invitation(user)) throw Refused{"already_invited"};
    take_seat(false);
    open(user);
}

void Model::resend(std::size_t invitation) {
    const Invitation old = state_.invitations[invitation];
    const User& user = state_.users[old.user];
    if (is_member(old.user)) throw Refused{"already_member"};
    const bool expired = old.state == "expired" || over(old);
    const bool latest = latest_invitation(old.user) == invitation;
    if (!user.live || !user.active || !(is_open(old) || (expired && latest)))
        throw Refused{"not_open"};
    if (expired) {
        take_seat(false);
    } else {
        close(invitation, "superseded");
    }
    open(old.user);
}

void Model::revoke(std::size_t invitation) {
    if (!is_open(state_.invitations[invitation])) throw Refused{"not_open"};
    close(invitation, "revoked");
}

void Model::approve(std::size_t request) {
    if (state_.requests[request].state == "reconciled") throw Refused{"already_member"};
    if (state_.requests[request].state != "pending") throw Refused{"not_pending"};
    const auto known = holders(state_.requests[request].address);
    if (known.size() > 1) throw Refused{"conflict"};
    state_.requests[request].state = "approved";
    note("request.approved", 'r', request);
    if (known.empty()) {
        take_seat(false);
        const std::string key = state_.requests[request].address;
        return open(register_user({.name = key, .address = key}));
    }
    const auto user = known.front();
    if (!state_.users[user].active) throw Refused{"conflict"};
    if (open_invitation(user)) return;
    take_seat(false);
    open(user);
}

void Model::dismiss(std::size_t request) {
    if (state_.requests[request].state == "reconciled") throw Refused{"already_member"};
    if (state_.requests[request].state != "pending") throw Refused{"not_pending"};
    state_.requests[request].state = "dismissed";
    note("request.dismissed", 'r', request);
}

void Model::restore(std::size_t user) {
    User& gone = state_.users[user];
    if (gone.live) throw Refused{"conflict"};
    const bool free =
        !named(gone.name) && holders(gone.address).empty() && holders(gone.name).empty();
    if (!free) throw Refused{"conflict"};
    if (gone.active && gone.joined) take_seat(false);
    gone.live = true;
    gone.managed = false;
    note("user.restored", 'u', user);
    arrive(user, false);
}

void Model::accept(std::size_t invitation) {
    const Invitation& offer = state_.invitations[invitation];
    if (over(offer)) throw Refused{"expired"};
    if (offer.state != "open") throw Refused{offer.state};
    arrive(offer.user, true);
}

void Model::want_fresh(std::size_t invitation) {
    // Whichever of the person's links it is: the latest invitation is what there is to renew.
    const Invitation old =
        state_.invitations[*latest_invitation(state_.invitations[invitation].user)];
    const User& user = state_.users[old.user];
    const bool expired = old.state == "expired" || over(old);
    const bool stands = user.live && user.active && !user.joined;
    if (!expired || !stands) return;
    try {
        take_seat(false);
    } catch (const Refused&) {
        return;
    }
    open(old.user);
}

void Model::ask(const Action& action) {
    const std::string key = address_key(action);
    for (const std::size_t user : holders(key)) {
        if (is_member(user) || (state_.users[user].active && open_invitation(user))) return;
    }
    const bool waiting =
        std::any_of(state_.requests.begin(), state_.requests.end(), [&](const Request& other) {
            return other.state == "pending" && other.address == key;
        });
    if (waiting) return;
    state_.requests.push_back({.address = key});
    note("request.submitted", 'r', state_.requests.size() - 1);
}

void Model::sweep() {
    for (std::size_t number = 0; number < state_.invitations.size(); ++number) {
        if (over(state_.invitations[number])) close(number, "expired");
    }
}

}  // namespace usher::test
