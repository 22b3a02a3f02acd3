// One keep-alive connection to a SCIM server. Not for several threads at once.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace usher::bench {

/// Where a SCIM server is and how to get in.
struct Target {
    std::string url;  ///< "http://127.0.0.1:8080/scim/v2"
    std::string token;
};

/// An answer; `body` is null when there was none or it was not JSON.
struct Answer {
    int status = 0;
    nlohmann::json body;
};

class ScimClient {
  public:
    /// Throws std::invalid_argument for a URL that is not http://HOST:PORT/PATH.
    explicit ScimClient(const Target& target);
    ScimClient(const ScimClient&) = delete;
    ScimClient& operator=(const ScimClient&) = delete;
    ~ScimClient();

    /// Sends one request; `path` follows the base URL ("/Users?count=100"). A null `body` sends
    /// none. Throws std::runtime_error when no answer comes.
    [[nodiscard]] Answer send(
        const std::string& method, const std::string& path, const nlohmann::json& body = nullptr
    );

  private:
    struct Connection;
    std::unique_ptr<Connection> connection_;
};

/// The host and path parts of a URL: {"http://127.0.0.1:8080", "/scim/v2"}.
struct UrlParts {
    std::string origin;
    std::string path;
};

[[nodiscard]] UrlParts split_url(const std::string& url);

/// `text` percent-encoded for a query: everything but unreserved characters.
[[nodiscard]] std::string encode_query(std::string_view text);

/// A `filter=` parameter asking for `path` eq `value`.
[[nodiscard]] std::string filter_equal(std::string_view path, const std::string& value);

}  // namespace usher::bench
