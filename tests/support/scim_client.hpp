// An identity provider as tests play it: one directory's token, SCIM requests, answers.
//
// Every request and its answer are noted for the next assertion, so that a failing one shows what
// was said. Not for several threads at once: those use HttpClient.
#pragma once

#include "tests/support/http_client.hpp"
#include "tests/support/json_support.hpp"

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace usher::test {

class ScimClient {
  public:
    /// `label` tells in failures which database and dialect this was.
    ScimClient(std::string label, int port, std::string token);

    /// To `target` as it stands, with the token unless `headers` has an Authorization.
    Answer send(
        std::string_view method,
        const std::string& target,
        const std::string& body = {},
        const Headers& headers = {}
    );

    // Below /scim/v2, bodies as application/scim+json.
    Answer get(const std::string& path, const Headers& headers = {});
    Answer post(const std::string& path, const Json& body, const Headers& headers = {});
    Answer put(const std::string& path, const Json& body, const Headers& headers = {});
    /// `operations` is the array of a PatchOp, or one operation.
    Answer patch(const std::string& path, const Json& operations, const Headers& headers = {});
    Answer remove(const std::string& path, const Headers& headers = {});
    /// `operations` of a BulkRequest, with `more` beside them.
    Answer bulk(const Json& operations, const Json& more = Json::object());

    /// The resource that a POST made; throws unless the answer is 201.
    Json create(const std::string& endpoint, const Json& body);
    /// Its id.
    std::string create_id(const std::string& endpoint, const Json& body);
    /// The resource at `path`; throws unless the answer is 200.
    Json read(const std::string& path);
    /// The ListResponse to a query with `parameters`; throws unless the answer is 200.
    Json list(
        const std::string& endpoint,
        const std::vector<std::pair<std::string, std::string>>& parameters = {}
    );
    /// The `key`s of what `filter` finds at `endpoint`, sorted.
    Texts find(const std::string& endpoint, const std::string& filter, const std::string& key);

    [[nodiscard]] const std::string& token() const { return token_; }

    [[nodiscard]] int port() const { return port_; }

    [[nodiscard]] Headers authorization() const;

  private:
    Answer send_json(
        std::string_view method, const std::string& path, const Json& body, const Headers& headers
    );

    std::string label_;
    int port_;
    std::string token_;
    HttpClient http_;
};

/// Checks that `answer` is a SCIM error (RFC 7644 §3.12) of this status and scimType, "" for none.
void check_error(const Answer& answer, int status, std::string_view scim_type = {});

/// The error of a GET with this filter.
void check_filter_error(
    ScimClient& client, const std::string& filter, std::string_view scim_type = "invalidFilter"
);

}  // namespace usher::test
