// The last steps of every sign-in, whatever was proved first: whether the person may come in,
// whether they accepted the terms, whether a second factor is needed; then the session.
#pragma once

#include "desk/office.hpp"
#include "desk/second_factor.hpp"
#include "store/resources.hpp"
#include "store/sessions.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::desk {

/// What was proved, and what came with it.
struct FirstFactor {
    std::string via;  ///< "password", "phone", "link"
    std::string terms_version;
    std::string request_id;  ///< of the HTTP request
};

/// Where a sign-in stands.
struct SignInStep {
    enum class Kind {
        signed_in,      ///< `session` is open
        second_factor,  ///< `posed` waits for its code
        set_up,         ///< a second factor must be set up first: one of `factors`
    };
    Kind kind = Kind::signed_in;
    std::string organization_id;
    std::string user_id;
    std::optional<store::IssuedSession> session;
    std::optional<PosedFactor> posed;
    std::vector<std::string> factors;  ///< what can be asked for, or set up, instead
};

/// Thread-safe.
class Admission {
  public:
    Admission(const Office& office, const SecondFactors& second_factors)
        : office_(office), second_factors_(second_factors) {}

    /// After the first factor. `user` is locked. Throws Problem: inactive, not_joined,
    /// terms_not_accepted, rate_limited.
    [[nodiscard]] store::Outcome<SignInStep> admit(
        store::Transaction& tx,
        const Organization& organization,
        const store::StoredResource& user,
        const FirstFactor& first
    ) const;

    /// After the second one. `user` is locked.
    [[nodiscard]] store::Outcome<SignInStep> finish(
        store::Transaction& tx,
        const Organization& organization,
        const store::StoredResource& user,
        const FactorPurpose& proved,
        const std::string& request_id
    ) const;

  private:
    const Office& office_;
    const SecondFactors& second_factors_;
};

/// The present terms are accepted by the user, with `version`; nothing where they were before.
/// Throws Problem terms_not_accepted unless it is the version in force.
void require_terms(
    const Organization& organization, const store::StoredResource& user, const std::string& version
);

/// Records that the user accepted the terms in force, unless they had.
void accept_terms(
    store::Transaction& tx, const Organization& organization, const store::StoredResource& user
);

}  // namespace usher::desk
