#include "desk/second_factor.hpp"

#include "base/seal.hpp"
#include "desk/codes.hpp"
#include "desk/factor_purpose.hpp"
#include "desk/totp.hpp"
#include "directory/documents.hpp"
#include "invitation/code.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using invitation::ProblemCode;
using store::Challenge;
using store::SecondFactor;
using store::Session;
using store::Transaction;

/// The strongest first.
constexpr std::array factors{totp_factor, email_factor, sms_factor};

constexpr int most_codes = 4;
constexpr std::size_t most_failures = 20;
constexpr std::size_t most_open = 10;

Problem over() {
    return {ProblemCode::unauthorized, "this sign-in is over: begin again"};
}

const SecondFactor* find_factor(const std::vector<SecondFactor>& owned, std::string_view kind) {
    const auto found = std::find_if(owned.begin(), owned.end(), [&](const SecondFactor& factor) {
        return factor.kind == kind;
    });
    return found == owned.end() ? nullptr : &*found;
}

bool has_confirmed(const std::vector<SecondFactor>& owned, std::string_view kind) {
    const SecondFactor* factor = find_factor(owned, kind);
    return factor != nullptr && factor->confirmed_at;
}

/// Challenges that were proved are gone: what is counted failed or was left alone.
void require_patience(Transaction& tx, const FactorOwner& owner) {
    const auto count = store::count_challenges(
        tx,
        owner.organization.row.id,
        owner.user.id,
        store::second_factor_kind,
        tx.now() - codes_counted_for
    );
    if (count.attempts < most_failures && count.challenges < most_open) return;
    throw Problem::rate_limited(codes_counted_for);
}

event::Letter code_letter(
    const std::string& organization_id, const std::string& challenge_id, std::string_view factor
) {
    return {
        .organization_id = organization_id,
        .channel = factor == sms_factor ? event::Channel::sms : event::Channel::mail,
        .kind = event::LetterKind::code,
        .subject = {.kind = "challenge", .id = challenge_id}
    };
}

}  // namespace

SecondFactors::SecondFactors(const Office& office)
    : office_(office),
      challenge_key_(invitation::challenge_key(office.server_key)),
      seal_key_(base::derive_key(office.server_key, "second factor")) {}

std::vector<std::string> SecondFactors::usable(Session& session, const FactorOwner& owner) const {
    const auto owned = store::second_factors_of(session, owner.organization.row.id, owner.user.id);
    std::vector<std::string> usable;
    for (const std::string_view kind : factors) {
        if (!has_confirmed(owned, kind)) continue;
        if (kind == email_factor && mailbox_of(owner).empty()) continue;
        usable.emplace_back(kind);
    }
    return usable;
}

std::vector<std::string> SecondFactors::possible(Session& session, const FactorOwner& owner) const {
    const auto owned = store::second_factors_of(session, owner.organization.row.id, owner.user.id);
    std::vector<std::string> possible;
    for (const std::string_view kind : factors) {
        if (has_confirmed(owned, kind)) continue;
        if (kind == email_factor && mailbox_of(owner).empty()) continue;
        if (kind == sms_factor && sms_number_of(owner).empty()) continue;
        possible.emplace_back(kind);
    }
    return possible;
}

PosedFactor SecondFactors::pose(Transaction& tx, const FactorOwner& owner, FactorPurpose purpose)
    const {
    require_patience(tx, owner);
    const std::string& organization_id = owner.organization.row.id;
    PosedFactor posed{
        .token = base::Secret(""),
        .factor = purpose.factor,
        .sent_to = {},
        .key = {},
        .url = {},
        .effects = {}};
    if (purpose.sets_up && !purpose.factor.empty()) begin(tx, owner, purpose, posed);
    const store::Value target = target_of(tx, owner, purpose);
    if (target) ++purpose.codes_sent;
    const Challenge made = store::insert_challenge(
        tx,
        organization_id,
        {.kind = store::second_factor_kind,
         .user_id = owner.user.id,
         .purpose = to_text(purpose),
         .target = target,
         .lifetime = code_good_for}
    );
    posed.token = token_of(organization_id, made.id);
    if (!target) return posed;
    posed.sent_to = mostly_hidden(*target);
    posed.effects.letters.push_back(code_letter(organization_id, made.id, purpose.factor));
    return posed;
}

