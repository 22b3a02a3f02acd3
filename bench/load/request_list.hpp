// The requests that a run sends, rendered to bytes beforehand.
#pragma once

#include "client/scim_client.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace usher::bench {

struct RenderedRequest {
    std::string bytes;      ///< request line, headers, body
    std::size_t label = 0;  ///< a position in RequestList::labels
};

struct RequestList {
    std::vector<RenderedRequest> requests;
    std::vector<std::string> labels;  ///< latencies are told apart by these
};

/// Reads JSON lines `{"method", "path", "body"?, "label"?}`; `path` follows the target's URL.
/// Throws std::runtime_error for a file that is missing or empty.
[[nodiscard]] RequestList read_requests(const std::string& file, const Target& target);

}  // namespace usher::bench
