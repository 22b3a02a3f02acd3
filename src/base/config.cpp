#include "base/config.hpp"

#include "base/config_file.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace usher::base {

namespace {

void assign(
    const Setting& setting, const std::string& text, const std::string& place, LoadedConfig& loaded
) {
    const auto problem = setting.assign(loaded.config, text);
    if (!problem) return;
    const std::string shown =
        setting.secrecy == Setting::secret ? std::string() : ", not '" + text + "'";
    loaded.problems.push_back(place + ": " + std::string(setting.name) + " " + *problem + shown);
}

void assign_entries(const std::string& file, LoadedConfig& loaded) {
    ConfigEntries read = read_config_file(file);
    loaded.problems = std::move(read.problems);
    const auto known = settings();
    for (const auto& entry : read.entries) {
        const std::string place = file + " line " + std::to_string(entry.line);
        const auto setting = std::ranges::find(known, std::string_view(entry.name), &Setting::name);
        if (setting == known.end()) {
            loaded.problems.push_back(place + ": unknown setting " + entry.name);
        } else {
            assign(*setting, entry.value, place, loaded);
        }
    }
}

/// The content of a secret's file, without the line end that editors add.
std::optional<std::string> read_secret_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return {};
    std::string text{std::istreambuf_iterator<char>(in), {}};
    if (in.bad()) return {};
    return std::string(trimmed(text));
}

void assign_from_environment(
    const Setting& setting, const Environment& environment, LoadedConfig& loaded
) {
    const std::string name = environment_name(setting);
    const auto value = environment(name);
    const auto file =
        setting.secrecy == Setting::secret ? environment(name + "_FILE") : std::nullopt;
    if (value && file) {
        loaded.problems.push_back(name + " and " + name + "_FILE are both set: choose one");
    } else if (value) {
        assign(setting, *value, name, loaded);
    } else if (file) {
        const auto text = read_secret_file(*file);
        if (text) {
            assign(setting, *text, name + "_FILE", loaded);
        } else {
            loaded.problems.push_back(name + "_FILE: cannot read " + *file);
        }
    }
}

/// What depends on more than one setting.
void settle(LoadedConfig& loaded) {
    const auto& http = loaded.config.http;
    const char* scheme = http.tls_key_file.empty() ? "http://" : "https://";
    const auto address = address_from(http.listen);
    // With port 0 the address is known only once the server listens: it completes the URL then.
    if (loaded.config.public_url.empty() && address && address->port != 0) {
        loaded.config.public_url = scheme + http.listen;
    }
    if (http.tls_certificate_file.empty() != http.tls_key_file.empty()) {
        loaded.problems.emplace_back(
            "http.tls_certificate_file and http.tls_key_file: set both or none"
        );
    }
}

}  // namespace

std::string environment_name(const Setting& setting) {
    std::string name = "USHER_";
    for (const char letter : setting.name) {
        name +=
            letter == '.' ? '_' : static_cast<char>(letter >= 'a' ? letter - 'a' + 'A' : letter);
    }
    return name;
}

LoadedConfig load_config(const std::string& file, const Environment& environment) {
    LoadedConfig loaded;
    for (const auto& setting : settings()) {
        assign(setting, std::string(setting.default_value), "default", loaded);
    }
    if (!file.empty()) assign_entries(file, loaded);
    for (const auto& setting : settings()) {
        assign_from_environment(setting, environment, loaded);
    }
    settle(loaded);
    return loaded;
}

}  // namespace usher::base
