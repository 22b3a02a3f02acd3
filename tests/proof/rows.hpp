// What the tests of docs/invitation.md's rows share.
#pragma once

#include "tests/proof/races.hpp"
#include "tests/support/outcome.hpp"
#include "tests/support/world.hpp"

#include <functional>
#include <string>

namespace usher::test {

/// Fields of a new user with a name, and `more`.
[[nodiscard]] Json named(const std::string& user_name, const Json& more = Json::object());

/// Registers somebody with `fields`; the id.
std::string register_fields(World& world, const Json& fields);

[[nodiscard]] Json document_of(const World& world, const std::string& user_id);

/// The fields that a validation_failed of `attempt` names, sorted. Fails if there is none.
[[nodiscard]] Texts pointers_of(const std::function<void()>& attempt);

/// How often `action` happened after the event `before`.
[[nodiscard]] std::size_t count_events(
    const World& world, const std::string& before, const std::string& action
);

}  // namespace usher::test
