// Second factors: an authenticator app, or a code sent to a mailbox or, with consent, to a phone.
//
// A factor is asked for, or set up, by a challenge (store/challenges.hpp). Its token, which only
// the asker has, names it and is derived from it; a code is good once, for ten minutes and five
// attempts. Who fails again and again waits an hour at most.
#pragma once

#include "base/secret.hpp"
#include "desk/office.hpp"
#include "store/challenges.hpp"
#include "store/resources.hpp"
#include "store/second_factors.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace usher::desk {

inline constexpr std::string_view totp_factor = "totp";
inline constexpr std::string_view email_factor = "email";
inline constexpr std::string_view sms_factor = "sms";

/// Whose factors: `user` as it stands, in an organization.
struct FactorOwner {
    const Organization& organization;
    const store::StoredResource& user;
    std::string offered_phone = {};  ///< by the person now, with consent, not recorded yet
};

/// What proving a challenge is for. Stored with it as JSON.
struct FactorPurpose {
    bool sets_up = false;       ///< proves a factor that is being set up, else one that counts
    bool opens_session = true;  ///< ends a sign-in
    std::string via;            ///< what was proved before: "password", "phone", "link"
    std::string factor;         ///< totp, email, sms; empty: not chosen yet
    std::string terms_version;  ///< accepted on the way
    int codes_sent = 0;
};

/// A challenge as the asker gets it.
struct PosedFactor {
    base::Secret token;
    std::string factor;
    std::string sent_to;              ///< where the code went, mostly hidden: "a…@example.org"
    std::optional<base::Secret> key;  ///< of an app that is being set up: to type
    std::optional<base::Secret> url;  ///< likewise, for a QR code
    store::Effects effects;
};

/// What a typed code came to.
struct FactorVerdict {
    enum class Kind { right, wrong, over };
    Kind kind = Kind::over;
    std::string user_id;    ///< unless over
    FactorPurpose purpose;  ///< unless over
};

/// Thread-safe.
class SecondFactors {
  public:
    explicit SecondFactors(const Office& office);

    /// Which of the user's factors can be asked for now, the strongest first.
    [[nodiscard]] std::vector<std::string> usable(store::Session& session, const FactorOwner& owner)
        const;
    /// Which the user could set up now.
    [[nodiscard]] std::vector<std::string> possible(
        store::Session& session, const FactorOwner& owner
    ) const;

    /// Asks for `purpose.factor` (a usable one), sending a code where it takes one; or, with
    /// sets_up, begins to set one up. Throws Problem rate_limited, or conflict if it is set up
    /// already.
    [[nodiscard]] PosedFactor pose(
        store::Transaction& tx, const FactorOwner& owner, FactorPurpose purpose
    ) const;

    /// Asks for `factor` instead of what a challenge asked for, or for a fresh code: the old token
    /// and code are dead. Throws Problem unauthorized if the challenge is over.
    [[nodiscard]] PosedFactor pose_again(
        store::Transaction& tx,
        const FactorOwner& owner,
        const store::Challenge& challenge,
        const std::string& factor
    ) const;

    /// The open challenge that `token` names. Throws Problem unauthorized if it is over or none.
    [[nodiscard]] store::Challenge require_challenge(
        store::Session& session, const std::string& organization_id, std::string_view token
    ) const;
    /// The organization that `token` names. Throws Problem unauthorized for what is no token.
    [[nodiscard]] std::string organization_of(std::string_view token) const;

    /// Counts and judges an attempt. A right one uses the challenge up, and confirms the factor
    /// that it set up. The user's row must be locked; commit whatever the verdict is.
    [[nodiscard]] FactorVerdict judge(
        store::Transaction& tx,
        const std::string& organization_id,
        const store::Challenge& challenge,
        std::string_view code
    ) const;

    /// A whole attempt in a unit of work of its own, for a challenge of `user_id`. Throws Problem
    /// validation_failed at `pointer` for a wrong code, unauthorized for a challenge that is over.
    [[nodiscard]] FactorPurpose prove(
        const std::string& user_id,
        std::string_view token,
        std::string_view code,
        const std::string& pointer
    ) const;

  private:
    [[nodiscard]] base::Secret token_of(
        const std::string& organization_id, const std::string& challenge_id
    ) const;
    [[nodiscard]] std::string seal(
        const base::Secret& secret, const std::string& user_id, std::string_view factor
    ) const;
    [[nodiscard]] std::optional<base::Secret> open(
        const store::SecondFactor& factor, const std::string& user_id
    ) const;
    [[nodiscard]] store::Value target_of(
        store::Session& session, const FactorOwner& owner, const FactorPurpose& purpose
    ) const;
    void begin(
        store::Transaction& tx,
        const FactorOwner& owner,
        const FactorPurpose& purpose,
        PosedFactor& posed
    ) const;
    [[nodiscard]] bool is_right(
        store::Transaction& tx,
        const std::string& organization_id,
        const store::Challenge& challenge,
        std::string_view code
    ) const;

    const Office& office_;
    base::Secret challenge_key_;
    base::Secret seal_key_;
};

[[nodiscard]] FactorPurpose factor_purpose_of(const store::Challenge& challenge);

/// Throws the Problem of a verdict that is not right: the code at `pointer`, or that it is over.
void require_right(const FactorVerdict& verdict, const std::string& pointer);

}  // namespace usher::desk
