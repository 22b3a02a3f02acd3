// An HTTP POST to somebody else's server: one of the interfaces that tests may replace.
//
// Bounded: time, the answer's size, no redirects followed, http and https only, no proxy from the
// environment, and only addresses within `reach`.
#pragma once

#include "outbox/address_guard.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace usher::outbox {

struct HttpPost {
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::string user = {};  ///< with `password`: Basic authentication; may be empty
    std::string password = {};
    Reach reach = Reach::internet;
};

struct HttpAnswer {
    long status = 0;    ///< 0: there was no answer
    std::string error;  ///< why not, one line
    std::string body;   ///< its beginning
    std::optional<std::chrono::seconds> retry_after;
};

class HttpPoster {
  public:
    HttpPoster() = default;
    HttpPoster(const HttpPoster&) = delete;
    HttpPoster& operator=(const HttpPoster&) = delete;
    virtual ~HttpPoster() = default;

    /// Thread-safe.
    [[nodiscard]] virtual HttpAnswer post(const HttpPost& request) = 0;
};

struct HttpLimits {
    std::chrono::seconds connect{5};
    std::chrono::seconds whole{15};
    std::size_t answer_bytes = 65536;  ///< beyond which the connection is cut
    std::stop_token cancelled = {};    ///< ends what is being sent, unfinished
};

[[nodiscard]] std::unique_ptr<HttpPoster> make_http_poster(const HttpLimits& limits = {});

}  // namespace usher::outbox
