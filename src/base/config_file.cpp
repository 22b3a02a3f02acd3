#include "base/config_file.hpp"

namespace usher::base {

ConfigEntries read_config_file(const std::string& path) {
    const bool yaml = path.ends_with(".yaml") || path.ends_with(".yml");
    return yaml ? read_yaml(path) : read_toml(path);
}

std::string place_in(const std::string& path, std::size_t line) {
    return line == 0 ? path : path + " line " + std::to_string(line);
}

}  // namespace usher::base
