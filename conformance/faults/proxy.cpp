#include "conformance/faults/proxy.hpp"

#include <atomic>
#include <thread>

#include <httplib.h>

namespace usher::conformance {

namespace {

/// The query in a form that faults can read: `+` and %XX decoded, `&` and `=` as they are.
std::string encoded_target(const std::string& target) {
    const auto mark = target.find('?');
    if (mark == std::string::npos) return target;
    std::string result = target.substr(0, mark + 1);
    constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~&=%";
    constexpr std::string_view hexadecimal = "0123456789ABCDEF";
    for (const char letter : target.substr(mark + 1)) {
        const auto byte = static_cast<unsigned char>(letter);
        if (plain.find(letter) != std::string_view::npos)
            result.push_back(letter);
        else
            result += {'%', hexadecimal[byte >> 4U], hexadecimal[byte & 15U]};
    }
    return result;
}

/// Decodes all but `%`, `&` and `=`, so that encoded_target() gives back what was meant.
std::string decoded_target(const std::string& target) {
    std::string result;
    for (std::size_t at = 0; at < target.size(); ++at) {
        if (target[at] == '%' && at + 2 < target.size()) {
            const auto byte = static_cast<char>(std::stoi(target.substr(at + 1, 2), nullptr, 16));
            if (byte != '%' && byte != '&' && byte != '=' && byte != '?' && byte != '/') {
                result.push_back(byte);
                at += 2;
                continue;
            }
        }
        result.push_back(target[at]);
    }
    return result;
}

bool of_connection(const std::string& name) {
    const auto folded = lower(name);
    return folded == "content-length" || folded == "connection" || folded == "keep-alive" ||
           folded == "transfer-encoding" || folded == "host" || folded == "remote_addr" ||
           folded == "remote_port" || folded == "local_addr" || folded == "local_port";
}

}  // namespace

struct Proxy::Server {
    explicit Server(const std::string& url) {
        const auto slash = url.find('/', url.find("://") + 3);
        origin = url.substr(0, slash);
        base = url.substr(slash);
        const auto forward_it = [this](
                                    const httplib::Request& request, httplib::Response& response
                                ) { forward(request, response); };
        http.set_tcp_nodelay(true);
        http.set_payload_max_length(64'000'000);
        for (const auto& bind : {&httplib::Server::Get, &httplib::Server::Options})
            (http.*bind)(".*", forward_it);
        http.Post(".*", httplib::Server::Handler(forward_it));
        http.Put(".*", httplib::Server::Handler(forward_it));
        http.Patch(".*", httplib::Server::Handler(forward_it));
        http.Delete(".*", httplib::Server::Handler(forward_it));
        port = http.bind_to_any_port("127.0.0.1");
        thread = std::thread([this] { http.listen_after_bind(); });
    }

    ~Server() {
        http.stop();
        thread.join();
    }

    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    void send(Passing& passing) const {
        httplib::Client client(origin);
        client.set_url_encode(false);
        client.set_tcp_nodelay(true);
        client.set_read_timeout(60);
        httplib::Request request;
        request.method = passing.method;
        request.path = base + encoded_target(passing.target);
        request.body = passing.text;
        for (const auto& [name, value] : passing.headers)
            request.headers.emplace(name, value);
        const auto result = client.send(request);
        if (!result) {
            passing.status = 502;
            passing.raw = "the server gave no answer";
            return;
        }
        passing.status = result->status;
        for (const auto& [name, value] : result->headers)
            if (!of_connection(name)) passing.response_headers.emplace_back(name, value);
        passing.body = parse(result->body);
        if (!passing.body.present()) passing.raw = result->body;
    }

    void forward(const httplib::Request& request, httplib::Response& response) {
        Passing passing;
        passing.method = request.method;
        passing.target = decoded_target(request.target.substr(base.size()));
        passing.text = request.body;
        for (const auto& [name, value] : request.headers)
            if (!of_connection(name)) passing.headers.emplace_back(name, value);
        const auto* chosen = fault.load();
        if (chosen != nullptr && chosen->before) chosen->before(passing);
        if (!passing.keep) send(passing);
        if (chosen != nullptr && chosen->after) chosen->after(passing);
        response.status = passing.status;
        std::string type = "application/scim+json";
        for (const auto& [name, value] : passing.response_headers) {
            if (lower(name) == "content-type")
                type = value;
            else
                response.set_header(name, value);
        }
        const auto text = passing.body.present() ? to_text(passing.body) : passing.raw;
        if (!text.empty()) response.set_content(text, type);
    }

    std::string origin, base;
    httplib::Server http;
    int port = 0;
    std::atomic<const Fault*> fault{nullptr};
    std::thread thread;
};

Proxy::Proxy(const std::string& upstream) : server_(std::make_unique<Server>(upstream)) {}

Proxy::~Proxy() = default;

std::string Proxy::base_url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port) + server_->base;
}

void Proxy::set(const Fault* fault) {
    server_->fault = fault;
}

}  // namespace usher::conformance
