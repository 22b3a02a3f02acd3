#include "push/compare.hpp"

#include <algorithm>
#include <iterator>

namespace usher::bench {
namespace {

using Differences = std::vector<std::string>;

void compare_value(
    const std::string& path, const Json& expected, const Json& actual, Differences& differences
);

/// The element of `list` that stands for `element`: same type, else same value.
const Json* find_counterpart(const Json& list, const Json& element) {
    const char* key = element.contains("type") ? "type" : "value";
    for (const auto& candidate : list)
        if (candidate.is_object() && candidate.contains(key) && candidate[key] == element[key])
            return &candidate;
    return nullptr;
}

void compare_list(
    const std::string& path, const Json& expected, const Json& actual, Differences& differences
) {
    if (!actual.is_array() || actual.size() != expected.size()) {
        differences.push_back(path + ": expected " + expected.dump() + ", got " + actual.dump());
        return;
    }
    for (const auto& element : expected) {
        if (const auto* counterpart = find_counterpart(actual, element))
            compare_value(
                path + '[' + element.value("type", "") + ']', element, *counterpart, differences
            );
        else
            differences.push_back(path + ": " + element.dump() + " is missing");
    }
}

void compare_object(
    const std::string& path, const Json& expected, const Json& actual, Differences& differences
) {
    const auto prefix = path.empty() ? path : path + '.';
    for (const auto& [name, value] : expected.items()) {
        if (actual.contains(name))
            compare_value(prefix + name, value, actual[name], differences);
        else
            differences.push_back(prefix + name + ": missing, expected " + value.dump());
    }
    for (const auto& [name, value] : actual.items())
        if (!expected.contains(name))
            differences.push_back(prefix + name + ": unexpected " + value.dump());
}

void compare_value(
    const std::string& path, const Json& expected, const Json& actual, Differences& differences
) {
    if (expected.is_object() && actual.is_object())
        compare_object(path, expected, actual, differences);
    else if (expected.is_array())
        compare_list(path, expected, actual, differences);
    else if (expected != actual)
        differences.push_back(path + ": expected " + expected.dump() + ", got " + actual.dump());
}

Json without(Json resource, std::initializer_list<const char*> names) {
    for (const auto* name : names)
        resource.erase(name);
    return resource;
}

/// Usher shows its own read-only attributes; `manager` gets a $ref and a name from any server.
Json comparable_user(Json user) {
    user = without(
        std::move(user),
        {"id", "meta", "groups", "schemas", "urn:ietf:params:scim:schemas:extension:usher:2.0:User"}
    );
    if (const auto extension = user.find(enterprise_schema);
        extension != user.end() && extension->is_object() && extension->contains("manager"))
        (*extension)["manager"] = {
            {"value", (*extension)["manager"].value("value", "")}
        };
    return user;
}

}  // namespace

std::vector<std::string> compare_user(const Json& expected, const Json& actual) {
    Differences differences;
    compare_object("", comparable_user(expected), comparable_user(actual), differences);
    return differences;
}

std::vector<std::string> compare_group(const Json& expected, const Json& actual) {
    const auto comparable = [](const Json& group) {
        constexpr auto own = "urn:ietf:params:scim:schemas:extension:usher:2.0:Group";
        return without(group, {"id", "meta", "members", "schemas", own});
    };
    Differences differences;
    compare_object("", comparable(expected), comparable(actual), differences);
    return differences;
}

std::vector<std::string> compare_ids(
    const std::string& path, std::vector<std::string> expected, std::vector<std::string> actual
) {
    std::sort(expected.begin(), expected.end());
    std::sort(actual.begin(), actual.end());
    Differences ids;
    std::set_difference(
        expected.begin(), expected.end(), actual.begin(), actual.end(), std::back_inserter(ids)
    );
    Differences differences;
    for (const auto& id : ids)
        differences.push_back(path + ": " + id + " is missing");
    ids.clear();
    std::set_difference(
        actual.begin(), actual.end(), expected.begin(), expected.end(), std::back_inserter(ids)
    );
    for (const auto& id : ids)
        differences.push_back(path + ": " + id + " is unexpected or there twice");
    return differences;
}

}  // namespace usher::bench
