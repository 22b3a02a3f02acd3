#include "http/front/responder.hpp"

#include "base/text.hpp"
#include "http/front/head_line.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <ctime>
#include <string_view>
#include <utility>

#include <httplib.h>

namespace usher::http {

namespace {

/// What the library reads its request from and gathers the answer in.
class Exchange : public httplib::Stream {
  public:
    Exchange(std::string_view request, std::string& answer) : request_(request), answer_(answer) {}

    [[nodiscard]] bool is_readable() const override { return !request_.empty(); }

    [[nodiscard]] bool is_writable() const override { return true; }

    ssize_t read(char* into, std::size_t size) override {
        const auto taken = request_.copy(into, size);
        request_.remove_prefix(taken);
        return static_cast<ssize_t>(taken);
    }

    ssize_t write(const char* bytes, std::size_t size) override {
        answer_.append(bytes, size);
        return static_cast<ssize_t>(size);
    }

    void get_remote_ip_and_port(std::string&, int&) const override {}

    void get_local_ip_and_port(std::string&, int&) const override {}

    [[nodiscard]] socket_t socket() const override { return INVALID_SOCKET; }

  private:
    std::string_view request_;
    std::string& answer_;
};

bool any_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view candidate) {
        return base::equal_ignoring_case(name, candidate);
    });
}

bool is_ours(std::string_view name) {
    return any_of(name, {"Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive"});
}

bool has_no_content(int status) {
    return status < 200 || status == 204 || status == 304;
}

/// IMF-fixdate (RFC 9110 §5.6.7), which an origin server puts on its answers.
std::string http_date(std::time_t time) {
    std::tm utc{};
    gmtime_r(&time, &utc);
    std::array<char, 32> text{};
    const auto size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &utc);
    return {text.data(), size};
}

void copy_headers(const Response& from, httplib::Response& to) {
    for (const auto& [name, value] : from.headers) {
        if (is_ours(name) || !is_token(name) || !is_field_value(value)) continue;
        if (!from.content_type.empty() && any_of(name, {"Content-Type"})) continue;
        to.headers.emplace(name, value);
    }
}

void fill(Response&& from, httplib::Response& to) {
    to.status = from.status;
    copy_headers(from, to);
    if (from.content_type.empty() || has_no_content(from.status)) return;
    if (is_field_value(from.content_type)) to.headers.emplace("Content-Type", from.content_type);
    to.body = std::move(from.body);
}

bool asks_to_close(const Response& response) {
    return std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
        return any_of(header.first, {"Connection"}) && lists_token(header.second, "close");
    });
}

}  // namespace

// The library parses a canonical head, not the client's: ours has been framed already, and the
// library would decode '%' in header values, refuse a second '?' and cut long lines.
class Responder::Library : public httplib::Server {
  public:
    Library() {
        set_pre_routing_handler([this](const httplib::Request&, httplib::Response& to) {
            auto response = (*make_)();
            keep_alive_ = !asks_to_close(response);
            streams_ = response.stream.has_value();
            fill(std::move(response), to);
            date(to);
            return HandlerResponse::Handled;
        });
        set_exception_handler([this](auto&, httplib::Response& to, const std::exception_ptr&) {
            to = {};
            to.version = "HTTP/1.1";
            keep_alive_ = streams_ = false;
            fill(Response{.status = question_.status_on_throw}, to);
            date(to);
        });
        set_post_routing_handler([this](const httplib::Request&, httplib::Response& to) {
            finish_headers(to);
        });
    }

    bool answer(const Question& question, const std::function<Response()>& make, std::string& out) {
        question_ = question;
        make_ = &make;
        keep_alive_ = streams_ = false;
        Exchange exchange(
            question.head ? "HEAD / HTTP/1.1\r\n\r\n" : "GET / HTTP/1.1\r\n\r\n", out
        );
        bool closed = false;
        // As if the connection closed: else the library writes a Keep-Alive header, in vain and at
        // the price of a stream.
        const bool written = process_request(exchange, true, closed, nullptr);
        return written && keep_alive_;
    }

  private:
    void date(httplib::Response& to) {
        if (to.headers.contains("Date")) return;
        const std::time_t now = std::time(nullptr);
        if (now != dated_) date_ = http_date(now);
        dated_ = now;
        to.headers.emplace("Date", date_);
    }

    void finish_headers(httplib::Response& to) const {
        if (streams_) {
            to.headers.erase("Content-Length");
            if (question_.chunked) to.headers.emplace("Transfer-Encoding", "chunked");
        }
        if (keep_alive_) to.headers.erase("Connection");
        to.headers.erase("Accept-Ranges");
        if (has_no_content(to.status)) to.headers.erase("Content-Length");
    }

    Question question_;
    const std::function<Response()>* make_ = nullptr;
    bool keep_alive_ = false;
    bool streams_ = false;
    std::time_t dated_ = -1;
    std::string date_;  ///< of that second
};

Responder::Responder() : library_(std::make_unique<Library>()) {}

Responder::~Responder() = default;

bool Responder::respond(
    const Question& question, const std::function<Response()>& make, std::string& out
) {
    return library_->answer(question, make, out);
}

}  // namespace usher::http
