#include "conformance/replay/recorder.hpp"

#include <map>

namespace usher::conformance {

namespace {

/// Ids that the server made, with the variable that stands for each.
using Known = std::map<std::string, std::string>;

std::string generalised(std::string text, const Known& known) {
    for (const auto& [id, name] : known) {
        const auto variable = "{{" + name + "}}";
        for (auto at = text.find(id); at != std::string::npos;
             at = text.find(id, at + variable.size()))
            text.replace(at, id.size(), variable);
    }
    return text;
}

Value step_of(const Exchange& exchange, Known& known) {
    Value request = Value::Object{};
    request.set("method", exchange.request.method);
    request.set("path", generalised(exchange.request.path, known));
    if (const auto body = parse(generalised(exchange.request.body, known)); body.present())
        request.set("body", body);
    for (const auto& [name, value] : exchange.request.headers) {
        const auto folded = lower(name);
        if (folded != "if-match" && folded != "if-none-match") continue;
        auto headers = request["headers"];
        headers.set(name, value);
        request.set("headers", headers);
    }
    Value expect = json(R"({"status": "$1"})", exchange.status());
    if (const auto& type = exchange.body["scimType"]; type.is_text())
        expect.set("body", json(R"({"scimType": "$1"})", type));
    Value step = Value::Object{};
    step.set("name", exchange.request.method + " " + std::to_string(exchange.status()));
    step.set("request", request);
    step.set("expect", expect);
    const auto& id = exchange.body["id"].text();
    if (exchange.status() == 201 && !id.empty() && !known.contains(id)) {
        const auto name = "id" + std::to_string(known.size() + 1);
        known[id] = name;
        step.set("save", json(R"({"$1": "/id"})", name));
    }
    return step;
}

}  // namespace

Value recording_of(const Check& check, const Verdict& verdict) {
    Value recording = Value::Object{};
    recording.set("name", check.clause);
    recording.set("dialect", "strict");
    recording.set("source", check.id + ", " + check.section);
    Known known;
    Value steps = Value::Array{};
    for (const auto& exchange : verdict.exchanges)
        steps.append(step_of(exchange, known));
    recording.set("steps", steps);
    return recording;
}

}  // namespace usher::conformance
