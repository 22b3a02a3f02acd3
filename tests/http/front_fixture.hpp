// A running front with a handler that tells what it was handed.
#pragma once

#include "http/front/front.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>

namespace usher::test {

/// A door that requests wait at until the test opens it.
class Gate {
  public:
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }

    void wait() {
        std::unique_lock lock(mutex_);
        ++waiting_;
        changed_.notify_all();
        changed_.wait(lock, [&] { return open_; });
    }

    /// Until `count` requests have come to it.
    void await_waiting(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return waiting_ >= count; });
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
    int waiting_ = 0;
};

inline http::Response text(std::string body, int status = 200) {
    return {.status = status, .content_type = "text/plain", .body = std::move(body)};
}

/// One line a fact, headers last: "method target from remote_address", "body", "Name=value"...
inline std::string told(const http::Request& request) {
    auto all = request.method + ' ' + request.target + " from " + request.remote_address + '\n' +
               request.body + '\n';
    for (const auto& [name, value] : request.headers)
        all += name + '=' + value + '\n';
    return all;
}

inline http::Response tell(const http::Request& request) {
    if (request.target == "/throw") throw std::runtime_error("SELECT secret");
    if (request.target == "/throw/int") throw 1;
    return text(told(request));
}

inline http::Response refuse(const http::Request& partial, int status, const std::string& reason) {
    return {
        .status = status,
        .content_type = "application/scim+json",
        .body = "{\"target\":\"" + partial.target + "\",\"detail\":\"" + reason + "\"}"};
}

inline bool is_slow(const http::Request& request) {
    return request.target == "/slow";
}

inline http::Pace pace_of(const http::Request& request) {
    if (request.target == "/wait") return http::Pace::waiting;
    return is_slow(request) ? http::Pace::slow : http::Pace::quick;
}

inline http::FrontOptions small_front() {
    http::FrontOptions options;
    options.port = 0;
    options.workers = 2;
    options.waiting_workers = 2;
    options.slow_workers = 1;
    options.max_body_bytes = 1024 * 1024;
    return options;
}

class RunningFront : public http::Front {
  public:
    explicit RunningFront(
        http::FrontOptions options = small_front(),
        http::Handler handler = tell,
        http::PaceOf pace = {},
        http::Refusal refusal = refuse
    )
        : Front(std::move(options), std::move(handler), std::move(refusal), std::move(pace)) {
        listen();
        start();
    }
};

}  // namespace usher::test
