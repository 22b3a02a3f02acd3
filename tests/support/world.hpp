// The desk as tests play it: the use cases on a fresh database with a clock that stands until it is
// moved (Ground), and organizations on it with their admins, invitees and directory (World).
//
// Everything goes through public faces: src/desk for admins and invitees, directory::Resources for
// the identity provider. A ground is shared by the cases of a program, since a database is slow to
// make: each case has an organization of its own. Thread-safe but for World::change_settings().
#pragma once

#include "base/clock.hpp"
#include "desk/invitations.hpp"
#include "desk/joining.hpp"
#include "desk/office.hpp"
#include "desk/people.hpp"
#include "desk/phone_verification.hpp"
#include "desk/requests.hpp"
#include "desk/sign_in.hpp"
#include "directory/resources.hpp"
#include "invitation/arrival.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/json_support.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace usher::test {

/// Stands still until it is moved, never back.
class StandingClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override;
    void advance(std::chrono::hours by);

  private:
    std::atomic<std::chrono::hours> ahead_{std::chrono::hours::zero()};
};

struct Ground {
    /// On a fresh database.
    explicit Ground(Kind kind);
    /// On one that is there.
    explicit Ground(const std::string& database_url);

    StandingClock clock;
    scim::Registry registry;
    store::Database database;
    directory::Resources resources;
    desk::Office office;
    desk::People people;
    desk::Invitations invitations;
    desk::Requests requests;
    desk::SignIn sign_in;
    desk::Joining joining;
    desk::PhoneVerifications phones;
};

/// The one that this program shares.
[[nodiscard]] Ground& shared_ground(Kind kind);

/// Both databases, one after the other: the rest of the test case runs once for each.
[[nodiscard]] Ground& each_ground();

struct WorldOptions {
    std::string on_create = "activate";
    std::function<void(invitation::Settings&)> settings;  ///< on top of: requests are enabled
};

/// One organization.
class World {
  public:
    explicit World(Ground& ground, const WorldOptions& options = {});
    /// An organization that is there. Its directory's token is not known: push() cannot be used.
    World(const std::string& slug, Ground& ground);

    [[nodiscard]] Ground& ground() const { return ground_; }

    [[nodiscard]] const std::string& id() const { return organization_.id; }

    [[nodiscard]] const std::string& slug() const { return organization_.slug; }

    void change_settings(const std::function<void(invitation::Settings&)>& change);

    // Callers, as http makes them.

    /// A token: it speaks for the organization.
    [[nodiscard]] desk::Caller token(invitation::Role role = invitation::Role::account_admin) const;
    /// Somebody who has joined, with what they may do now.
    [[nodiscard]] desk::Caller person(const std::string& user_id) const;
    /// A new member with this organization role: registered, then signed in.
    std::string new_member(const std::string& email, const std::string& role = "member");
    /// Registered by an admin, not invited; the id.
    std::string register_person(const std::string& email);
    /// Another organization role, whatever it was.
    void give_role(const std::string& user_id, const std::string& role);
    /// The role of a member in a group.
    void give_group_role(
        const std::string& group_id, const std::string& user_id, const std::string& role
    );

    // The identity provider.

    [[nodiscard]] directory::Call push() const;

    /// The directory's bearer token.
    [[nodiscard]] const std::string& directory_token() const { return directory_token_; }

    /// POST /Users; the id.
    std::string post(const Json& user);
    void put(const std::string& id, const Json& user);
    void patch(const std::string& id, const Json& operation);
    void set_active(const std::string& id, bool active);
    void remove(const std::string& id);
    /// POST /Groups; the id.
    std::string post_group(const std::string& display_name, const Texts& member_ids = {});

    /// Somebody who is known here signs in by SSO.
    void sign_in(const std::string& user_id);

    // What is asked often.

    /// Opens an invitation; its id. Throws std::runtime_error with the reason if it was not sent.
    std::string invite(const std::string& email, const desk::InvitationTerms& terms = {});
    /// The present secret of an invitation for a channel.
    [[nodiscard]] std::string secret(
        const std::string& invitation_id,
        invitation::LinkChannel channel = invitation::LinkChannel::email
    ) const;
    /// The code in the letter that was written last for a challenge.
    [[nodiscard]] std::string sent_code() const;
    /// Joins by it; the user's id.
    std::string accept(const std::string& secret);
    void ask(const std::string& email);
    void sweep();

    [[nodiscard]] std::optional<store::StoredResource> find_user(const std::string& id) const;
    [[nodiscard]] std::string status(const std::string& user_id) const;
    [[nodiscard]] std::vector<store::Invitation> invitations_of(const std::string& user_id) const;
    [[nodiscard]] std::vector<store::InvitationRequest> all_requests() const;
    /// Live users who are recognised by this address.
    [[nodiscard]] Texts holders(const std::string& email) const;
    /// "ACTION SUBJECT_ID" of everything that happened after the event with id `after`, in order.
    [[nodiscard]] Texts events_since(const std::string& after) const;
    [[nodiscard]] std::string last_event() const;
    /// Whether the data of an event after `after` holds `text`.
    [[nodiscard]] bool happened_with(const std::string& after, const std::string& text) const;
    /// Direct members of a group, in id order.
    [[nodiscard]] Texts members_of(const std::string& group_id) const;
    /// Who is in: joined and active.
    [[nodiscard]] std::size_t count_members() const;
    [[nodiscard]] std::size_t count_invitations() const;
    /// How many letters of a kind have been written for a subject; any subject if it is "".
    [[nodiscard]] std::size_t letters(const std::string& kind, const std::string& subject = "")
        const;

    void require_invariants() const;

  private:
    Ground& ground_;
    store::Organization organization_;
    std::string directory_token_;
};

/// A User as an identity provider sends it: user name, work address, active.
[[nodiscard]] Json person_of(const std::string& user_name, const std::string& email);

/// A form that fits every organization whose settings ask for nothing more.
[[nodiscard]] desk::JoinForm join_form();

}  // namespace usher::test
