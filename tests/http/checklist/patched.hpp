// A User and a Group that the PATCH cases work on.
#pragma once

#include "tests/support/test_server.hpp"

#include <string>
#include <string_view>

namespace usher::test {

/// The full User of json_support at `path`, in a directory of its own.
struct Person {
    explicit Person(const std::string& dialect = "strict");

    /// What the User is after `operations`, which must succeed and answer just that.
    Json after(const Json& operations);
    /// `operations` are refused and change nothing.
    void refuses(const Json& operations, std::string_view scim_type, int status = 400);

    ScimClient client;
    std::string path;
};

/// A Group at `path` whose members are the Users `ids`.
struct Team {
    Team();

    /// Its members' ids, sorted, after `operations`, which must succeed.
    Texts after(const Json& operations);
    /// `members[value eq "…"]`
    [[nodiscard]] std::string selection(std::size_t index) const;

    ScimClient client;
    Texts ids;
    std::string path;
};

}  // namespace usher::test
