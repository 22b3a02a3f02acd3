// What the front hands to the application and takes back: plain values, no library types.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method{};  ///< as sent: "GET"
    std::string target{};  ///< raw: path and query, not decoded
    Headers headers{};     ///< names as sent, values trimmed and not decoded
    std::string body{};    ///< whole; chunks joined
    std::string remote_address{};

    /// The first header called `name`, in any case; nullptr if there is none.
    [[nodiscard]] const std::string* header(std::string_view name) const;
};

/// What a stream has to say now.
struct Piece {
    std::string text{};
    bool last = false;
};

/// A body that comes bit by bit, behind an answer's head. No thread waits for it.
struct Stream {
    /// Called every `interval`, from one thread at a time that serves every stream: it must be
    /// quick. Not called while the client has not taken what was said before. What it throws cuts
    /// the connection, so that the client knows that the end is missing.
    std::function<Piece()> pull;
    std::chrono::milliseconds interval{500};
};

struct Response {
    int status = 200;
    /// Content-Length, Transfer-Encoding, Keep-Alive and Date are the front's. "Connection: close"
    /// closes behind the answer. A header that would break the head is left out.
    Headers headers{};
    std::string content_type{};      ///< empty: no body, no Content-Type
    std::string body{};              ///< not sent to HEAD, nor with 204 or 304
    std::optional<Stream> stream{};  ///< instead of `body`; needs a content type
};

}  // namespace usher::http
