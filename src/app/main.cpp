#include "app/commands.hpp"

#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace {

std::optional<std::string> environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace

int main(int argc, char** argv) {
    usher::app::CommandLine command_line(environment, std::cout, std::cerr);
    try {
        return static_cast<int>(command_line.run(argc, argv));
    } catch (const std::exception& thrown) {
        return static_cast<int>(command_line.status_of(thrown));
    }
}
