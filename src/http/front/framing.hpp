// Finds where one HTTP/1.1 request ends (RFC 9112), strictly and within bounds. Pure: bytes in, a
// request or a refusal out; no socket, no clock. Work and memory are proportional to the bytes
// taken, however they are cut into pieces.
//
// Whatever two parsers might read differently is refused instead of guessed: that is how requests
// are smuggled past a proxy. After a refusal the connection is of no more use.
#pragma once

#include "http/front/head_line.hpp"
#include "http/front/message.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace usher::http {

struct FramingLimits {
    std::size_t header_bytes = 32UL * 1024;  ///< request line, headers and trailers together
    std::size_t header_lines = 100;          ///< headers and trailers together
    std::size_t body_bytes = 8UL * 1024 * 1024;
};

class Framer {
  public:
    enum class State { incomplete, complete, refused };

    explicit Framer(const FramingLimits& limits);

    /// Takes bytes from the front of `bytes` and returns how many. Stops behind the request's last
    /// byte, or once it is refused: what follows belongs to the next request.
    std::size_t take(std::string_view bytes);

    [[nodiscard]] State state() const;

    /// Whether anything of the request has come.
    [[nodiscard]] bool begun() const { return begun_; }

    /// True once, when the client waits for "100 Continue" before it sends the body.
    [[nodiscard]] bool claim_continue();

    /// The request: whole once complete (a chunked body decoded), partial before and on refusal.
    /// `remote_address` is left empty. An absolute target is brought to its origin form and its
    /// authority to the Host header; otherwise the target and the headers are as sent.
    [[nodiscard]] const Request& request() const { return request_; }

    [[nodiscard]] Request& request() { return request_; }

    /// Whether the client leaves the connection open after this request.
    [[nodiscard]] bool keep_alive() const { return keep_alive_; }

    /// Whether the client understands a chunked answer.
    [[nodiscard]] bool takes_chunks() const { return !http_1_0_; }

    /// Requires: refused.
    [[nodiscard]] const FramingError& error() const { return error_; }

    /// Ready for the next request; no memory is kept.
    void reset();

  private:
    enum class Step { request_line, fields, body, chunk_size, chunk, chunk_end, trailers, end };

    std::size_t take_line(std::string_view bytes);
    std::size_t take_body(std::string_view bytes);
    void count_line_bytes(std::size_t more);
    void accept_line(std::string_view line);
    void accept_request_line(std::string_view line);
    void accept_field(std::string_view line);
    void apply_field(const FieldLine& field);
    void apply_content_length(std::string_view value);
    void apply_transfer_encoding(std::string_view value);
    void accept_trailer(std::string_view line);
    void accept_chunk_size(std::string_view line);
    void end_head();
    void bring_to_origin_form();
    void choose_body();
    void refuse(int status, std::string_view reason);

    FramingLimits limits_;
    Step step_ = Step::request_line;
    Request request_;
    FramingError error_;
    std::string line_;  ///< a line of which the end has not come yet
    std::size_t header_bytes_ = 0;
    std::size_t header_lines_ = 0;
    std::size_t outstanding_ = 0;  ///< bytes of the body, or of this chunk, still to come
    std::optional<std::size_t> content_length_;
    std::size_t hosts_ = 0;
    bool begun_ = false;
    bool blank_line_ = false;
    bool chunked_ = false;
    bool http_1_0_ = false;
    bool keep_alive_ = true;
    bool expects_continue_ = false;
    bool refused_ = false;
};

}  // namespace usher::http
