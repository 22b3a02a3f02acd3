#include "http/api/idempotency.hpp"

#include "base/seal.hpp"
#include "invitation/problem.hpp"
#include "store/idempotent_answers.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::Problem;
using scim::Json;

constexpr std::size_t longest_key = 255;

bool is_key(const std::string& text) {
    return !text.empty() && text.size() <= longest_key &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string request_hash(const Request& request) {
    return base::hex(base::sha256(request.method + ' ' + request.target + '\n' + request.body));
}

std::string to_text(const Response& response) {
    Json headers = Json::array();
    for (const auto& [name, value] : response.headers)
        headers.push_back({name, value});
    return scim::to_text(Json{
        {"headers",      headers              },
        {"content_type", response.content_type},
        {"body",         response.body        }
    });
}

Response from_text(int status, const std::string& text) {
    const Json kept = Json::parse(text);
    Response response{
        .status = status,
        .headers = {},
        .content_type = kept.at("content_type").get<std::string>(),
        .body = kept.at("body").get<std::string>()};
    for (const Json& header : kept.at("headers"))
        response.headers.emplace_back(header.at(0), header.at(1));
    return response;
}

/// Binds a sealed answer to whose it is.
std::string context_of(const store::AnswerKey& key) {
    return key.organization_id + ' ' + key.principal + ' ' + key.hash;
}

}  // namespace

IdempotentAnswers::IdempotentAnswers(store::Database& database, const base::Secret& server_key)
    : database_(database), key_(base::derive_key(server_key, "idempotent answer")) {}

Response IdempotentAnswers::answer(
    const ApiExchange& exchange, const std::function<Response()>& work
) const {
    const std::string* given = exchange.request.header("Idempotency-Key");
    if (given == nullptr) return work();
    if (!is_key(*given)) {
        throw Problem::invalid(
            "Idempotency-Key", "invalid", "Idempotency-Key is 1 to 255 visible ASCII characters"
        );
    }
    const store::AnswerKey key{
        .organization_id = exchange.caller.organization_id,
        .principal = exchange.caller.actor.kind + ":" + exchange.caller.actor.id,
        .hash = base::hex(base::sha256(*given))};
    const auto earlier = store::claim_answer(database_, key, request_hash(exchange.request));
    if (earlier) {
        if (earlier->other_request) {
            throw Problem::conflict("Idempotency-Key: it was used for another request");
        }
        if (!earlier->status) {
            throw Problem::conflict("Idempotency-Key: the first request is still at work");
        }
        const auto text =
            base::open_sealed(key_, base::from_base64url(earlier->sealed), context_of(key));
        if (!text) throw std::runtime_error("a kept answer does not open with the server's key");
        return from_text(*earlier->status, *text);
    }
    try {
        Response response = work();
        store::keep_answer(
            database_,
            key,
            {.status = response.status,
             .sealed = base::base64url(base::seal(key_, to_text(response), context_of(key)))}
        );
        return response;
    } catch (...) {
        store::release_answer(database_, key);
        throw;
    }
}

}  // namespace usher::http
