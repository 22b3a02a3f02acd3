// The directory's requests and arrival: who somebody is, and what their coming settles.
#include "tests/proof/model.hpp"

#include <algorithm>

namespace usher::test {

namespace {

constexpr int time_to_live = 7 * 24;

constexpr const char* seat_limit = "seat_limit";

/// A user name that is an e-mail address counts as one.
bool is_address(const std::string& name) {
    return name.find('@') != std::string::npos;
}

}  // namespace

void Model::perform_by_directory(const Action& action) {
    try {
        push(action);
    } catch (const Refused& refused) {
        // What SCIM says of it.
        throw Refused{refused.word == seat_limit ? "403" : refused.word};
    }
}

void Model::push(const Action& action) {
    if (action.deed == Deed::directory_posts) return post(action, true);
    if (action.deed == Deed::directory_posts_inactive) return post(action, false);
    if (state_.users.empty()) return;
    const std::size_t user = action.which % state_.users.size();
    if (!state_.users[user].live) throw Refused{"404"};
    if (action.deed == Deed::directory_deletes) return remove(user);
    User wanted = state_.users[user];
    if (action.deed == Deed::directory_puts) wanted.name = name_text(action);
    if (action.deed == Deed::directory_puts || action.deed == Deed::directory_moves)
        wanted.address = address_key(action);
    if (action.deed == Deed::directory_puts) wanted.active = true;
    if (action.deed == Deed::directory_pauses) wanted.active = false;
    if (action.deed == Deed::directory_wakes) wanted.active = true;
    write(user, wanted, true, false);
}

void Model::post(const Action& action, bool active) {
    const User wanted{
        .name = name_text(action),
        .address = address_key(action),
        .live = true,
        .active = active,
        .joined = false,
        .managed = true};
    if (const auto holder = named(wanted.name)) {
        const User& held = state_.users[*holder];
        if (held.managed && held.active) throw Refused{"409 uniqueness"};
        return write(*holder, wanted, true, true);
    }
    std::vector<std::size_t> unmanaged;
    for (const std::size_t user : holders(wanted.address)) {
        if (!state_.users[user].managed) unmanaged.push_back(user);
    }
    if (unmanaged.size() == 1) return write(unmanaged.front(), wanted, true, true);
    state_.users.push_back(wanted);
    const std::size_t user = state_.users.size() - 1;
    note("user.registered", 'u', user);
    admit(user);
}

void Model::write(std::size_t user, const User& wanted, bool by_directory, bool arrives) {
    const User before = state_.users[user];
    if (const auto holder = named(wanted.name); holder && *holder != user)
        throw Refused{by_directory ? "409 uniqueness" : "validation_failed"};
    const bool adopted = by_directory && !before.managed;
    User& now = state_.users[user];
    now.name = wanted.name;
    now.address = wanted.address;
    now.active = wanted.active;
    now.managed = before.managed || by_directory;
    if (adopted) note("user.adopted", 'u', user);

    const bool wakes = now.active && !before.active;
    if (wakes) note("user.activated", 'u', user);
    if (before.active && !now.active) {
        note("user.deactivated", 'u', user);
        end_open(user, "revoked");
    }
    const auto mailed = open_invitation(user);
    if (mailed && !has_address(now, state_.invitations[*mailed].address)) {
        close(*mailed, "superseded");
        open(user);
    }
    if (wakes && now.joined) {
        now.active = false;  // it is not their own seat that they look for
        take_seat(false);
        now.active = true;
    }
    if (by_directory && now.active && (adopted || arrives || wakes)) return admit(user);
    const bool rekeyed =
        now.address != before.address ||
        (now.name != before.name && (is_address(now.name) || is_address(before.name)));
    if (wakes || adopted || arrives || rekeyed) arrive(user, false);
}

void Model::remove(std::size_t user) {
    end_open(user, "revoked");
    state_.users[user].live = false;
    note("user.deleted", 'u', user);
}

std::size_t Model::register_user(User user) {
    state_.users.push_back(std::move(user));
    const std::size_t number = state_.users.size() - 1;
    note("user.registered", 'u', number);
    arrive(number, false);
    return number;
}

void Model::arrive(std::size_t user, bool joins) {
    User& person = state_.users[user];
    if (joins && person.active) {
        const auto offer = open_invitation(user);
        if (!person.joined) take_seat(offer.has_value());
        end_open(user, "accepted");
        if (!person.joined) note("user.joined", 'u', user);
        person.joined = true;
    }
    for (std::size_t number = 0; number < state_.requests.size(); ++number) {
        Request& request = state_.requests[number];
        if (request.state != "pending" || !has_address(person, request.address)) continue;
        request.state = "reconciled";
        note("request.reconciled", 'r', number);
    }
}

void Model::admit(std::size_t user) {
    arrive(user, rules_.on_create == "activate");
    const User& person = state_.users[user];
    const bool invites = rules_.on_create == "invite" || rules_.on_create == "auto";
    if (!invites || !person.active || person.joined || open_invitation(user)) return;
    take_seat(false);
    open(user);
}

void Model::take_seat(bool converts) const {
    if (!rules_.seat_limit) return;
    std::size_t taken = 0;
    for (std::size_t user = 0; user < state_.users.size(); ++user) {
        if (is_member(user)) ++taken;
    }
    for (const Invitation& invitation : state_.invitations) {
        if (is_open(invitation) && !converts) ++taken;
    }
    if (taken >= *rules_.seat_limit) throw Refused{seat_limit};
}

void Model::open(std::size_t user) {
    end_open(user, "expired");
    state_.invitations.push_back(
        {.user = user, .address = state_.users[user].address, .expires = state_.now + time_to_live}
    );
    note("invitation.opened", 'i', state_.invitations.size() - 1);
}

void Model::close(std::size_t invitation, const std::string& state) {
    state_.invitations[invitation].state = state;
    note("invitation." + state, 'i', invitation);
}

void Model::end_open(std::size_t user, const std::string& state) {
    for (std::size_t number = 0; number < state_.invitations.size(); ++number) {
        const Invitation& invitation = state_.invitations[number];
        if (invitation.user != user || invitation.state != "open") continue;
        close(number, over(invitation) ? "expired" : state);
    }
}

void Model::note(const std::string& action, char kind, std::size_t number) {
    events_.push_back(action + " " + kind + std::to_string(number));
}

bool Model::over(const Invitation& invitation) const {
    return invitation.state == "open" && invitation.expires <= state_.now;
}

bool Model::is_open(const Invitation& invitation) const {
    return invitation.state == "open" && invitation.expires > state_.now;
}

std::optional<std::size_t> Model::open_invitation(std::size_t user) const {
    for (std::size_t number = 0; number < state_.invitations.size(); ++number) {
        const Invitation& invitation = state_.invitations[number];
        if (invitation.user == user && is_open(invitation)) return number;
    }
    return std::nullopt;
}

std::optional<std::size_t> Model::latest_invitation(std::size_t user) const {
    for (std::size_t number = state_.invitations.size(); number > 0; --number) {
        if (state_.invitations[number - 1].user == user) return number - 1;
    }
    return std::nullopt;
}

std::vector<std::size_t> Model::holders(const std::string& address) const {
    std::vector<std::size_t> found;
    for (std::size_t user = 0; user < state_.users.size(); ++user) {
        if (state_.users[user].live && has_address(state_.users[user], address))
            found.push_back(user);
    }
    return found;
}

std::optional<std::size_t> Model::named(const std::string& name) const {
    for (std::size_t user = 0; user < state_.users.size(); ++user) {
        if (state_.users[user].live && state_.users[user].name == name) return user;
    }
    return std::nullopt;
}

bool Model::has_address(const User& user, const std::string& address) {
    return user.address == address || user.name == address;
}

bool Model::is_member(std::size_t user) const {
    const User& person = state_.users[user];
    return person.live && person.active && person.joined;
}

std::string Model::status(std::size_t user) const {
    const User& person = state_.users[user];
    if (!person.live) return "gone";
    if (!person.active) return "inactive";
    if (person.joined) return "active";
    if (open_invitation(user)) return "pending";
    const auto latest = latest_invitation(user);
    if (latest) {
        const Invitation& invitation = state_.invitations[*latest];
        if (invitation.state == "expired" || over(invitation)) return "expired";
    }
    return "registered";
}

Picture Model::picture() const {
    Picture picture;
    for (std::size_t user = 0; user < state_.users.size(); ++user) {
        picture.lines.push_back("u" + std::to_string(user) + " " + status(user));
    }
    for (std::size_t number = 0; number < state_.invitations.size(); ++number) {
        const Invitation& invitation = state_.invitations[number];
        picture.lines.push_back(
            "i" + std::to_string(number) + " for u" + std::to_string(invitation.user) + " " +
            (over(invitation) ? "expired" : invitation.state)
        );
    }
    for (std::size_t number = 0; number < state_.requests.size(); ++number) {
        picture.lines.push_back("r" + std::to_string(number) + " " + state_.requests[number].state);
    }
    return picture;
}

}  // namespace usher::test
