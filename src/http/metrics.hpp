// What /metrics shows (Prometheus text format): requests by route and status, durations, the front
// the database and the outbox.
#pragma once

#include "http/front/front.hpp"
#include "outbox/dispatcher.hpp"
#include "store/database.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace usher::http {

/// Thread-safe.
class Metrics {
  public:
    Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    ~Metrics();

    /// `route` is a pattern of the route table, never a path: ids would make endless series.
    void count_request(
        std::string_view method, std::string_view route, int status, std::chrono::nanoseconds took
    );

    /// The page, with the counters that others keep.
    [[nodiscard]] std::string text(
        const FrontCounters& front,
        const store::DatabaseCounters& database,
        const std::optional<outbox::DispatchCounters>& outbox
    );

  private:
    struct Families;
    std::unique_ptr<Families> families_;
};

}  // namespace usher::http
