// The first way in: a one-time link for an admin, made on the command line, and its redemption.
#pragma once

#include "desk/admission.hpp"
#include "desk/office.hpp"

#include <string>

namespace usher::desk {

struct CreatedAdmin {
    std::string user_id;
    base::Secret link;  ///< good once, for a day
};

/// Thread-safe. Errors are invitation::Problem.
class Administrators {
  public:
    explicit Administrators(const Office& office);

    /// Makes or finds the person with `email`, who joins and becomes founder if the organization
    /// `slug` has none, else account_admin at least. Throws not_found, invalid_email, inactive,
    /// seat_limit, and conflict where several people have the address.
    [[nodiscard]] CreatedAdmin create(const std::string& slug, const std::string& email) const;

    /// Signs in by a link. Throws not_found for one that is none, expired for one that was used or
    /// is over, and what Admission throws.
    [[nodiscard]] SignInStep redeem(
        const Admission& admission,
        const std::string& secret,
        const std::string& terms_version,
        const std::string& http_request_id
    ) const;

  private:
    const Office& office_;
    base::Secret challenge_key_;
};

}  // namespace usher::desk
