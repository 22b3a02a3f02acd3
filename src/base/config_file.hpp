// A TOML or YAML file as a flat list of keys and texts; each library is known in one file only.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace usher::base {

struct ConfigEntry {
    std::string name;   ///< dotted: "http.listen"
    std::string value;  ///< a number or boolean as it is written
    std::size_t line = 0;
};

struct ConfigEntries {
    std::vector<ConfigEntry> entries;
    /// Unreadable, not of its format, a kind of value that no setting has; each names the line.
    std::vector<std::string> problems;
};

/// By its extension: ".yaml" and ".yml" are YAML, anything else is TOML.
[[nodiscard]] ConfigEntries read_config_file(const std::string& path);

[[nodiscard]] ConfigEntries read_toml(const std::string& path);
[[nodiscard]] ConfigEntries read_yaml(const std::string& path);

/// "usher.toml line 3"; without a line (0) the file alone.
[[nodiscard]] std::string place_in(const std::string& path, std::size_t line);

}  // namespace usher::base
