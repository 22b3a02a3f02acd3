// domain.md in memory: what must become of an organization, step by step. Written from that text
// alone and without the program's code, so that the two can be compared.
//
// Users, invitations and requests are named by the order in which they came: u0, i0, r0. Time is in
// hours. Nothing here is fast or clever.
#pragma once

#include "tests/proof/action.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::test {

/// What one can see of an organization, as lines; and what a step did to it.
struct Picture {
    std::vector<std::string> lines;
    bool operator==(const Picture&) const = default;
};

struct Step {
    std::string outcome;              ///< "done", a problem's code, or a SCIM error's
    std::vector<std::string> events;  ///< "invitation.opened i0", sorted
    bool operator==(const Step&) const = default;
};

/// What is fixed for a story.
struct Rules {
    std::string on_create = "auto";
    std::optional<std::size_t> seat_limit;
};

class Model {
  public:
    explicit Model(Rules rules) : rules_(std::move(rules)) {}

    /// What should happen. A refused action changes nothing.
    Step take(const Action& action);

    [[nodiscard]] Picture picture() const;

  private:
    struct User {
        std::string name;
        std::string address;
        bool live = true;
        bool active = true;
        bool joined = false;
        bool managed = false;  ///< by the directory
    };

    struct Invitation {
        std::size_t user = 0;
        std::string state = "open";
        std::string address;
        int expires = 0;
    };

    struct Request {
        std::string address;
        std::string state = "pending";
    };

    struct State {
        std::vector<User> users;
        std::vector<Invitation> invitations;
        std::vector<Request> requests;
        int now = 0;
    };

    /// Ends an action that is not to be.
    struct Refused {
        std::string word;
    };

    void perform(const Action& action);
    void perform_by_admin(const Action& action);
    void perform_by_directory(const Action& action);
    void perform_by_person(const Action& action);

    void invite_address(const Action& action);
    void invite_user(std::size_t user);
    void resend(std::size_t invitation);
    void revoke(std::size_t invitation);
    void approve(std::size_t request);
    void dismiss(std::size_t request);
    void restore(std::size_t user);
    void accept(std::size_t invitation);
    void want_fresh(std::size_t invitation);
    void ask(const Action& action);
    void push(const Action& action);
    void post(const Action& action, bool active);
    void write(std::size_t user, const User& wanted, bool by_directory, bool arrives);
    void remove(std::size_t user);
    void sweep();

    // What these share.
    std::size_t register_user(User user);
    void arrive(std::size_t user, bool joins);
    /// As the directory's `on_create` says.
    void admit(std::size_t user);
    void take_seat(bool converts) const;
    void open(std::size_t user);
    void close(std::size_t invitation, const std::string& state);
    /// Ends the open invitation of a user; as expired where time has ended it.
    void end_open(std::size_t user, const std::string& state);
    void note(const std::string& action, char kind, std::size_t number);

    [[nodiscard]] bool over(const Invitation& invitation) const;
    [[nodiscard]] bool is_open(const Invitation& invitation) const;
    [[nodiscard]] std::optional<std::size_t> open_invitation(std::size_t user) const;
    [[nodiscard]] std::optional<std::size_t> latest_invitation(std::size_t user) const;
    [[nodiscard]] std::vector<std::size_t> holders(const std::string& address) const;
    [[nodiscard]] std::optional<std::size_t> named(const std::string& name) const;
    [[nodiscard]] static bool has_address(const User& user, const std::string& address);
    [[nodiscard]] bool is_member(std::size_t user) const;
    [[nodiscard]] std::string status(std::size_t user) const;

    Rules rules_;
    State state_;
    std::vector<std::string> events_;
};

}  // namespace usher::test
