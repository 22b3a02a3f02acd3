// `usher doctor`: whether this configuration would serve, said point by point.
#pragma once

#include "app/answer.hpp"
#include "base/config.hpp"

#include <string>
#include <vector>

namespace usher::app {

enum class Health { ok, warning, failed };

struct Finding {
    std::string check;  ///< "configuration", "database", "migrations", "schemas", "secret_key",
                        ///< "tls", "mail", "clock"
    Health health = Health::ok;
    std::string detail;
};

/// Looks, without changing what is stored. Configuration problems are reported alone.
[[nodiscard]] std::vector<Finding> examine(const base::LoadedConfig& loaded);

/// Prints the findings; whether none failed.
bool report(const std::vector<Finding>& findings, Output output);

}  // namespace usher::app