PosedFactor SecondFactors::pose_again(
    Transaction& tx, const FactorOwner& owner, const Challenge& challenge, const std::string& factor
) const {
    const std::string& organization_id = owner.organization.row.id;
    FactorPurpose purpose = factor_purpose_from(challenge.purpose);
    purpose.factor = factor;
    PosedFactor posed{
        .token = base::Secret(""),
        .factor = factor,
        .sent_to = {},
        .key = {},
        .url = {},
        .effects = {}};
    if (purpose.sets_up) begin(tx, owner, purpose, posed);
    Challenge changed = challenge;
    changed.target = target_of(tx, owner, purpose);
    if (changed.target && purpose.codes_sent >= most_codes) {
        throw Problem::rate_limited(code_good_for);
    }
    if (changed.target) ++purpose.codes_sent;
    changed.purpose = to_text(purpose);
    const auto replaced = store::replace_challenge(tx, organization_id, changed);
    if (!replaced) throw over();
    posed.token = token_of(organization_id, replaced->id);
    if (!changed.target) return posed;
    posed.sent_to = mostly_hidden(*changed.target);
    posed.effects.letters.push_back(code_letter(organization_id, replaced->id, factor));
    return posed;
}

Challenge SecondFactors::require_challenge(
    Session& session, const std::string& organization_id, std::string_view token
) const {
    const auto named = invitation::open_challenge_link(challenge_key_, token);
    if (!named || named->organization_id != organization_id) throw over();
    auto found = store::find_challenge(session, organization_id, named->challenge_id);
    const bool open = found && found->kind == store::second_factor_kind && !found->proved_at &&
                      found->user_id && found->expires_at > base::to_text(office_.clock.now());
    if (!open) throw over();
    return std::move(*found);
}

std::string SecondFactors::organization_of(std::string_view token) const {
    auto named = invitation::open_challenge_link(challenge_key_, token);
    if (!named) throw over();
    return std::move(named->organization_id);
}

FactorVerdict SecondFactors::judge(
    Transaction& tx,
    const std::string& organization_id,
    const Challenge& challenge,
    std::string_view code
) const {
    const auto taken = store::take_attempt(tx, organization_id, challenge.id, most_code_attempts);
    if (!taken) return {};
    FactorVerdict verdict{
        .kind = FactorVerdict::Kind::wrong,
        .user_id = *taken->user_id,
        .purpose = factor_purpose_from(taken->purpose)};
    if (!is_right(tx, organization_id, *taken, code)) return verdict;
    verdict.kind = FactorVerdict::Kind::right;
    store::remove_challenge(tx, organization_id, taken->id);
    if (!verdict.purpose.sets_up) return verdict;
    const bool confirmed =
        store::confirm_second_factor(tx, organization_id, verdict.user_id, verdict.purpose.factor);
    if (!confirmed) verdict.kind = FactorVerdict::Kind::over;
    return verdict;
}

FactorPurpose SecondFactors::prove(
    const std::string& user_id,
    std::string_view token,
    std::string_view code,
    const std::string& pointer
) const {
    const std::string organization_id = organization_of(token);
    const FactorVerdict verdict = office_.database.change([&](Transaction& tx) {
        store::Outcome<FactorVerdict> outcome{.value = {}, .events = {}};
        const auto user = store::lock_resource(tx, organization_id, "User", user_id);
        const Challenge challenge = require_challenge(tx, organization_id, token);
        if (user && challenge.user_id == user_id) {
            outcome.value = judge(tx, organization_id, challenge, code);
        }
        return outcome;
    });
    require_right(verdict, pointer);
    return verdict.purpose;
}

base::Secret SecondFactors::token_of(
    const std::string& organization_id, const std::string& challenge_id
) const {
    return invitation::challenge_link(
        challenge_key_, {.organization_id = organization_id, .challenge_id = challenge_id}
    );
}

