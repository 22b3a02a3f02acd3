#include "tests/support/recording.hpp"

#include "base/text.hpp"

#include <fstream>
#include <stdexcept>

namespace usher::test {

namespace {

using Variables = std::map<std::string, std::string>;
using Pointer = Json::json_pointer;

/// `text` with each `{{name}}` replaced; what a variable does not name stays ({{any}}).
std::string filled(std::string text, const Variables& variables) {
    for (auto begin = text.find("{{"); begin != std::string::npos; begin = text.find("{{", begin)) {
        const auto end = text.find("}}", begin);
        if (end == std::string::npos) {
            break;
        }
        const auto name = text.substr(begin + 2, end - begin - 2);
        if (name == "any" || name == "number") {
            begin = end;
            continue;
        }
        const auto& value = variables.at(name);
        text.replace(begin, end + 2 - begin, value);
        begin += value.size();
    }
    return text;
}

Json filled(Json value, const Variables& variables) {
    if (value.is_string()) {
        return filled(value.get<std::string>(), variables);
    }
    if (value.is_structured()) {
        for (auto& inner : value) {
            inner = filled(inner, variables);
        }
    }
    return value;
}

/// Where `actual` is not what `expected` wants, as a JSON pointer and words; nothing if it is.
std::optional<std::string> difference(
    const Json& actual, const Json& expected, const std::string& place = {}
) {
    const auto wrong = [&] {
        return place + " is " + actual.dump() + ", wanted is " + expected.dump();
    };
    if (expected == "{{any}}") {
        return actual.is_null() ? std::optional(wrong()) : std::nullopt;
    }
    if (expected == "{{number}}") {
        return actual.is_number_integer() ? std::nullopt : std::optional(wrong());
    }
    if (expected.is_structured() && (actual.type() != expected.type() ||
                                     (expected.is_array() && actual.size() != expected.size()))) {
        return wrong();
    }
    if (!expected.is_structured()) {
        const bool equal = actual.type() == expected.type() && actual == expected;
        return equal ? std::nullopt : std::optional(wrong());
    }
    std::size_t index = 0;
    for (const auto& [key, inner] : expected.items()) {
        const auto inside = place + "/" + key;
        if (expected.is_object() && !actual.contains(key)) {
            return inside + " is missing";
        }
        const auto& found = expected.is_object() ? actual.at(key) : actual.at(index++);
        if (auto text = difference(found, inner, inside)) {
            return text;
        }
    }
    return std::nullopt;
}

Headers headers_of(const Json& request, const std::string& token, const Variables& variables) {
    std::map<std::string, Json> by_name;
    by_name["accept"] = "application/scim+json";
    by_name["authorization"] = "Bearer " + token;
    if (request.contains("body")) {
        by_name["content-type"] = "application/scim+json";
    }
    const auto given = request.value("headers", Json::object());
    for (const auto& [name, value] : given.items()) {
        by_name[base::ascii_lower(name)] = value;
    }
    Headers headers;
    for (const auto& [name, value] : by_name) {
        if (!value.is_null()) {
            headers.emplace_back(name, filled(value.get<std::string>(), variables));
        }
    }
    return headers;
}

std::optional<std::string> unmet_body(
    const Answer& answer, const Json& expect, const Variables& variables
) {
    const auto wanted = expect.find("body");
    if (wanted != expect.end() && wanted->is_null()) {
        return answer.body.empty() ? std::nullopt : std::optional("there is a body");
    }
    const auto body = Json::parse(answer.body, nullptr, false);
    if (wanted != expect.end()) {
        if (auto text = difference(body, filled(*wanted, variables))) {
            return text;
        }
    }
    for (const std::string pointer : expect.value("absent", Json::array())) {
        if (body.contains(Pointer(filled(pointer, variables)))) {
            return pointer + " is there";
        }
    }
    return std::nullopt;
}

std::optional<std::string> unmet(
    const Answer& answer, const Json& expect, const Variables& variables
) {
    if (answer.status != expect.at("status")) {
        return "the status is " + std::to_string(answer.status) + ", wanted is " +
               expect.at("status").dump();
    }
    const auto headers = expect.value("headers", Json::object());
    for (const auto& [name, value] : headers.items()) {
        const auto text = filled(value.get<std::string>(), variables);
        const auto found = answer.header(name);
        if (found.empty() || (text != "{{any}}" && found != text)) {
            return "the header " + name + " is " + found + ", wanted is " + text;
        }
    }
    return unmet_body(answer, expect, variables);
}

}  // namespace

Recording::Recording(const std::string& file) {
    std::ifstream in(file);
    document_ = Json::parse(in, nullptr, false);
    if (!document_.is_object() || !document_.contains("steps")) {
        throw std::runtime_error(file + " is no recording");
    }
}

std::optional<std::string> Recording::replay(const ScimClient& client) const {
    HttpClient http(client.port());
    Variables variables = document_.value("variables", Json::object()).get<Variables>();
    for (const auto& step : document_.at("steps")) {
        const auto& request = step.at("request");
        const auto body = request.contains("body") ? filled(request["body"], variables).dump() : "";
        const auto answer = http.send(
            request.at("method").get<std::string>(),
            "/scim/v2" + filled(request.at("path").get<std::string>(), variables),
            headers_of(request, client.token(), variables),
            body
        );
        if (const auto reason = unmet(answer, step.at("expect"), variables)) {
            return "\"" + step.at("name").get<std::string>() + "\": " + *reason + "\n" + body +
                   "\n-> " + answer.body;
        }
        const auto saved = step.value("save", Json::object());
        for (const auto& [name, pointer] : saved.items()) {
            variables[name] = answer.json().at(Pointer(pointer.get<std::string>()));
        }
    }
    return std::nullopt;
}

}  // namespace usher::test
