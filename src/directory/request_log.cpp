#include "directory/request_log.hpp"

#include "base/id.hpp"
#include "directory/redaction.hpp"

#include <iterator>
#include <vector>

namespace usher::directory {

namespace {

constexpr std::chrono::seconds between_flushes{1};
/// Of all directories together; beyond it bodies are left out.
constexpr std::size_t most_waiting_bytes = 64 * 1024 * 1024;

std::size_t bytes_of(const store::DirectoryRequest& request) {
    return request.request_body.size() + request.response_body.size();
}

}  // namespace

RequestLog::RequestLog(store::Database& database, const base::Clock& clock, base::Log& log)
    : database_(database),
      clock_(clock),
      log_(log),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

RequestLog::~RequestLog() {
    thread_.request_stop();
    thread_.join();
    flush();
}

void RequestLog::note(
    const store::DirectoryKey& directory, std::size_t keep, const AnsweredRequest& request
) {
    if (keep == 0) return;
    const base::Time now = clock_.now();
    store::DirectoryRequest noted{
        .id = base::new_id(now),
        .at = base::to_text(now),
        .request_id = std::string(request.request_id),
        .method = std::string(request.method),
        .target = std::string(request.target.substr(0, longest_kept_body)),
        .status = request.status,
        .habits = std::string(request.habits),
        .request_body = bounded_body(request.request_body),
        .response_body = bounded_body(request.response_body),
        .duration_us = std::chrono::duration_cast<std::chrono::microseconds>(request.took).count()};

    const std::lock_guard lock(mutex_);
    if (waiting_bytes_ + bytes_of(noted) > most_waiting_bytes) {
        noted.request_body = noted.response_body = "(not kept: too many at once)";
    }
    waiting_bytes_ += bytes_of(noted);
    Waiting& waiting = waiting_[{directory.organization_id, directory.directory_id}];
    waiting.keep = keep;
    waiting.requests.push_back(std::move(noted));
    while (waiting.requests.size() > keep) {
        waiting_bytes_ -= bytes_of(waiting.requests.front());
        waiting.requests.pop_front();
    }
}

void RequestLog::flush() {
    const std::lock_guard one(flushing_);
    std::map<Key, Waiting> taken;
    {
        const std::lock_guard lock(mutex_);
        taken.swap(waiting_);
        waiting_bytes_ = 0;
    }
    for (auto& [key, waiting] : taken)
        write(key, std::move(waiting));
}

void RequestLog::write(const Key& key, Waiting waiting) {
    std::vector<store::DirectoryRequest> requests(
        std::move_iterator(waiting.requests.begin()), std::move_iterator(waiting.requests.end())
    );
    for (store::DirectoryRequest& request : requests) {
        request.target = target_without_secrets(request.target);
        request.request_body = without_secrets(std::move(request.request_body));
        request.response_body = without_secrets(std::move(request.response_body));
    }
    try {
        database_.change([&](store::Transaction& tx) {
            store::append_requests(
                tx,
                {.organization_id = key.first, .directory_id = key.second},
                requests,
                waiting.keep
            );
            return store::Outcome<bool>{.value = true, .events = {}};
        });
    } catch (const std::exception& failure) {
        log_.warning(
            "requests not kept",
            {
                {"directory", key.second     },
                {"count",     requests.size()},
                {"error",     failure.what() }
        }
        );
    }
}

void RequestLog::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        {
            std::unique_lock lock(mutex_);
            stopping_.wait_for(lock, stop, between_flushes, [] { return false; });
        }
        flush();
    }
}

}  // namespace usher::directory
