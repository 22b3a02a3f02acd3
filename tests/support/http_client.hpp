// A small HTTP/1.1 client that sends exactly what it is told, well-formed or not.
//
// One keep-alive connection; not for several threads at once. A connection that the server closed
// between two requests is opened again.
#pragma once

#include "usher/scim/json.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::test {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Answer {
    int status = 0;  ///< 0: the server hung up without an answer
    Headers headers;
    std::string body;

    /// The first header called `name`, in any case; empty if there is none.
    [[nodiscard]] std::string header(std::string_view name) const;
    /// The body, parsed; throws if it is no JSON.
    [[nodiscard]] scim::Json json() const;
};

class HttpClient {
  public:
    explicit HttpClient(int port);
    HttpClient(HttpClient&& other) noexcept;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;
    ~HttpClient();

    /// Sends one request with `Host` and, where there is a body or a method that has one,
    /// `Content-Length`; returns its answer.
    Answer send(
        std::string_view method,
        std::string_view target,
        const Headers& headers = {},
        std::string_view body = {}
    );

  private:
    void connect();
    void close();
    bool write(std::string_view bytes) const;
    bool read_more();
    Answer read_answer(bool has_body);

    int port_;
    int socket_ = -1;
    std::string buffer_;  ///< what was read and not yet used
};

/// "a b/ü" → "a%20b%2F%C3%BC".
[[nodiscard]] std::string percent_encoded(std::string_view text);

/// "?filter=…&count=…", values encoded.
[[nodiscard]] std::string query(const std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace usher::test