std::string SecondFactors::seal(
    const base::Secret& secret, const std::string& user_id, std::string_view factor
) const {
    return base::base64url(
        base::seal(seal_key_, secret.reveal(), user_id + " " + std::string(factor))
    );
}

std::optional<base::Secret> SecondFactors::open(
    const SecondFactor& factor, const std::string& user_id
) const {
    if (!factor.sealed_secret) return std::nullopt;
    auto plain = base::open_sealed(
        seal_key_, base::from_base64url(*factor.sealed_secret), user_id + " " + factor.kind
    );
    if (!plain) return std::nullopt;
    return base::Secret(std::move(*plain));
}

/// Where a code for `purpose` goes; nothing where none is sent. A phone is the one that was proved
/// when the factor was set up, whatever the record says now.
store::Value SecondFactors::target_of(
    Session& session, const FactorOwner& owner, const FactorPurpose& purpose
) const {
    if (purpose.factor == email_factor) return mailbox_of(owner);
    if (purpose.factor != sms_factor) return {};
    const auto owned = store::second_factors_of(session, owner.organization.row.id, owner.user.id);
    const SecondFactor* factor = find_factor(owned, sms_factor);
    const auto number = factor == nullptr ? std::nullopt : open(*factor, owner.user.id);
    if (!number) throw Problem::conflict("there is no phone that a code can be sent to");
    return number->reveal();
}

void SecondFactors::begin(
    Transaction& tx, const FactorOwner& owner, const FactorPurpose& purpose, PosedFactor& posed
) const {
    const auto able = possible(tx, owner);
    if (std::find(able.begin(), able.end(), purpose.factor) == able.end()) {
        throw Problem::invalid("/factor", "impossible", "this factor cannot be set up now");
    }
    store::SecondFactor factor{.kind = purpose.factor, .sealed_secret = {}};
    if (purpose.factor == totp_factor) {
        const base::Secret key = new_totp_key();
        factor.sealed_secret = seal(key, owner.user.id, totp_factor);
        posed.key = totp_key_text(key);
        const std::string address = mailbox_of(owner);
        posed.url = totp_url(
            key, owner.organization.row.name, address.empty() ? owner.user.display : address
        );
    }
    if (purpose.factor == sms_factor) {
        factor.sealed_secret = seal(base::Secret(sms_number_of(owner)), owner.user.id, sms_factor);
    }
    const bool begun =
        store::begin_second_factor(tx, owner.organization.row.id, owner.user.id, factor);
    if (!begun) throw Problem::conflict("this factor is set up already");
}

bool SecondFactors::is_right(
    Transaction& tx,
    const std::string& organization_id,
    const Challenge& challenge,
    std::string_view code
) const {
    const FactorPurpose purpose = factor_purpose_from(challenge.purpose);
    if (purpose.factor != totp_factor) {
        const invitation::ChallengeTarget named{
            .organization_id = organization_id, .challenge_id = challenge.id};
        return !purpose.factor.empty() &&
               invitation::challenge_code_matches(challenge_key_, named, code);
    }
    const auto owned = store::second_factors_of(tx, organization_id, *challenge.user_id);
    const SecondFactor* factor = find_factor(owned, totp_factor);
    const auto key = factor == nullptr ? std::nullopt : open(*factor, *challenge.user_id);
    if (!key) return false;
    const auto step = totp_step(*key, code, tx.now());
    return step && store::use_totp_step(tx, organization_id, *challenge.user_id, *step);
}

FactorPurpose factor_purpose_of(const Challenge& challenge) {
    return factor_purpose_from(challenge.purpose);
}

void require_right(const FactorVerdict& verdict, const std::string& pointer) {
    if (verdict.kind == FactorVerdict::Kind::over) throw over();
    if (verdict.kind == FactorVerdict::Kind::wrong) {
        throw Problem::invalid(pointer, "wrong", "this is not the code, or it was used already");
    }
}

}  // namespace usher::desk
