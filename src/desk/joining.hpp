// Joining by an invitation (domain.md, "Joining"): looking at it never uses it up, accepting does,
// once.
#pragma once

#include "desk/office.hpp"
#include "desk/second_factor.hpp"
#include "invitation/link.hpp"
#include "store/invitations.hpp"
#include "store/resources.hpp"
#include "usher/scim/json.hpp"

#include <optional>
#include <string>

namespace usher::desk {

/// What the form needs to know.
struct InvitationView {
    Organization organization;
    store::Invitation invitation;
    store::StoredResource user;
    invitation::LinkChannel channel = invitation::LinkChannel::email;
};

/// What the invitee submits. The e-mail is fixed: it is the invitation's.
struct JoinForm {
    std::string given_name;
    std::string family_name;
    store::Value mobile;
    base::Secret password;
    std::string terms_version;
    std::string second_factor_challenge;  ///< begin_factor()'s token; empty: none is set up
    std::string second_factor_code;
    bool consents_to_sms = false;
    store::Value locale;
};

struct Joined {
    std::string organization_id;
    std::string user_id;
    base::Secret session_token;
};

/// Thread-safe. Errors are invitation::Problem: not_found for a secret that is none; expired,
/// revoked, superseded, accepted for one that is over, saying the way on.
class Joining {
  public:
    explicit Joining(const Office& office);

    [[nodiscard]] InvitationView look(const std::string& secret);

    /// The person joins, wholly or not at all: names, password, terms, second factor, groups, the
    /// invitation, and everything else that was open about them.
    [[nodiscard]] Joined accept(
        const std::string& secret, JoinForm form, const std::string& http_request_id
    );

    /// Begins to set up a second factor, whose challenge and code go into the form: "totp",
    /// "email", or "sms" to `mobile`, which the person offers for that. Throws Problem
    /// validation_failed at /factor for one that cannot be set up.
    [[nodiscard]] PosedFactor begin_factor(
        const std::string& secret, const std::string& factor, const std::string& mobile
    );

    /// "Send me a fresh one": an expired invitation's successor goes to the stored address, while
    /// the organization would still invite. Says the same whatever it did.
    void ask_for_fresh(const std::string& secret, const std::string& http_request_id);

  private:
    const Office& office_;
    base::Secret link_key_;
    SecondFactors second_factors_;
};

}  // namespace usher::desk
