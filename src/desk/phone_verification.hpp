// Joining by a phone number that the organization knows, with no link at all (domain.md,
// "Joining"): who has consented to SMS proves the number by a code, joins, and is signed in.
//
// Later it signs in who has no password yet. The first answer is the same for every number: it must
// not tell who is known.
#pragma once

#include "desk/admission.hpp"
#include "desk/office.hpp"
#include "store/challenges.hpp"

#include <string>
#include <vector>

namespace usher::desk {

struct PhoneForm {
    std::string slug;
    std::string phone;
    std::string request_id;
};

struct PhoneCode {
    std::string token;  ///< what start() returned
    std::string code;
    std::string terms_version;
    std::string request_id;
};

/// Thread-safe. Errors are invitation::Problem.
class PhoneVerifications {
  public:
    PhoneVerifications(const Office& office, const Admission& admission);

    /// Sends a code if exactly one person who may come in this way has the number; opens a case if
    /// several have it. Throws not_found for the organization, validation_failed at /phone for what
    /// is no number.
    [[nodiscard]] base::Secret start(const PhoneForm& form) const;

    /// Throws validation_failed at /code for a wrong code, unauthorized for a verification that is
    /// over, and what arrivals and Admission throw.
    [[nodiscard]] SignInStep confirm(const PhoneCode& form) const;

  private:
    struct Attempt;
    [[nodiscard]] store::Outcome<Attempt> attempt(
        store::Transaction& tx,
        const std::string& organization_id,
        const store::Challenge& challenge,
        const PhoneCode& form
    ) const;

    const Office& office_;
    const Admission& admission_;
    base::Secret challenge_key_;
};

}  // namespace usher::desk
