// Joining by an invitation (domain.md, "Joining"): looking at it never uses it up, accepting does,
// once.
#pragma once

#include "desk/admission.hpp"
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
    std::string factor_token;  ///< of pose_factor(), where a second factor is set up
    base::Secret factor_code{""};
    bool consents_to_sms = false;
    store::Value locale;
};

/// Which second factor the invitee sets up, before accepting.
struct FactorWish {
    std::string factor;  ///< totp, email, sms
    std::string mobile;  ///< for sms: the number they give now
    bool consents_to_sms = false;
};

/// Thread-safe. Errors are invitation::Problem: not_found for a secret that is none; expired,
/// revoked, superseded, accepted for one that is over, saying the way on.
class Joining {
  public:
    Joining(const Office& office, const SecondFactors& second_factors);

    [[nodiscard]] InvitationView look(const std::string& secret);

    /// Begins to set up a second factor; its code goes into the form.
    [[nodiscard]] PosedFactor pose_factor(const std::string& secret, const FactorWish& wish);

    /// The person joins, wholly or not at all: names, password, terms, second factor, groups, the
    /// invitation, and everything else that was open about them; and is signed in. Throws Problem
    /// second_factor_required where the organization asks for one that the form lacks.
    [[nodiscard]] SignInStep accept(
        const std::string& secret, const JoinForm& form, const std::string& http_request_id
    );

    /// "Send me a fresh one": an expired invitation's successor goes to the stored address, while
    /// the organization would still invite. Says the same whatever it did.
    void ask_for_fresh(const std::string& secret, const std::string& http_request_id);

  private:
    void prove_factor(const InvitationView& seen, const JoinForm& form);

    const Office& office_;
    const SecondFactors& second_factors_;
    base::Secret link_key_;
};

}  // namespace usher::desk
