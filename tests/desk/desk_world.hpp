// An organization with a directory, an admin and a clock that tests turn, on a database of its own.
#pragma once

#include "base/clock.hpp"
#include "desk/office.hpp"
#include "invitation/problem.hpp"
#include "store/access.hpp"
#include "store/database.hpp"
#include "store/invitations.hpp"
#include "store/requests.hpp"
#include "store/resources.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/json_support.hpp"
#include "usher/scim/schema.hpp"

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace usher::test {

/// The system's time when it was made and what tests have added to it: it stands still otherwise.
class TurnedClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override { return now_.load(); }

    void advance(std::chrono::seconds by) { now_ = now_.load() + by; }

  private:
    std::atomic<base::Time> now_{base::SystemClock().now()};
};

class DeskWorld {
  public:
    explicit DeskWorld(store::Kind kind);

    [[nodiscard]] const desk::Office& office() const { return office_; }

    [[nodiscard]] store::Database& database() { return database_; }

    [[nodiscard]] const std::string& url() const { return url_; }

    [[nodiscard]] TurnedClock& clock() { return clock_; }

    [[nodiscard]] const std::string& id() const { return organization_.id; }

    [[nodiscard]] const std::string& directory_id() const { return directory_.directory.id; }

    /// A founder's token.
    [[nodiscard]] desk::Caller admin() const;
    [[nodiscard]] desk::Caller caller(invitation::Role role) const;

    /// The directory's POST of a user; `on_create` is its policy.
    std::string push(
        const std::string& user_name,
        const Json& more = Json::object(),
        const std::string& on_create = "activate"
    );
    /// A user whom an admin registers.
    std::string add(const std::string& user_name, const Json& more = Json::object());
    std::string add_group(const std::string& name);
    void join(const std::string& group_id, const std::string& user_id, const std::string& role);
    /// As an admin does it.
    void remove(const std::string& user_id);
    void change_settings(const Json& changes);
    void make_founder(const std::string& user_id);

    /// An open invitation, written without asking anybody.
    store::Invitation insert_invitation(const std::string& user_id);
    /// A pending request, written without asking anybody.
    std::string insert_request(const std::string& email);

    [[nodiscard]] std::optional<store::StoredResource> user(const std::string& id);
    [[nodiscard]] Json document(const std::string& id);
    [[nodiscard]] std::string request_state(const std::string& id);
    [[nodiscard]] std::string invitation_state(const std::string& id);

    void execute(const std::string& sql, const store::Parameters& parameters = {});
    /// The first column of what `sql` selects, as text; NULL is "".
    [[nodiscard]] Texts texts(const std::string& sql, const store::Parameters& parameters = {});
    /// How many events of this name there are.
    [[nodiscard]] std::size_t events(const std::string& action);

  private:
    std::string write(directory::Call call, const std::string& user_name, const Json& more);
    [[nodiscard]] directory::Call call();

    TurnedClock clock_;
    scim::Registry registry_;
    std::string url_;
    store::Database database_;
    store::Organization organization_;
    store::CreatedDirectory directory_;
    desk::Office office_;
};

/// {"emails": [{"value": address}, ...]}
[[nodiscard]] Json emails(const Texts& addresses);

/// The code of the Problem that `body` throws; "" if it throws none.
template <class Body>
std::string problem_of(const Body& body) {
    try {
        body();
        return "";
    } catch (const invitation::Problem& problem) {
        return std::string(problem.kind().word);
    }
}

}  // namespace usher::test
