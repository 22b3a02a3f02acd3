#include "http/auth.hpp"

#include "base/secret.hpp"
#include "base/text.hpp"

namespace usher::http {

namespace {

constexpr std::chrono::seconds trusted_for{1};
constexpr std::chrono::minutes noted_every{1};
constexpr std::size_t most_known = 10'000;

/// The token of `Authorization: Bearer TOKEN`; empty if there is none.
std::string_view bearer_token(const Request& request) {
    const std::string* header = request.header("Authorization");
    if (header == nullptr) return {};
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view value = *header;
    if (!base::equal_ignoring_case(value.substr(0, scheme.size()), scheme)) return {};
    return base::trimmed(value.substr(scheme.size()));
}

}  // namespace

Authenticator::Authenticator(store::Database& database, const base::Clock& clock)
    : database_(database), clock_(clock) {}

std::shared_ptr<const store::Grant> Authenticator::authenticate(const Request& request) {
    const std::string_view token = bearer_token(request);
    if (token.empty()) return nullptr;
    const std::string fingerprint = base::sha256(token);
    const base::Time now = clock_.now();
    auto known = find_known(fingerprint);
    if (known && now >= known->checked_at && now - known->checked_at < trusted_for)
        return known->grant;

    auto grant = store::authenticate(database_, token, now);
    if (!grant) return nullptr;
    Known fresh{
        .grant = std::make_shared<const store::Grant>(std::move(*grant)),
        .checked_at = now,
        .noted_at = known ? known->noted_at : base::Time{}};
    const bool note = now - fresh.noted_at >= noted_every;
    if (note) fresh.noted_at = now;
    remember(fingerprint, fresh);
    if (note) store::record_use(database_, *fresh.grant);
    return fresh.grant;
}

std::optional<Authenticator::Known> Authenticator::find_known(const std::string& fingerprint) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(fingerprint);
    if (found == known_.end()) return std::nullopt;
    return found->second;
}

void Authenticator::remember(const std::string& fingerprint, const Known& known) {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= most_known) known_.clear();
    known_.insert_or_assign(fingerprint, known);
}

}  // namespace usher::http
