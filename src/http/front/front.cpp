#include "http/front/front.hpp"

#include "http/front/loop.hpp"

#include <utility>

namespace usher::http {

Front::Front(FrontOptions options, Handler handler, Refusal refusal, PaceOf pace)
    : loop_(std::make_unique<Loop>(
          std::move(options), std::move(handler), std::move(refusal), std::move(pace)
      )) {}

Front::~Front() = default;

void Front::listen() {
    loop_->listen();
}

int Front::port() const {
    return loop_->port();
}

void Front::start() {
    loop_->start();
}

void Front::drain(std::chrono::milliseconds grace) {
    loop_->drain(grace);
}

FrontCounters Front::counters() const {
    const Tally& tally = loop_->tally();
    return {
        .accepted = tally.accepted,
        .open = tally.open,
        .requests = tally.requests,
        .refused_connections = tally.refused_connections,
        .framing_errors = tally.framing_errors,
        .deadline_kills = tally.deadline_kills,
        .streams = tally.streams};
}

}  // namespace usher::http
