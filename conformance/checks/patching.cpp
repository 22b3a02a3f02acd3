#include "conformance/checks/patching.hpp"

namespace usher::conformance {

Value user_to_patch(Run& run, std::string_view extra) {
    run.require(run.features().patch, "PATCH");
    run.require_user_attribute("title");
    run.require_user_attribute("name.familyName");
    auto all = json(R"({"title": "Guide", "name": {"familyName": "Old", "givenName": "Kept"}})");
    const auto more = json(extra);
    for (const auto& [name, value] : more.members())
        all.set(name, value);
    return run.new_user(all);
}

Value user_with_mails(Run& run) {
    run.require(run.features().patch, "PATCH");
    run.require_user_attribute("emails.type");
    run.require_user_attribute("title");
    return run.new_user(json(run.own(R"({
        "title": "Guide",
        "emails": [
            {"value": "w@example.org", "type": "work", "primary": true},
            {"value": "h@example.org", "type": "home"}
        ]
    })")));
}

Value patched(
    Run& run, const Value& user, std::string_view op, std::string_view path, const Value& value
) {
    Run::expect_status(run.operate(run.user_path(user), op, path, value), {200, 204});
    return run.get(run.user_path(user)).body;
}

void expect_unchanged(Run& run, const Value& user) {
    Run::expect_equal(run.get(run.user_path(user)).body["title"], "Guide", "title afterwards");
}

}  // namespace usher::conformance
