// What directories asked lately and what they got, for the admin who wonders what the identity
// provider sent and why it was refused.
//
// A request costs a copy of its bounded bodies; a thread writes them once a second, at most as many
// of a directory as its log keeps: the older ones would be pushed out anyway. Secrets are removed
// before anything is stored. Thread-safe.
#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "store/database.hpp"
#include "store/directory_requests.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

namespace usher::directory {

/// A request that was answered.
struct AnsweredRequest {
    std::string_view request_id;
    std::string_view method;
    std::string_view target;
    int status = 0;
    std::string_view habits;
    std::string_view request_body;
    std::string_view response_body;
    std::chrono::nanoseconds took{};
};

class RequestLog {
  public:
    /// All must outlive it. Starts the thread that writes.
    RequestLog(store::Database& database, const base::Clock& clock, base::Log& log);
    RequestLog(const RequestLog&) = delete;
    RequestLog& operator=(const RequestLog&) = delete;
    /// Writes what is left.
    ~RequestLog();

    /// Keeps a request of a directory whose log holds the last `keep`; 0: nothing is kept.
    void note(
        const store::DirectoryKey& directory, std::size_t keep, const AnsweredRequest& request
    );

    /// Writes everything noted so far. What cannot be written now is given up, with a warning.
    void flush();

  private:
    struct Waiting {
        std::size_t keep = 0;
        std::deque<store::DirectoryRequest> requests;
    };

    using Key = std::pair<std::string, std::string>;  // organization, directory

    void write(const Key& key, Waiting waiting);
    void run(const std::stop_token& stop);

    store::Database& database_;
    const base::Clock& clock_;
    base::Log& log_;
    std::mutex mutex_;
    std::condition_variable_any stopping_;
    std::map<Key, Waiting> waiting_;
    std::size_t waiting_bytes_ = 0;
    std::mutex flushing_;  // one writer at a time: a directory's requests stay in order
    std::jthread thread_;  // last: it uses everything above
};

}  // namespace usher::directory
