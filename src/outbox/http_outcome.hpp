// What an HTTP answer means for a delivery.
#pragma once

#include "outbox/http_poster.hpp"
#include "outbox/sending.hpp"

namespace usher::outbox {

/// 2xx: sent. `refused_4xx`: whether the other side means it when it says that the request is
/// wrong; 408, 425 and 429 are always worth another attempt.
[[nodiscard]] Sending outcome_of(const HttpAnswer& answer, bool refused_4xx);

}  // namespace usher::outbox
