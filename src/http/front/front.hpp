// The event loop in front of cpp-httplib: bounded, strict, one deadline per request.
//
// epoll with one-shot arming and leader/follower workers: an idle connection holds no thread. A
// request is framed within limits before the library's parser and responder see it, through the
// public httplib::Stream (why: ARCHITECTURE.md, "HTTP on cpp-httplib"). A quick request is answered
// on the worker that read it. Others are answered on lanes with threads of their own, by the pace
// that `pace` says, so that they never keep the quick ones waiting.
#pragma once

#include "http/front/message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace usher::http {

struct FrontOptions {
    std::string host = "127.0.0.1";
    int port = 8080;  ///< 0: any free one, see port()
    std::size_t workers = 4;
    std::size_t waiting_workers = 8;
    std::size_t slow_workers = 2;
    std::size_t max_connections = 20'000;  ///< beyond: 503, Retry-After, close
    std::size_t max_header_bytes = 32UL * 1024;
    std::size_t max_header_lines = 100;
    std::size_t max_body_bytes = 8UL * 1024 * 1024;
    std::chrono::milliseconds request_deadline{15'000};  ///< from the first byte to the last: 408
    std::chrono::milliseconds idle_timeout{60'000};      ///< between requests; of a silent stream
    std::chrono::milliseconds write_deadline{
        30'000};                       ///< for a whole answer, or a piece of a stream
    std::size_t max_streams = 256;     ///< answers that come bit by bit; beyond: 503
    std::string tls_certificate_file;  ///< both set: TLS 1.2+
    std::string tls_key_file;
};

/// Counters for /metrics; each is read without a lock.
struct FrontCounters {
    std::uint64_t accepted = 0;
    std::uint64_t open = 0;
    std::uint64_t requests = 0;
    std::uint64_t refused_connections = 0;
    std::uint64_t framing_errors = 0;  ///< answered 4xx/5xx before the handler
    std::uint64_t deadline_kills = 0;
    std::uint64_t streams = 0;  ///< open now
};

/// Turns a request into an answer. Called from many threads at once. Must not throw: what escapes
/// becomes an empty 500.
using Handler = std::function<Response(const Request&)>;
/// How a request is answered, which decides the threads that do it.
enum class Pace {
    quick,    ///< at once: few threads serve many, and more would only take turns on the cores
    waiting,  ///< after waiting for a disk or for another: many may do so at the same time
    slow,     ///< by much work: only a few at the same time
};
/// The pace of a request. Called on a worker, so it must be quick; must not throw: the connection
/// would be closed. Without one every request is quick.
using PaceOf = std::function<Pace(const Request&)>;
/// The answer to a request that could not be framed (`status` 400, 408, 413, 414, 415, 417, 431,
/// 501 or 505), or for whose stream there is no room (503); `reason` is a short fixed text. What it
/// throws becomes an empty `status`.
using Refusal =
    std::function<Response(const Request& partial, int status, const std::string& reason)>;

class Front {
  public:
    /// Throws std::invalid_argument for options that cannot work: no worker, half of a TLS pair.
    Front(FrontOptions options, Handler handler, Refusal refusal, PaceOf pace = {});
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;
    ~Front();  ///< stops at once if still running; waits only for handlers that have begun

    /// Binds and listens. Throws std::runtime_error that names the address when it is taken or
    /// wrong, or the TLS file.
    void listen();
    [[nodiscard]] int port() const;

    /// Starts the workers; returns at once. Requires listen().
    void start();

    /// Stops accepting, closes idle connections, ends streams, answers what is in flight with
    /// "Connection: close", and returns when all is answered or `grace` is over; what is left then
    /// is cut off. Safe to call twice.
    void drain(std::chrono::milliseconds grace);

    [[nodiscard]] FrontCounters counters() const;

  private:
    class Loop;
    std::unique_ptr<Loop> loop_;
};

}  // namespace usher::http
