// A closed loop: each connection sends its next request as soon as it has its answer.
#pragma once

#include "load/request_list.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace usher::bench {

struct LoadOptions {
    std::size_t connections = 16;
    std::chrono::duration<double> warm_up{0.5};  ///< sent, not counted
    std::chrono::duration<double> duration{5};
    bool once = false;  ///< each request once, without warm-up, then stop
    int status = 200;
    std::size_t least_length = 0;  ///< of a body; shorter answers count as wrong
};

struct Latencies {
    std::string label;
    std::size_t answers = 0;
    double p50_ms = 0;
    double p99_ms = 0;
};

struct LoadResult {
    std::size_t answers = 0;
    std::size_t wrong = 0;  ///< among them: other status, or too short
    double seconds = 0;
    double per_second = 0;
    double mib_per_second = 0;
    std::vector<Latencies> latencies;  ///< by label
    int wrong_status = 0;              ///< of one wrong answer
};

/// Sends the requests round robin over all connections. Throws std::runtime_error when a
/// connection breaks.
[[nodiscard]] LoadResult run_load(
    const RequestList& list, const std::string& url, const LoadOptions& options
);

}  // namespace usher::bench
