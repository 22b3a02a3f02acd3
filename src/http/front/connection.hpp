// One client's connection: reads, frames, answers and writes as far as it can without waiting.
//
// Ownership: between acquire() and release() one thread owns a connection and may call everything;
// otherwise nobody does, and only hasten() may be called. The loop's one-shot arming sees to that;
// acquire() and release() carry what the last owner wrote over to the next.
#pragma once

#include "http/front/framing.hpp"
#include "http/front/responder.hpp"
#include "http/front/service.hpp"
#include "http/front/streaming.hpp"
#include "http/front/transport.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace usher::http {

/// What a connection needs to go on.
enum class Next {
    readable,      ///< its socket to be readable
    writable,      ///< its socket to be writable
    turn,          ///< only another turn: others go first
    waiting_lane,  ///< answer_here() on the lane of those that wait
    slow_lane,     ///< answer_here() on the slow lane
    stream,        ///< stream() on the streams' thread, once what it awaits is there
    close,         ///< nothing: it is over
};

class Connection {
  public:
    using Clock = std::chrono::steady_clock;

    /// `service` must outlive it. Owned by the calling thread until released.
    Connection(Transport transport, std::string remote_address, Service& service);

    void acquire();

    /// Goes as far as it can. Owner only.
    [[nodiscard]] Next advance(Responder& responder);

    /// Answers the framed request on this thread, whatever its pace, and nothing after it. Owner
    /// only; requires that advance() asked for a lane.
    [[nodiscard]] Next answer_here(Responder& responder);

    /// Goes on with an answer that comes bit by bit. Owner only; requires Next::stream.
    [[nodiscard]] Next stream();

    /// What a stream awaits: its socket to be readable or writable, or only its time. Owner only.
    [[nodiscard]] Next stream_awaits() const { return stream_awaits_; }

    /// When a stream goes on whatever its socket says. Owner only.
    [[nodiscard]] Clock::time_point stream_due() const;

    /// To be called before it is armed; the caller does not own it any more.
    void release();

    /// Wakes it up, if it waits, when its deadline is over or when there is nothing to wait for in
    /// a drain. Any thread.
    void hasten(Clock::time_point now, bool draining) const;

    /// Breaks it off: whoever owns it finds it closed. Any thread.
    void cut() const;

    [[nodiscard]] int socket() const { return transport_.number(); }

  private:
    enum class Phase : std::uint8_t {
        busy,       ///< owned: no deadline
        handshake,  ///< TLS
        idle,       ///< between requests
        reading,    ///< within a request
        writing,    ///< within an answer
        lingering,  ///< closed by us, after a refusal; the client may still be sending
    };

    [[nodiscard]] bool overdue() const;
    [[nodiscard]] Next expire(Responder& responder);
    [[nodiscard]] std::optional<Next> shake_hands();
    [[nodiscard]] std::optional<Next> write_output();
    [[nodiscard]] std::optional<Next> after_output();
    [[nodiscard]] std::optional<Next> read_input();
    [[nodiscard]] std::optional<Next> read_socket();
    [[nodiscard]] Next linger();
    [[nodiscard]] std::optional<Next> answer_by_pace(Responder& responder);
    [[nodiscard]] Next answer(Responder& responder);
    [[nodiscard]] Response let_stream(Response response);
    [[nodiscard]] std::optional<Next> write_pieces();
    void say(const Piece& piece);
    [[nodiscard]] Next end_stream();
    void frame(std::string_view& input);
    [[nodiscard]] bool has_input() const;
    void refuse(Responder& responder, int status, std::string_view reason);
    [[nodiscard]] bool may_stay() const;
    void expect_within(Phase phase, std::chrono::milliseconds time);
    [[nodiscard]] Next await_input();

    Service& service_;
    Transport transport_;
    std::string remote_address_;
    Framer framer_;
    std::string input_;  ///< read, not framed yet: from `input_start_` on
    std::size_t input_start_ = 0;
    std::string output_;  ///< to be written: from `output_start_` on
    std::size_t output_start_ = 0;
    bool secured_ = false;       ///< the handshake is over
    bool answered_ = false;      ///< the output ends an answer
    bool closing_ = false;       ///< close behind the output
    bool refused_ = false;       ///< linger behind the output
    std::size_t discarded_ = 0;  ///< while lingering
    std::optional<Streaming> streaming_;
    Next stream_awaits_ = Next::turn;
    Phase next_phase_ = Phase::idle;
    std::atomic<Phase> phase_{Phase::busy};
    std::atomic<Clock::rep> deadline_{0};
};

}  // namespace usher::http
