// How an attempt to send something ended: what every way out of the house answers.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace usher::outbox {

/// A URL that begins so has each message written as a file into the folder behind it: to develop
/// with.
inline constexpr std::string_view file_scheme = "file:";

struct Sending {
    enum class End {
        sent,     ///< somebody else is responsible for it now
        failed,   ///< not now: try again later
        refused,  ///< not ever: trying again would get the same answer
    };

    End end = End::failed;
    /// For admins: the other side's answer or what went wrong, one short line without secrets.
    std::string detail;
    std::optional<std::chrono::seconds> retry_after = {};  ///< what the other side asked for
    bool unreachable = false;  ///< it did not answer at all, or asked for quiet
};

}  // namespace usher::outbox
