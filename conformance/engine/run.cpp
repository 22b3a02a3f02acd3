#include "conformance/engine/run.hpp"

#include "conformance/engine/sample.hpp"

#include <algorithm>

namespace usher::conformance {

namespace {

/// The path below the base URL of what a 201 has created.
std::string created_path(const Exchange& exchange, const std::string& base_url) {
    const auto query = exchange.request.path.find('?');
    const auto endpoint = exchange.request.path.substr(0, query);
    if (exchange.body["id"].is_text()) return endpoint + "/" + encoded(exchange.body["id"].text());
    const auto location = exchange.header("Location");
    return location.starts_with(base_url) ? location.substr(base_url.size()) : std::string();
}

}  // namespace

const Exchange& Run::send(const Request& request) {
    verdict_.exchanges.push_back(session_.client().send(request));
    const auto& exchange = verdict_.exchanges.back();
    if (exchange.status() == 0)
        throw Failure{"the server gave no answer: " + exchange.response.fault};
    if (exchange.status() == 201) {
        const auto path = created_path(exchange, session_.client().address().base_url);
        if (!path.empty()) session_.created(path);
    }
    if (request.method == "DELETE" && exchange.ok()) session_.deleted(request.path);
    return exchange;
}

const Exchange& Run::get(const std::string& path, const Headers& headers) {
    return send({.method = "GET", .path = path, .headers = headers, .body = {}});
}

const Exchange& Run::post(const std::string& path, const Value& body, const Headers& headers) {
    return send({.method = "POST", .path = path, .headers = headers, .body = to_text(body)});
}

const Exchange& Run::put(const std::string& path, const Value& body, const Headers& headers) {
    return send({.method = "PUT", .path = path, .headers = headers, .body = to_text(body)});
}

const Exchange& Run::patch(const std::string& path, const Value& body, const Headers& headers) {
    return send({.method = "PATCH", .path = path, .headers = headers, .body = to_text(body)});
}

const Exchange& Run::remove(const std::string& path, const Headers& headers) {
    return send({.method = "DELETE", .path = path, .headers = headers, .body = {}});
}

const Exchange& Run::search(
    const std::string& endpoint, std::string_view filter, const std::string& more
) {
    return get(endpoint + "?filter=" + encoded(filter) + more);
}

const Exchange& Run::operate(
    const std::string& path,
    std::string_view op,
    std::string_view attribute_path,
    const Value& value
) {
    auto operation = json(R"({"op": "$1"})", op);
    if (!attribute_path.empty()) operation.set("path", attribute_path);
    if (value.present()) operation.set("value", value);
    return patch(path, json(R"({"schemas": ["$1"], "Operations": ["$2"]})", patch_urn, operation));
}

const TypeDefinition& Run::users() const {
    const auto* found = target().users();
    if (found == nullptr) throw Skip{"the server has no User resource type"};
    return *found;
}

const TypeDefinition& Run::groups() const {
    const auto* found = target().groups();
    if (found == nullptr) throw Skip{"the server has no Group resource type"};
    return *found;
}

const AttributeDefinition& Run::require_user_attribute(std::string_view name) const {
    const auto* schema = users().schema;
    const auto dot = name.find('.');
    const auto* found = schema->find(name.substr(0, dot));
    if (found != nullptr && dot != std::string_view::npos)
        found = found->find(name.substr(dot + 1));
    if (found == nullptr) throw Skip{"the server's User has no " + std::string(name)};
    if (!found->writable()) throw Skip{std::string(name) + " is readOnly on this server"};
    return *found;
}

void Run::require(bool feature, std::string_view what) const {
    if (!feature) throw Skip{"the server does not announce " + std::string(what)};
}

std::string Run::own(std::string_view text) {
    constexpr std::string_view common = "@example.org";
    if (domain_.empty()) domain_ = "@" + unique("mail") + ".example.org";
    std::string result(text);
    for (auto at = result.find(common); at != std::string::npos; at = result.find(common, at + 1))
        result.replace(at, common.size(), domain_);
    return result;
}

Value Run::body_for(const TypeDefinition& type, const Value& extra) {
    Value body = json(R"({"schemas": ["$1"]})", type.schema->id);
    for (const auto& attribute : type.attributes()) {
        if (attribute.extension || !attribute.definition->required) continue;
        if (attribute.definition->writable())
            body.set(attribute.definition->name, sample(session_, type, attribute));
    }
    // Users and groups go by a name on every server, whether its schema says so or not.
    if (lower(type.schema->id) == lower(user_urn) && body["userName"].unassigned())
        body.set("userName", unique("user") + "@example.org");
    if (lower(type.schema->id) == lower(group_urn) && body["displayName"].unassigned())
        body.set("displayName", unique("group"));
    for (const auto& urn : type.required_extensions)
        if (const auto* schema = target().schema(urn))
            body.set(urn, required_part(session_, type, *schema));
    for (const auto& [name, value] : extra.members()) {
        body.set(name, value);
        if (!name.starts_with("urn:")) continue;
        auto schemas = body["schemas"];
        if (!contains(schemas, name)) schemas.append(name);
        body.set("schemas", schemas);
    }
    return body;
}

Value Run::make(const TypeDefinition& type, const Value& extra) {
    const auto& answer = post(type.endpoint, body_for(type, extra));
    if (answer.status() != 201 || !answer.body["id"].is_text())
        throw Skip{
            "needs a new " + type.name + ", and POST " + type.endpoint + " answered " +
            std::to_string(answer.status())};
    return answer.body;
}

Value Run::new_group_of(const std::vector<Value>& members) {
    Value list = Value::Array{};
    for (const auto& member : members)
        list.append(json(R"({"value": "$1"})", member["id"]));
    const auto group = new_group(json(R"({"members": "$1"})", list));
    if (group["members"].size() == members.size()) return group;
    if (get(group_path(group)).body["members"].size() != members.size())
        throw Skip{"needs a group with members, and the server did not keep those of a new one"};
    return group;
}

std::string Run::path(const TypeDefinition& type, const Value& resource) {
    return type.endpoint + "/" + encoded(resource["id"].text());
}

void Run::expect(bool holds, const std::string& otherwise) {
    if (!holds) throw Failure{otherwise};
}

void Run::prefer(bool holds, const std::string& otherwise) {
    if (!holds) throw Deviation{otherwise};
}

void Run::expect_status(const Exchange& exchange, std::initializer_list<int> wanted) {
    if (std::ranges::find(wanted, exchange.status()) != wanted.end()) return;
    std::string list;
    for (const int status : wanted)
        list += (list.empty() ? "" : " or ") + std::to_string(status);
    throw Failure{
        exchange.request.method + " answered " + std::to_string(exchange.status()) + ", expected " +
        list};
}

void Run::expect_error(
    const Exchange& exchange, int status, std::string_view scim_type, bool strict
) {
    expect_status(exchange, {status});
    const auto& found = exchange.body["scimType"];
    if (scim_type.empty() || found.text() == scim_type) return;
    const auto reason =
        (found.present() ? "scimType is " + to_text(found) : "there is no scimType") +
        std::string(", expected \"") + std::string(scim_type) + "\"";
    if (strict) throw Failure{reason};
    throw Deviation{reason};
}

void Run::expect_refused(const Exchange& exchange) {
    if (exchange.status() >= 400 && exchange.status() < 500) return;
    throw Failure{
        exchange.request.method + " answered " + std::to_string(exchange.status()) +
        ", expected a refusal (4xx)"};
}

void Run::expect_equal(const Value& actual, const Value& wanted, std::string_view what) {
    if (actual == wanted) return;
    throw Failure{
        std::string(what) + " is " + (actual.present() ? to_text(actual) : "missing") +
        ", expected " + to_text(wanted)};
}

const Value& Run::expect_list(const Exchange& exchange) {
    // RFC 7644 table 9: also what is well formed, if the server does not have the combination.
    if (exchange.status() == 400 && exchange.body["scimType"] == Value("invalidFilter"))
        throw Deviation{"the server does not have this filter: " + exchange.body["detail"].text()};
    expect_status(exchange, {200});
    expect(
        contains(exchange.body["schemas"], Value(list_urn)), "the answer is no ListResponse message"
    );
    const auto& resources = exchange.body["Resources"];
    expect(
        resources.is_array() || exchange.body["totalResults"] == Value(0) ||
            exchange.request.path.find("count=0") != std::string::npos ||
            exchange.body["itemsPerPage"] == Value(0) ||
            exchange.body["startIndex"].integer() > exchange.body["totalResults"].integer(),
        "the ListResponse has no Resources"
    );
    return resources;
}

std::vector<std::string> Run::ids(const Exchange& list) {
    std::vector<std::string> all;
    for (const auto& resource : expect_list(list).elements())
        all.push_back(resource["id"].text());
    return all;
}

std::string as_literal(std::string_view text) {
    return to_text(Value(text));
}

}  // namespace usher::conformance
