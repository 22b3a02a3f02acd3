#include "conformance/replay/recording.hpp"

#include "conformance/engine/run.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>

namespace usher::conformance {

namespace {

using Variables = std::map<std::string, std::string>;

std::string filled(std::string text, const Variables& variables) {
    for (auto begin = text.find("{{"); begin != std::string::npos; begin = text.find("{{", begin)) {
        const auto end = text.find("}}", begin);
        if (end == std::string::npos) break;
        const auto name = text.substr(begin + 2, end - begin - 2);
        if (name == "any" || name == "number") {
            begin = end;
            continue;
        }
        const auto found = variables.find(name);
        if (found == variables.end()) throw Skip{"no earlier step could save \"" + name + "\""};
        text.replace(begin, end + 2 - begin, found->second);
        begin += found->second.size();
    }
    return text;
}

Value filled(const Value& value, const Variables& variables) {
    if (value.is_text()) return filled(value.text(), variables);
    if (value.is_array()) {
        Value::Array elements;
        for (const auto& element : value.elements())
            elements.push_back(filled(element, variables));
        return elements;
    }
    if (value.is_object()) {
        Value::Object members;
        for (const auto& [name, inner] : value.members())
            members.push_back({name, filled(inner, variables)});
        return members;
    }
    return value;
}

/// Where a JSON pointer leads; absent if nowhere.
const Value& at(const Value& value, std::string_view pointer) {
    const auto* place = &value;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        std::string key(pointer.substr(0, end));
        for (const auto& [coded, plain] : {std::pair("~1", "/"), std::pair("~0", "~")})
            for (auto found = key.find(coded); found != std::string::npos; found = key.find(coded))
                key.replace(found, 2, plain);
        place = place->is_array() && !key.empty() && key.find_first_not_of("0123456789") == key.npos
                    ? &(*place)[static_cast<std::size_t>(std::stoul(key))]
                    : &(*place)[std::string_view(key)];
        pointer.remove_prefix(end);
    }
    return *place;
}

std::string shown(const Value& value) {
    return value.present() ? to_text(value) : "missing";
}

/// Fails where `actual` is not what `expected` wants.
void expect_subset(const Value& actual, const Value& expected, const std::string& place) {
    const auto wrong = place + " is " + shown(actual) + ", expected " + to_text(expected);
    if (expected == Value("{{any}}"))
        return Run::expect(actual.present() && !actual.is_null(), wrong);
    if (expected == Value("{{number}}")) return Run::expect(actual.is_integer(), wrong);
    if (expected.is_object()) {
        Run::expect(actual.is_object(), wrong);
        for (const auto& [name, inner] : expected.members())
            expect_subset(actual[name], inner, place + "/" + name);
        return;
    }
    if (expected.is_array()) {
        Run::expect(actual.is_array() && actual.size() == expected.size(), wrong);
        for (std::size_t index = 0; index < expected.size(); ++index)
            expect_subset(actual[index], expected[index], place + "/" + std::to_string(index));
        return;
    }
    Run::expect(actual == expected, wrong);
}

Request request_of(const Value& step, const Variables& variables) {
    const auto& source = step["request"];
    Request request{
        .method = source["method"].text(),
        .path = filled(source["path"].text(), variables),
        .headers = {},
        .body = {}};
    if (source["body"].present()) request.body = to_text(filled(source["body"], variables));
    for (const auto& [name, value] : source["headers"].members())
        request.headers.emplace_back(name, filled(value.text(), variables));
    return request;
}

bool both_right(const Exchange& answer, std::int64_t wanted) {
    const auto is = [](std::int64_t status) { return status == 200 || status == 204; };
    return answer.request.method == "PATCH" && is(wanted) && is(answer.status());
}

void play(Run& run, const Value& step, Variables& variables) {
    const auto& answer = run.send(request_of(step, variables));
    const auto& expected = step["expect"];
    const auto status = expected["status"].integer();
    const bool other = answer.status() != status && both_right(answer, status);
    if (!other) Run::expect_status(answer, {static_cast<int>(status)});
    for (const auto& [name, value] : step["save"].members()) {
        const auto& saved = at(answer.body, value.text());
        Run::expect(saved.is_text(), value.text() + " is " + shown(saved));
        variables[name] = saved.text();
    }
    for (const auto& [name, value] : expected["headers"].members()) {
        const auto text = filled(value.text(), variables);
        const auto found = answer.header(name);
        Run::expect(
            !found.empty() && (text == "{{any}}" || found == text),
            "the header " + name + " is \"" + found + "\", expected \"" + text + "\""
        );
    }
    if (other) return;
    const auto& body = expected["body"];
    if (body.is_null()) Run::expect(answer.response.body.empty(), "there is a body");
    if (body.present() && !body.is_null()) expect_subset(answer.body, filled(body, variables), "");
    for (const auto& pointer : expected["absent"].elements())
        Run::expect(
            !at(answer.body, filled(pointer.text(), variables)).present(),
            pointer.text() + " is there"
        );
}

void add_file(Suite& suite, const std::filesystem::path& file) {
    std::ifstream in(file);
    std::ostringstream text;
    text << in.rdbuf();
    const auto document = parse(text.str());
    if (!document["steps"].is_array()) throw std::runtime_error(file.string() + " is no recording");
    suite.topic(file.parent_path().filename().string() + "/" + file.stem().string());
    // The steps of one conversation share their variables, and are checks of their own.
    auto variables = std::make_shared<Variables>();
    for (const auto& [name, value] : document["variables"].members())
        (*variables)[name] = value.text();
    int number = 0;
    for (const auto& step : document["steps"].elements()) {
        ++number;
        suite.must(
            (number < 10 ? "0" : "") + std::to_string(number),
            document["source"].text(),
            step["name"].text(),
            [step, variables](Run& run) { play(run, step, *variables); }
        );
        // A conversation ends with nothing left: the next one wants an empty directory.
        if (static_cast<std::size_t>(number) < document["steps"].size()) suite.goes_on();
    }
}

}  // namespace

void add_recordings(Suite& suite, const std::string& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files)
        add_file(suite, file);
}

}  // namespace usher::conformance
