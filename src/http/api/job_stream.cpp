#include "http/api/job_stream.hpp"

#include <chrono>
#include <string_view>
#include <utility>

namespace usher::http {

namespace {

/// Proxies give up on what is silent for a minute; some for less.
constexpr std::chrono::seconds longest_silence{15};

bool is_over(std::string_view job) {
    return job.find(R"("closed_at":null)") == std::string_view::npos;
}

/// What has changed since the last call.
class JobEvents {
  public:
    explicit JobEvents(std::function<std::string()> show) : show_(std::move(show)) {}

    Piece operator()() {
        const auto now = std::chrono::steady_clock::now();
        std::string job = show_();
        const bool over = is_over(job);
        if (job == last_ && now - said_at_ < longest_silence) return {};
        said_at_ = now;
        if (job == last_) return {.text = ":\n\n"};
        const std::string_view name = over ? "done" : "progress";
        last_ = std::move(job);
        return {.text = "event: " + std::string(name) + "\ndata: " + last_ + "\n\n", .last = over};
    }

  private:
    std::function<std::string()> show_;
    std::string last_;
    std::chrono::steady_clock::time_point said_at_{};
};

}  // namespace

bool wants_event_stream(const Request& request) {
    const std::string* accept = request.header("Accept");
    return accept != nullptr && accept->find("text/event-stream") != std::string::npos;
}

Response job_stream(std::function<std::string()> show) {
    return {
        .status = 200,
        .headers = {{"X-Accel-Buffering", "no"}},
        .content_type = "text/event-stream",
        .stream = Stream{.pull = JobEvents(std::move(show))}};
}

}  // namespace usher::http
