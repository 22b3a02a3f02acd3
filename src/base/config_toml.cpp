#include "base/config_file.hpp"

#include <toml++/toml.h>

namespace usher::base {

namespace {

void flatten(
    const toml::table& table,
    const std::string& prefix,
    const std::string& path,
    ConfigEntries& found
) {
    for (const auto& [key, node] : table) {
        const std::string name = prefix + std::string(key.str());
        const std::size_t line = node.source().begin.line;
        if (const auto* inner = node.as_table()) {
            flatten(*inner, std::string(name).append("."), path, found);
        } else if (const auto* text = node.as_string()) {
            found.entries.push_back({.name = name, .value = text->get(), .line = line});
        } else if (const auto* number = node.as_integer()) {
            found.entries.push_back(
                {.name = name, .value = std::to_string(number->get()), .line = line}
            );
        } else if (const auto* flag = node.as_boolean()) {
            found.entries.push_back(
                {.name = name, .value = flag->get() ? "true" : "false", .line = line}
            );
        } else {
            found.problems.push_back(
                place_in(path, line) + ": " + name +
                " must be a text, a whole number or true or false"
            );
        }
    }
}

}  // namespace

ConfigEntries read_toml(const std::string& path) {
    ConfigEntries found;
    const toml::parse_result parsed = toml::parse_file(path);
    if (parsed) {
        flatten(parsed.table(), "", path, found);
        return found;
    }
    const toml::parse_error& error = parsed.error();
    const std::string place = place_in(path, error.source().begin.line);
    found.problems.push_back(place + ": " + std::string(error.description()));
    return found;
}

}  // namespace usher::base
