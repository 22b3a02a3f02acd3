// Bearer tokens on requests (RFC 6750): from the Authorization header to a Grant.
#pragma once

#include "base/clock.hpp"
#include "http/front/message.hpp"
#include "store/access.hpp"

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace usher::http {

/// Remembers a token's grant for a second, so that a busy directory costs one look-up a second: a
/// token that is rotated away or expires is refused at most that much later. Thread-safe.
class Authenticator {
  public:
    Authenticator(store::Database& database, const base::Clock& clock);

    /// The grant of the request's token; nullopt if it has none that is valid. Throws
    /// store::Unavailable.
    [[nodiscard]] std::shared_ptr<const store::Grant> authenticate(const Request& request);

  private:
    struct Known {
        std::shared_ptr<const store::Grant> grant;
        base::Time checked_at;
        base::Time noted_at;  ///< when its use was last written down
    };

    [[nodiscard]] std::optional<Known> find_known(const std::string& fingerprint);
    void remember(const std::string& fingerprint, const Known& known);

    store::Database& database_;
    const base::Clock& clock_;
    std::mutex mutex_;
    std::unordered_map<std::string, Known>
        known_;  // by SHA-256 of the token, never the token itself
};

}  // namespace usher::http
