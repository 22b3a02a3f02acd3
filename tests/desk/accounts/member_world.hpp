// An organization whose people sign in, on a clock that stands still.
#pragma once

#include "desk/sign_in.hpp"
#include "store/access.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/still_clock.hpp"
#include "usher/scim/json.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace usher::test {

/// What is queued to leave.
struct QueuedLetter {
    std::string channel;
    std::string kind;
    std::string subject_id;
};

class MemberWorld {
  public:
    explicit MemberWorld(Kind kind);

    /// Makes a person, who joins unless told otherwise. `fields` as desk::write_fields() takes
    /// them.
    std::string person(const std::string& email, bool joins = true);
    std::string person(const std::string& email, const scim::Json& fields, bool joins);
    void give_password(const std::string& user_id, const std::string& password);
    void deactivate(const std::string& user_id);

    /// Changes settings, as PATCH /organization does.
    void set(const scim::Json& settings);

    [[nodiscard]] desk::SignInStep enter(
        const std::string& login, const std::string& password, const std::string& terms = ""
    );
    [[nodiscard]] desk::SignInStep confirm(const base::Secret& token, const std::string& code);
    [[nodiscard]] desk::SignInStep choose(const base::Secret& token, const std::string& factor);
    [[nodiscard]] bool is_signed_in(const desk::SignInStep& step);

    /// The code that the letter sent last holds.
    [[nodiscard]] std::string sent_code();
    [[nodiscard]] std::vector<QueuedLetter> letters();
    /// Names of actions, in order.
    [[nodiscard]] std::vector<std::string> events();
    [[nodiscard]] std::optional<store::StoredResource> find(const std::string& user_id);
    [[nodiscard]] desk::Caller self(const std::string& user_id) const;
    /// Every value of every row of `table`, as one text.
    [[nodiscard]] std::string everything_in(const std::string& table, std::size_t columns);

    StillClock clock;
    store::Database database;
    store::Organization acme;
    desk::Office office;
    desk::SignIn sign_in;

  private:
    void in_transaction(const std::function<store::Effects(store::Transaction&)>& body);
};

/// The word of the Problem that `body` throws; "" if it throws none.
[[nodiscard]] std::string problem_of(const std::function<void()>& body);
/// The code of its first field.
[[nodiscard]] std::string field_problem_of(const std::function<void()>& body);

}  // namespace usher::test
