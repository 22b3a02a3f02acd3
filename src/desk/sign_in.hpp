// Signing in at an organization: by user name or e-mail and password, then what Admission asks for.
//
// What is wrong with a sign-in is told only to who knows the password; before that there is one
// answer, after the same work, for a wrong password, an unknown person and one without a password.
#pragma once

#include "desk/admission.hpp"
#include "desk/attempts.hpp"
#include "desk/office.hpp"
#include "desk/passwords.hpp"
#include "desk/second_factor.hpp"

#include <optional>
#include <string>

namespace usher::desk {

struct PasswordForm {
    std::string slug;
    std::string login;  ///< user name or e-mail
    base::Secret password;
    std::string terms_version;  ///< empty: none accepted
    std::string network;        ///< where it comes from: an address
    std::string request_id;
};

/// A second step.
struct FactorForm {
    std::string token;
    std::string factor;  ///< choose(): which one
    base::Secret code;   ///< confirm()
    std::string request_id;
};

/// Thread-safe. Errors are invitation::Problem.
class SignIn {
  public:
    explicit SignIn(const Office& office);

    /// For the slow lane. Throws unauthorized, rate_limited, and what Admission throws.
    [[nodiscard]] SignInStep start(const PasswordForm& form);

    /// Another factor, a fresh code, or the factor to set up. Throws unauthorized if it is over.
    [[nodiscard]] SignInStep choose(const FactorForm& form);

    /// The code. Throws validation_failed at /code for a wrong one, unauthorized if it is over.
    [[nodiscard]] SignInStep confirm(const FactorForm& form);

    [[nodiscard]] const SecondFactors& second_factors() const { return second_factors_; }

    [[nodiscard]] const Admission& admission() const { return admission_; }

    [[nodiscard]] const Passwords& passwords() const { return passwords_; }

  private:
    struct Known {
        std::string organization_id;
        std::string user_id;  ///< empty: nobody
        std::optional<std::string> hash;
    };

    [[nodiscard]] Known find(const PasswordForm& form);
    void require_patience(const PasswordForm& form);
    void forgive(const PasswordForm& form);

    const Office& office_;
    SecondFactors second_factors_;
    Admission admission_;
    Passwords passwords_;
    AttemptLimit by_login_and_network_;
    AttemptLimit by_login_;
    AttemptLimit by_network_;
};

/// The user whom `login` names in an organization: the user name, else an e-mail that exactly one
/// has. nullopt: nobody.
[[nodiscard]] std::optional<std::string> find_login(
    store::Session& session,
    const Office& office,
    const std::string& organization_id,
    const std::string& login
);

}  // namespace usher::desk
