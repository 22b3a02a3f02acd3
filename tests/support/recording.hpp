// Replays a recorded conversation of an identity provider; conformance/recordings/README.md has
// the format.
#pragma once

#include "tests/support/scim_client.hpp"

#include <map>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace usher::test {

class Recording {
  public:
    /// Throws std::runtime_error for a file that is no recording.
    explicit Recording(const std::string& file);

    [[nodiscard]] std::string dialect() const { return document_.at("dialect"); }

    /// Plays all steps against the empty directory of `client`; returns what the first one that
    /// does not hold says, nothing if all hold.
    [[nodiscard]] std::optional<std::string> replay(const ScimClient& client) const;

  private:
    Json document_;
};

}  // namespace usher::test
