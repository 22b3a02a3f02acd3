#include "http/front/connection.hpp"

#include <algorithm>
#include <array>
#include <sys/socket.h>
#include <utility>

namespace usher::http {

namespace {

constexpr std::size_t read_size = 16UL * 1024;

/// After so many reads or answers in a row other connections get their turn.
constexpr int steps_per_turn = 64;

/// What an idle connection may keep of its buffers.
constexpr std::size_t kept_capacity = 1024;

/// How long a refused client may go on sending. Closing at once would reset the connection, and the
/// reset may overtake the answer.
constexpr std::chrono::milliseconds linger_time{2'000};

/// How long after its deadline a request may be answered with 408.
constexpr std::chrono::seconds patience{2};

void empty(std::string& buffer, std::size_t& start) {
    if (buffer.capacity() > kept_capacity) {
        std::string().swap(buffer);
    } else {
        buffer.clear();
    }
    start = 0;
}

Response closing(Response response) {
    response.headers.emplace_back("Connection", "close");
    return response;
}

}  // namespace

Connection::Connection(Transport transport, std::string remote_address, Service& service)
    : service_(service),
      transport_(std::move(transport)),
      remote_address_(std::move(remote_address)),
      framer_(
          {.header_bytes = service.options.max_header_bytes,
           .header_lines = service.options.max_header_lines,
           .body_bytes = service.options.max_body_bytes}
      ) {
    const bool tls = !service.options.tls_certificate_file.empty();
    if (tls) {
        expect_within(Phase::handshake, service.options.request_deadline);
    } else {
        expect_within(Phase::idle, service.options.idle_timeout);
    }
}

void Connection::acquire() {
    // Pairs with release(). next_phase_ still says what it waited for.
    (void)phase_.exchange(Phase::busy, std::memory_order_acquire);
}

void Connection::release() {
    phase_.store(next_phase_, std::memory_order_release);
}

void Connection::expect_within(Phase phase, std::chrono::milliseconds time) {
    next_phase_ = phase;
    deadline_ = (Clock::now() + time).time_since_epoch().count();
}

bool Connection::overdue() const {
    return Clock::now().time_since_epoch().count() >= deadline_.load();
}

void Connection::hasten(Clock::time_point now, bool draining) const {
    const auto phase = phase_.load();
    if (phase == Phase::busy) return;
    const Clock::duration late = now.time_since_epoch() - Clock::duration(deadline_.load());
    const bool overdue = late >= Clock::duration::zero();
    const bool needless = draining && phase != Phase::reading && phase != Phase::writing;
    if (!overdue && !needless) return;
    // The end of its input wakes up whoever reads, and he may still answer (408, or a request that
    // came in a drain's last moment). Whoever has to write first listens only to the end of both.
    const bool gently = !overdue || (phase == Phase::reading && late < patience);
    ::shutdown(socket(), gently ? SHUT_RD : SHUT_RDWR);
}

void Connection::cut() const {
    ::shutdown(socket(), SHUT_RDWR);
}

Next Connection::advance(Responder& responder) {
    if (overdue()) return expire(responder);
    if (next_phase_ == Phase::lingering) return linger();
    if (const auto next = shake_hands()) return *next;
    for (int step = 0; step < steps_per_turn; ++step) {
        if (const auto next = write_output()) return *next;
        switch (framer_.state()) {
            case Framer::State::incomplete:
                if (const auto next = read_input()) return *next;
                break;
            case Framer::State::complete:
                if (const auto next = answer_by_pace(responder)) return *next;
                break;
            case Framer::State::refused:
                ++service_.tally.framing_errors;
                refuse(responder, framer_.error().status, framer_.error().reason);
                break;
        }
    }
    return Next::turn;
}

Next Connection::expire(Responder& responder) {
    if (next_phase_ != Phase::idle && next_phase_ != Phase::lingering) {
        ++service_.tally.deadline_kills;
    }
    if (next_phase_ != Phase::reading) return Next::close;
    refuse(responder, 408, "the request took too long");
    return write_output().value_or(Next::close);
}

std::optional<Next> Connection::shake_hands() {
    if (secured_) return std::nullopt;
    switch (transport_.shake_hands()) {
        case Progress::made:
            break;
        case Progress::awaits_readable:
            return Next::readable;
        case Progress::awaits_writable:
            return Next::writable;
        case Progress::ended:
            return Next::close;
    }
    secured_ = true;
    expect_within(Phase::idle, service_.options.idle_timeout);
    return std::nullopt;
}

bool Connection::may_stay() const {
    return framer_.keep_alive() && !service_.draining.load(std::memory_order_relaxed);
}

std::optional<Next> Connection::answer_by_pace(Responder& responder) {
    switch (service_.pace ? service_.pace(framer_.request()) : Pace::quick) {
        case Pace::waiting:
            return Next::waiting_lane;
        case Pace::slow:
            return Next::slow_lane;
        case Pace::quick:
            break;
    }
    const Next next = answer(responder);
    return next == Next::writable ? std::nullopt : std::optional(next);
}

Next Connection::answer_here(Responder& responder) {
    if (const auto next = answer(responder); next != Next::writable) return next;
    // Written here, or a worker would have to be woken up for it. What else the client has sent
    // is a worker's.
    return write_output().value_or(Next::turn);
}

Next Connection::answer(Responder& responder) {
    ++service_.tally.requests;
    auto& request = framer_.request();
    request.remote_address = remote_address_;
    const auto make = [&] {
        auto response = let_stream(service_.handler(request));
        // Asked behind the handler: a drain may have begun meanwhile.
        return may_stay() ? std::move(response) : closing(std::move(response));
    };
    const Responder::Question question{
        .head = request.method == "HEAD", .chunked = framer_.takes_chunks()};
    const bool stays = responder.respond(question, make, output_);
    closing_ = !stays;
    answered_ = !streaming_;
    framer_.reset();
    expect_within(Phase::writing, service_.options.write_deadline);
    return streaming_ ? Next::stream : Next::writable;
}

Response Connection::let_stream(Response response) {
    const auto& request = framer_.request();
    if (!response.stream || request.method == "HEAD") return response;
    auto place = StreamPlace::take(service_.tally.streams, service_.options.max_streams);
    if (!place) return service_.refusal(request, 503, "too many streams are open");
    streaming_.emplace(Streaming{
        .stream = *response.stream,
        .place = std::move(*place),
        .chunked = framer_.takes_chunks(),
        .next_pull = Clock::now()});
    stream_awaits_ = Next::writable;  // the head comes first
    return response;
}

Connection::Clock::time_point Connection::stream_due() const {
    const Clock::time_point deadline{Clock::duration(deadline_.load())};
    const bool waits_for_client = !output_.empty();
    return waits_for_client ? deadline : std::min(deadline, streaming_->next_pull);
}

Next Connection::stream() {
    if (overdue()) {
        ++service_.tally.deadline_kills;
        return Next::close;
    }
    if (const auto next = write_pieces()) return *next;
    if (service_.draining) return end_stream();
    const auto now = Clock::now();
    if (now < streaming_->next_pull) return Next::stream;
    streaming_->next_pull = now + streaming_->stream.interval;
    const auto piece = streaming_->stream.pull();
    say(piece);
    if (piece.last) return end_stream();
    return write_pieces().value_or(Next::stream);
}

void Connection::say(const Piece& piece) {
    if (piece.text.empty()) return;
    output_ += streaming_->framed(piece.text);
    expect_within(Phase::writing, service_.options.write_deadline);
}

std::optional<Next> Connection::write_pieces() {
    stream_awaits_ = Next::turn;
    if (output_.empty()) return std::nullopt;
    if (const auto next = write_output()) {
        if (*next == Next::close) return next;
        stream_awaits_ = *next;
        return Next::stream;
    }
    expect_within(Phase::writing, service_.options.idle_timeout);
    return std::nullopt;
}

Next Connection::end_stream() {
    output_ += streaming_->end();
    closing_ = closing_ || !streaming_->chunked || service_.draining;
    answered_ = true;
    streaming_.reset();
    expect_within(Phase::writing, service_.options.write_deadline);
    return Next::turn;
}

void Connection::refuse(Responder& responder, int status, std::string_view reason) {
    auto& partial = framer_.request();
    partial.remote_address = remote_address_;
    const Responder::Question question{.head = partial.method == "HEAD", .status_on_throw = status};
    const auto make = [&] {
        return closing(service_.refusal(partial, status, std::string(reason)));
    };
    (void)responder.respond(question, make, output_);
    closing_ = refused_ = answered_ = true;
    framer_.reset();
    empty(input_, input_start_);
    expect_within(Phase::writing, service_.options.write_deadline);
}

std::optional<Next> Connection::write_output() {
    while (output_start_ < output_.size()) {
        const auto rest = std::string_view(output_).substr(output_start_);
        const auto written = transport_.write(rest);
        if (written.progress == Progress::awaits_writable) return Next::writable;
        if (written.progress == Progress::awaits_readable) return Next::readable;
        if (written.progress == Progress::ended) return Next::close;
        output_start_ += written.bytes;
    }
    if (!output_.empty()) empty(output_, output_start_);
    return std::exchange(answered_, false) ? after_output() : std::nullopt;
}

std::optional<Next> Connection::after_output() {
    if (refused_) {
        transport_.finish_writing();
        expect_within(Phase::lingering, linger_time);
        return linger();
    }
    if (closing_) {
        transport_.finish_writing();
        return Next::close;
    }
    expect_within(Phase::idle, service_.options.idle_timeout);
    // Usually there is nothing more: epoll will say otherwise, so a read is saved.
    if (!has_input()) return Next::readable;
    return std::nullopt;
}

Next Connection::linger() {
    for (int step = 0; step < steps_per_turn; ++step) {
        // As much again as a request may have: enough for a client that errs, not for a flood.
        const bool enough = discarded_ > service_.options.max_body_bytes;
        if (enough || service_.draining) return Next::close;
        const auto dropped = transport_.discard_input();
        if (dropped.progress == Progress::ended) return Next::close;
        if (dropped.progress != Progress::made) break;
        discarded_ += dropped.bytes;
    }
    return Next::readable;
}

bool Connection::has_input() const {
    return input_start_ < input_.size() || transport_.holds_input();
}

std::optional<Next> Connection::read_input() {
    if (input_start_ == input_.size()) {
        if (framer_.claim_continue()) {
            output_ += "HTTP/1.1 100 Continue\r\n\r\n";
            return std::nullopt;
        }
        return read_socket();
    }
    auto rest = std::string_view(input_).substr(input_start_);
    frame(rest);
    input_start_ = input_.size() - rest.size();
    if (rest.empty()) empty(input_, input_start_);
    return std::nullopt;
}

std::optional<Next> Connection::read_socket() {
    std::array<char, read_size> buffer;
    const auto got = transport_.read(buffer.data(), buffer.size());
    if (got.progress == Progress::ended) return Next::close;
    if (got.progress == Progress::awaits_writable) return Next::writable;
    if (got.progress == Progress::awaits_readable) return Next::readable;
    std::string_view rest(buffer.data(), got.bytes);
    frame(rest);
    input_.append(rest);
    return std::nullopt;
}

void Connection::frame(std::string_view& input) {
    if (!framer_.begun()) expect_within(Phase::reading, service_.options.request_deadline);
    input.remove_prefix(framer_.take(input));
}

}  // namespace usher::http
