#include "outbox/http_outcome.hpp"

namespace usher::outbox {

namespace {

constexpr long request_timeout = 408;
constexpr long too_early = 425;
constexpr long too_many_requests = 429;
constexpr long service_unavailable = 503;

}  // namespace

Sending outcome_of(const HttpAnswer& answer, bool refused_4xx) {
    if (answer.status == 0) return {.detail = answer.error, .retry_after = {}, .unreachable = true};
    Sending sending{.detail = "HTTP " + std::to_string(answer.status)};
    sending.retry_after = answer.retry_after;
    sending.unreachable =
        answer.status == too_many_requests || answer.status == service_unavailable;
    const bool worth_another = answer.status == request_timeout || answer.status == too_early ||
                               answer.status == too_many_requests;
    if (answer.status >= 200 && answer.status < 300) {
        sending.end = Sending::End::sent;
    } else if (refused_4xx && answer.status >= 400 && answer.status < 500 && !worth_another) {
        sending.end = Sending::End::refused;
    }
    return sending;
}

}  // namespace usher::outbox
