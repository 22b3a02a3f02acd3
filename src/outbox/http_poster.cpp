#include "outbox/http_poster.hpp"

#include "outbox/curl_handle.hpp"

#include <sys/socket.h>

namespace usher::outbox {

namespace {

struct Receiving {
    std::string body;
    std::size_t most = 0;
};

std::size_t keep_answer(char* bytes, std::size_t size, std::size_t count, void* receiving) {
    auto& into = *static_cast<Receiving*>(receiving);
    if (into.body.size() + size * count > into.most) return 0;
    into.body.append(bytes, size * count);
    return size * count;
}

struct Guard {
    Reach reach;
    bool refused = false;
};

curl_socket_t open_within_reach(void* data, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& guard = *static_cast<Guard*>(data);
    guard.refused = !may_connect(address->addr, guard.reach);
    if (guard.refused) return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

class CurlPoster : public HttpPoster {
  public:
    explicit CurlPoster(HttpLimits limits) : limits_(std::move(limits)) {}

    [[nodiscard]] HttpAnswer post(const HttpPost& request) override;

  private:
    HttpLimits limits_;
};

/// What an answer that was cut off has said by then still counts.
HttpAnswer answer_of(CURLcode code, const CurlHandle& handle, Receiving receiving) {
    HttpAnswer answer;
    const bool answered = code == CURLE_OK || code == CURLE_WRITE_ERROR;
    if (answered) answer.status = handle.response_code();
    answer.body = std::move(receiving.body);
    if (!answered) answer.error = handle.error_text(code);
    if (const auto seconds = handle.retry_after(); answered && seconds > 0)
        answer.retry_after = std::chrono::seconds(seconds);
    return answer;
}

HttpAnswer CurlPoster::post(const HttpPost& request) {
    Receiving receiving{.body = {}, .most = limits_.answer_bytes};
    Guard guard{.reach = request.reach};
    CurlList headers;
    // Without this a larger body would wait for "100 Continue".
    headers.add("Expect:");
    for (const auto& [name, value] : request.headers)
        headers.add(name + ": " + value);
    // Kept connections were checked for another reach, so none is reused.
    CurlHandle handle(limits_.cancelled);
    handle.reset();
    handle.set(CURLOPT_URL, request.url.c_str());
    handle.set(CURLOPT_PROTOCOLS_STR, "http,https");
    handle.set(CURLOPT_FOLLOWLOCATION, 0L);
    handle.set(CURLOPT_CONNECTTIMEOUT, static_cast<long>(limits_.connect.count()));
    handle.set(CURLOPT_TIMEOUT, static_cast<long>(limits_.whole.count()));
    handle.set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2});
    handle.set(CURLOPT_OPENSOCKETFUNCTION, &open_within_reach);
    handle.set(CURLOPT_OPENSOCKETDATA, &guard);
    handle.set(CURLOPT_WRITEFUNCTION, &keep_answer);
    handle.set(CURLOPT_WRITEDATA, &receiving);
    handle.set(CURLOPT_HTTPHEADER, headers.get());
    handle.set(CURLOPT_POST, 1L);
    handle.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(request.body.size()));
    handle.set(CURLOPT_POSTFIELDS, request.body.c_str());
    if (!request.user.empty()) {
        handle.set(CURLOPT_HTTPAUTH, long{CURLAUTH_BASIC});
        handle.set(CURLOPT_USERNAME, request.user.c_str());
        handle.set(CURLOPT_PASSWORD, request.password.c_str());
    }
    const CURLcode code = handle.perform();
    HttpAnswer answer = answer_of(code, handle, std::move(receiving));
    if (answer.status == 0 && guard.refused) answer.error = "not a public address";
    return answer;
}

}  // namespace

std::unique_ptr<HttpPoster> make_http_poster(const HttpLimits& limits) {
    return std::make_unique<CurlPoster>(limits);
}

}  // namespace usher::outbox
