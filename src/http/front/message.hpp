// What the front hands to the application and takes back: plain values, no library types.
#pragma once

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

struct Response {
    int status = 200;
    /// Content-Length, Transfer-Encoding, Keep-Alive and Date are the front's. "Connection: close"
    /// closes behind the answer. A header that would break the head is left out.
    Headers headers{};
    std::string content_type{};  ///< empty: no body, no Content-Type
    std::string body{};          ///< not sent to HEAD, nor with 204 or 304
};

}  // namespace usher::http
