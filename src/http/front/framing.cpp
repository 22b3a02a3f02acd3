#include "http/front/framing.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>
#include <utility>

namespace usher::http {

namespace {

/// A chunk's size with its extension. Extensions mean nothing to us; this bounds their cost.
constexpr std::size_t max_chunk_line = 256;

template <class Number>
std::errc read_number(std::string_view text, Number& number, int radix) {
    const auto* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number, radix);
    if (error == std::errc() && stop != end) return std::errc::invalid_argument;
    return error;
}

bool starts_with_scheme(std::string_view target, std::string_view scheme) {
    return base::equal_ignoring_case(target.substr(0, scheme.size()), scheme);
}

}  // namespace

Framer::Framer(const FramingLimits& limits) : limits_(limits) {}

void Framer::reset() {
    // Swapped, as an assignment would keep the capacity of a big body.
    Framer fresh(limits_);
    std::swap(*this, fresh);
}

Framer::State Framer::state() const {
    if (refused_) return State::refused;
    return step_ == Step::end ? State::complete : State::incomplete;
}

bool Framer::claim_continue() {
    const bool waiting = expects_continue_ && state() == State::incomplete &&
                         (step_ == Step::body || step_ == Step::chunk_size);
    if (waiting) expects_continue_ = false;
    return waiting;
}

void Framer::refuse(int status, std::string_view reason) {
    if (refused_) return;
    refused_ = true;
    keep_alive_ = false;
    error_ = FramingError{status, reason};
}

std::size_t Framer::take(std::string_view bytes) {
    std::size_t taken = 0;
    while (taken < bytes.size() && state() == State::incomplete) {
        begun_ = true;
        const auto rest = bytes.substr(taken);
        const bool in_body = step_ == Step::body || step_ == Step::chunk;
        taken += in_body ? take_body(rest) : take_line(rest);
    }
    return taken;
}

std::size_t Framer::take_line(std::string_view bytes) {
    const auto end = bytes.find('\n');
    const auto piece = bytes.substr(0, end == std::string_view::npos ? end : end + 1);
    count_line_bytes(piece.size());
    if (refused_) return piece.size();
    if (end == std::string_view::npos) {
        line_ += piece;
    } else if (line_.empty()) {
        accept_line(piece);
    } else {
        line_ += piece;
        const std::string whole = std::move(line_);
        line_.clear();
        accept_line(whole);
    }
    return piece.size();
}

void Framer::count_line_bytes(std::size_t more) {
    if (step_ == Step::chunk_size || step_ == Step::chunk_end) {
        if (line_.size() + more > max_chunk_line) refuse(400, "a chunk's size line is too long");
        return;
    }
    header_bytes_ += more;
    if (header_bytes_ <= limits_.header_bytes) return;
    if (step_ == Step::request_line) return refuse(414, "the request target is too long");
    refuse(431, "the headers are too long");
}

void Framer::accept_line(std::string_view line) {
    if (!line.ends_with("\r\n")) return refuse(400, "a line does not end with CR LF");
    line.remove_suffix(2);
    switch (step_) {
        case Step::request_line:
            return accept_request_line(line);
        case Step::fields:
            return line.empty() ? end_head() : accept_field(line);
        case Step::chunk_size:
            return accept_chunk_size(line);
        case Step::trailers:
            return accept_trailer(line);
        default:
            break;
    }
    if (!line.empty()) return refuse(400, "a chunk is longer than its size");
    step_ = Step::chunk_size;
}

void Framer::accept_request_line(std::string_view line) {
    // RFC 9112 §2.2: an empty line that strays before a request is ignored.
    if (line.empty() && !blank_line_) {
        blank_line_ = true;
        return;
    }
    const auto parsed = parse_request_line(line);
    if (const auto* error = std::get_if<FramingError>(&parsed)) {
        return refuse(error->status, error->reason);
    }
    const auto& request_line = std::get<RequestLine>(parsed);
    request_.method = request_line.method;
    request_.target = request_line.target;
    http_1_0_ = request_line.http_1_0;
    keep_alive_ = !http_1_0_;
    step_ = Step::fields;
}

void Framer::accept_field(std::string_view line) {
    if (++header_lines_ > limits_.header_lines) return refuse(431, "there are too many headers");
    const auto field = parse_field_line(line);
    if (!field) return refuse(400, "a header is malformed");
    request_.headers.emplace_back(field->name, field->value);
    apply_field(*field);
}

