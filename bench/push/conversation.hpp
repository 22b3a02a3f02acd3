// A connection of one pushing thread: sends, checks the status, notes what was not as it should be.
#pragma once

#include "client/scim_client.hpp"
#include "population/scim_json.hpp"
#include "push/report.hpp"

#include <string>
#include <vector>

namespace usher::bench {

class Conversation {
  public:
    Conversation(const Target& target, Report& report) : client_(target), report_(report) {}

    /// Sends a request and reports a difference unless the status is one of `expected`.
    Answer ask(
        const std::string& method,
        const std::string& path,
        const std::vector<int>& expected,
        const Json& body = nullptr
    ) {
        report_.count_request();
        auto answer = client_.send(method, path, body);
        for (const int status : expected)
            if (answer.status == status) return answer;
        report_.differs(
            method + ' ' + path + ": answered " + std::to_string(answer.status) + ' ' +
            answer.body.dump().substr(0, 300)
        );
        return answer;
    }

    /// Asks a list endpoint that must find exactly `count` resources.
    void expect_found(const std::string& path, int count) {
        const auto answer = ask("GET", path, {200});
        if (answer.status == 200 && answer.body.value("totalResults", -1) != count)
            report_.differs(
                "GET " + path + ": expected " + std::to_string(count) + " found, got " +
                answer.body.dump().substr(0, 300)
            );
    }

    /// Creates a resource; returns its id, or nothing when that failed (reported).
    std::string create(const std::string& endpoint, const Json& resource) {
        const auto answer = ask("POST", endpoint, {201}, resource);
        return answer.body.is_object() ? answer.body.value("id", "") : "";
    }

    [[nodiscard]] Report& report() { return report_; }

  private:
    ScimClient client_;
    Report& report_;
};

}  // namespace usher::bench
