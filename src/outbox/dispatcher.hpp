// One delivery, from its claim to its end: look at the state again, send, record.
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "outbox/letters.hpp"
#include "outbox/mailer.hpp"
#include "outbox/retry_schedule.hpp"
#include "outbox/sms.hpp"
#include "outbox/webhook.hpp"
#include "store/database.hpp"
#include "store/deliveries.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <variant>

namespace usher::outbox {

/// The ways out of the house. All must outlive who uses them.
struct Ways {
    Mailer& mail;
    SmsSender& sms;
    HttpPoster& http;
};

struct DispatchOptions {
    LetterOptions letters;
    Reach webhook_reach = Reach::internet;
    RetrySchedule schedule;
    /// What fails when it is older than this is given up, whatever the schedule says.
    std::chrono::hours oldest{72};
    /// Answers numbers from [0, 1), from any thread.
    std::function<double()> chance;
};

/// For /metrics.
struct DispatchCounters {
    std::uint64_t queued = 0;  ///< waiting, as last measured, of this and every other process
    std::uint64_t sent = 0;
    std::uint64_t failed = 0;  ///< attempts that will be made again
    std::uint64_t dropped = 0;
    std::uint64_t dead = 0;
};

/// What an outbox works with. All must outlive it.
struct Surroundings {
    store::Database& database;
    const base::Clock& clock;
    base::Log& log;
};

/// Thread-safe.
class Dispatcher {
  public:
    Dispatcher(
        const Surroundings& surroundings,
        const Ways& ways,
        const base::Secret& server_key,
        DispatchOptions options
    );

    /// Deals with a delivery that this thread has claimed. What goes wrong with it is recorded;
    /// throws store::Unavailable if not even that can be done: the claim lapses then.
    void handle(const store::Delivery& delivery);

    /// Measures what is queued, for counters().
    void measure_queue();

    [[nodiscard]] DispatchCounters counters() const;

  private:
    using Attempt = std::variant<Sending, Dropped, PutOff>;

    [[nodiscard]] Attempt attempt(const store::Delivery& delivery);
    [[nodiscard]] Attempt attempt_letter(const store::Delivery& delivery);
    [[nodiscard]] Attempt attempt_webhook(const store::Delivery& delivery);
    [[nodiscard]] store::DeliveryEnd end_of(const store::Delivery& delivery, const Attempt& attempt)
        const;
    void record(
        const store::Delivery& delivery, const store::DeliveryEnd& end, const Attempt& attempt
    );
    void account_for(const store::Delivery& delivery, const store::DeliveryEnd& end);

    Surroundings surroundings_;
    Ways ways_;
    DispatchOptions options_;
    LetterWriter letters_;
    WebhookWriter webhooks_;
    std::atomic<std::uint64_t> queued_{0};
    std::atomic<std::uint64_t> sent_{0};
    std::atomic<std::uint64_t> failed_{0};
    std::atomic<std::uint64_t> dropped_{0};
    std::atomic<std::uint64_t> dead_{0};
};

}  // namespace usher::outbox