void Framer::apply_field(const FieldLine& field) {
    const auto is = [&](std::string_view name) {
        return base::equal_ignoring_case(field.name, name);
    };
    if (is("Content-Length")) {
        apply_content_length(field.value);
    } else if (is("Transfer-Encoding")) {
        apply_transfer_encoding(field.value);
    } else if (is("Content-Encoding")) {
        // The library would inflate it without a bound.
        if (!base::equal_ignoring_case(field.value, "identity")) {
            refuse(415, "an encoded body is not accepted");
        }
    } else if (is("Expect")) {
        if (!base::equal_ignoring_case(field.value, "100-continue")) {
            return refuse(417, "the expectation is not known");
        }
        expects_continue_ = !http_1_0_;
    } else if (is("Host")) {
        ++hosts_;
        if (!is_authority(field.value)) refuse(400, "the Host header is malformed");
    } else if (is("Connection")) {
        if (lists_token(field.value, "close")) keep_alive_ = false;
    }
}

void Framer::apply_content_length(std::string_view value) {
    if (content_length_) return refuse(400, "there is more than one Content-Length");
    std::size_t length = 0;
    const auto error = read_number(value, length, 10);
    if (error == std::errc::result_out_of_range) return refuse(413, "the body is too large");
    if (error != std::errc()) return refuse(400, "the Content-Length is malformed");
    content_length_ = length;
}

void Framer::apply_transfer_encoding(std::string_view value) {
    if (chunked_) return refuse(400, "there is more than one Transfer-Encoding");
    if (!base::equal_ignoring_case(value, "chunked")) {
        return refuse(501, "the transfer encoding is not known");
    }
    if (http_1_0_) return refuse(400, "HTTP/1.0 has no Transfer-Encoding");
    chunked_ = true;
}

void Framer::end_head() {
    if (hosts_ > 1) return refuse(400, "there is more than one Host header");
    if (hosts_ == 0 && !http_1_0_) return refuse(400, "the Host header is missing");
    if (chunked_ && content_length_) {
        return refuse(400, "there are both a Content-Length and a Transfer-Encoding");
    }
    bring_to_origin_form();
    if (!refused_) choose_body();
}

void Framer::bring_to_origin_form() {
    std::string& target = request_.target;
    const bool absolute =
        starts_with_scheme(target, "http://") || starts_with_scheme(target, "https://");
    if (absolute) {
        const auto start = target.find("//") + 2;
        const auto end = std::min(target.find_first_of("/?#", start), target.size());
        const auto authority = target.substr(start, end - start);
        if (authority.empty() || !is_authority(authority)) {
            return refuse(400, "the request target is malformed");
        }
        // RFC 9112 §3.2.2: the target's authority counts, whatever Host says.
        for (auto& [name, value] : request_.headers) {
            if (base::equal_ignoring_case(name, "Host")) value = authority;
        }
        target.erase(0, end);
        if (target.empty() || target.front() != '/') target.insert(0, 1, '/');
    }
    const bool whole_server = target == "*" && request_.method == "OPTIONS";
    if (target.front() != '/' && !whole_server) refuse(400, "the request target is malformed");
}

void Framer::choose_body() {
    if (chunked_) {
        step_ = Step::chunk_size;
        return;
    }
    outstanding_ = content_length_.value_or(0);
    if (outstanding_ > limits_.body_bytes) return refuse(413, "the body is too large");
    step_ = outstanding_ == 0 ? Step::end : Step::body;
}

std::size_t Framer::take_body(std::string_view bytes) {
    expects_continue_ = false;
    const auto piece = bytes.substr(0, outstanding_);
    request_.body += piece;
    outstanding_ -= piece.size();
    if (outstanding_ == 0) step_ = step_ == Step::body ? Step::end : Step::chunk_end;
    return piece.size();
}

void Framer::accept_chunk_size(std::string_view line) {
    expects_continue_ = false;
    const auto digits = line.substr(0, line.find(';'));
    std::size_t size = 0;
    const auto error = read_number(digits, size, 16);
    if (error == std::errc::result_out_of_range) return refuse(413, "the body is too large");
    if (error != std::errc() || !is_field_value(line)) {
        return refuse(400, "a chunk's size is malformed");
    }
    if (size > limits_.body_bytes - request_.body.size()) {
        return refuse(413, "the body is too large");
    }
    outstanding_ = size;
    step_ = size == 0 ? Step::trailers : Step::chunk;
}

void Framer::accept_trailer(std::string_view line) {
    if (line.empty()) {
        step_ = Step::end;
        return;
    }
    // A trailer is checked and dropped: nothing that comes after the body may change its meaning.
    if (++header_lines_ > limits_.header_lines) return refuse(431, "there are too many trailers");
    if (!parse_field_line(line)) refuse(400, "a trailer is malformed");
}

}  // namespace usher::http
