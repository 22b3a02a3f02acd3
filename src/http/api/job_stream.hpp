// A job's progress as server-sent events (WHATWG HTML §9.2): an event `progress` whenever something
// has changed, `done` with the result at the end, and a comment now and then, so that nobody on the
// way takes the silence for the end.
#pragma once

#include "http/front/message.hpp"

#include <functional>
#include <string>

namespace usher::http {

/// Whether the client asks for text/event-stream.
[[nodiscard]] bool wants_event_stream(const Request& request);

/// `show` gives the job as JSON on one line; it may throw, which cuts the stream: the client asks
/// again.
[[nodiscard]] Response job_stream(std::function<std::string()> show);

}  // namespace usher::http
