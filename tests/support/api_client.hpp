// An admin, or an admin's program, as tests play it: a token or a session, JSON requests to
// /api/v1, answers.
//
// Every request and its answer are noted for the next assertion. Not for several threads at once.
#pragma once

#include "tests/support/http_client.hpp"
#include "tests/support/json_support.hpp"

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace usher::test {

class ApiClient {
  public:
    /// `credentials` go with every request: Authorization, or Cookie and X-Usher-CSRF.
    ApiClient(int port, Headers credentials);

    /// To `target` as it stands.
    Answer send(
        std::string_view method,
        const std::string& target,
        const std::string& body = {},
        const Headers& headers = {}
    );

    // Below /api/v1, bodies as application/json.
    Answer get(const std::string& path, const Headers& headers = {});
    Answer post(const std::string& path, const Json& body, const Headers& headers = {});
    Answer put(const std::string& path, const Json& body, const Headers& headers = {});
    Answer patch(const std::string& path, const Json& body, const Headers& headers = {});
    Answer remove(const std::string& path, const Headers& headers = {});

    /// The JSON at `path`; throws unless the answer is 200.
    Json read(const std::string& path);
    /// The list at `path` with `parameters`; throws unless the answer is 200.
    Json list(
        const std::string& path,
        const std::vector<std::pair<std::string, std::string>>& parameters = {}
    );

    [[nodiscard]] int port() const { return port_; }

    [[nodiscard]] const Headers& credentials() const { return credentials_; }

  private:
    int port_;
    Headers credentials_;
    HttpClient http_;
};

/// {"Authorization", "Bearer TOKEN"}
[[nodiscard]] Headers bearer(const std::string& token);

/// Checks that `answer` is a problem (RFC 9457) of this code, with its status.
void check_problem(const Answer& answer, int status, std::string_view code);

/// Checks that `answer` is validation_failed and tells it of exactly `pointers`, in order.
void check_invalid(const Answer& answer, const Texts& pointers);

}  // namespace usher::test
