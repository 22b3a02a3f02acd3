// A TOML file as a flat list of keys and texts: the only place that knows the TOML library.
#pragma once

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
    std::vector<std::string>
        problems;  ///< unreadable, not TOML, a kind of value that no setting has
};

[[nodiscard]] ConfigEntries read_config_file(const std::string& path);

}  // namespace usher::base
