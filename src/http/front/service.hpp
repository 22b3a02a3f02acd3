// What all connections of one front share.
#pragma once

#include "http/front/front.hpp"

#include <atomic>
#include <cstdint>

namespace usher::http {

/// FrontCounters as they are counted.
struct Tally {
    std::atomic<std::uint64_t> accepted{0};
    std::atomic<std::uint64_t> open{0};
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> refused_connections{0};
    std::atomic<std::uint64_t> framing_errors{0};
    std::atomic<std::uint64_t> deadline_kills{0};
    std::atomic<std::uint64_t> streams{0};
};

struct Service {
    FrontOptions options;
    Handler handler;
    Refusal refusal;
    PaceOf pace;
    Tally tally{};
    std::atomic<bool> draining{false};
};

}  // namespace usher::http
