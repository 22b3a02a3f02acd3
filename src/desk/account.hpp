// What members do with their own account (/me): their data, password, second factors, sessions,
// terms.
#pragma once

#include "desk/office.hpp"
#include "desk/second_factor.hpp"
#include "store/people.hpp"
#include "store/resources.hpp"
#include "store/second_factors.hpp"
#include "usher/scim/json.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace usher::desk {

struct OwnAccount {
    Organization organization;
    store::StoredResource user;
    store::Person person;
    std::vector<store::SecondFactor> factors;  ///< confirmed ones
    std::vector<std::string> possible_factors;
    bool has_password = false;
};

struct PasswordChange {
    base::Secret current;  ///< empty where the person has none yet
    base::Secret wanted;
    std::string session_id;  ///< stays open; the others end
};

/// Thread-safe. Each call is one unit of work on the caller's own record. Errors are
/// invitation::Problem; not_found for a caller that is no person (a token).
class Account {
  public:
    Account(const Office& office, const SecondFactors& second_factors)
        : office_(office), second_factors_(second_factors) {}

    [[nodiscard]] OwnAccount show(const Caller& self) const;

    /// `fields` as write_fields() takes them, of own_fields() only; names and titles are the
    /// directory's where one manages the record. Consent to SMS is recorded with its time.
    void update(const Caller& self, const scim::Json& fields) const;

    /// For the slow lane. Throws validation_failed at /current_password or /new_password.
    void change_password(const Caller& self, const PasswordChange& change) const;

    [[nodiscard]] PosedFactor begin_factor(const Caller& self, const std::string& factor) const;
    /// Throws validation_failed at /code, unauthorized for a challenge that is over.
    void confirm_factor(const Caller& self, const std::string& token, const base::Secret& code)
        const;
    /// Throws not_found, and conflict for the last one where the organization requires two factors.
    void remove_factor(const Caller& self, std::string_view factor) const;

    /// Throws terms_not_accepted for another version than the one in force.
    void accept_terms(const Caller& self, const std::string& version) const;

    /// An admin's help for somebody who lost their second factor: all are removed, sessions end.
    /// Throws forbidden unless the caller is an account admin, and for somebody with a higher role.
    void reset_factors(const Caller& admin, const std::string& user_id) const;

  private:
    const Office& office_;
    const SecondFactors& second_factors_;
};

/// The fields that people may change themselves; of those, the ones that a directory keeps to
/// itself.
[[nodiscard]] bool is_own_field(std::string_view name);
[[nodiscard]] bool is_directory_field(std::string_view name);

}  // namespace usher::desk
