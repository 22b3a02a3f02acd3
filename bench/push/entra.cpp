// Microsoft Entra ID without ?aadOptscim062020: capitalised operations, a value path for each
// attribute, booleans and the manager as text, members added with "$ref": null.
#include "push/dialect.hpp"

namespace usher::bench {
namespace {

Json operation(const char* op, std::string path, Json value) {
    return {
        {"op",    op              },
        {"path",  std::move(path) },
        {"value", std::move(value)}
    };
}

std::string early_email(std::size_t position) {
    return "new.hire." + std::to_string(position) + "@contoso.example";
}

/// What POST /Users carries: an early state, with the nulls and empty lists Entra adds.
Json early_user(const Person& person, std::size_t position) {
    auto user = user_json(person);
    user["title"] = early_title;
    user["active"] = true;
    user["emails"][0]["value"] = early_email(position);
    if (!person.mobile_phone.empty()) user.erase("phoneNumbers");
    user[enterprise_schema].erase("department");
    user["meta"] = {
        {"resourceType", "User"}
    };
    user["roles"] = Json::array();
    if (person.nick_name.empty()) user["nickName"] = nullptr;
    return user;
}

Json corrections(const Person& person) {
    const std::string department = std::string(enterprise_schema) + ":department";
    auto operations = Json::array({
        operation("Replace", "title", person.title),
        operation("Replace", "emails[type eq \"work\"].value", person.work_email),
        operation("Add", department, person.department),
    });
    if (!person.mobile_phone.empty()) {
        operations.push_back(
            operation("Add", "phoneNumbers[type eq \"mobile\"].value", person.mobile_phone)
        );
        if (!person.work_phone.empty())
            operations.push_back(
                operation("Add", "phoneNumbers[type eq \"work\"].value", person.work_phone)
            );
    }
    if (!person.active) operations.push_back(operation("Replace", "active", "False"));
    return operations;
}

class Entra final : public Dialect {
  public:
    using Dialect::Dialect;

    void create_user(Conversation& server, std::size_t position) override {
        const auto& person = population().people[position];
        // Tenants match on one or the other.
        const auto filter = position % 2 == 0 ? filter_equal("userName", person.user_name)
                                              : filter_equal("externalId", person.external_id);
        server.expect_found("/Users?" + filter, 0);
        ids().users[position] = server.create("/Users", early_user(person, position));
    }

    void update_user(Conversation& server, std::size_t position) override {
        const auto& person = population().people[position];
        const auto path = "/Users/" + ids().users[position];
        server.ask("PATCH", path, {200, 204}, patch_message(corrections(person)));
        if (!person.manager) return;

        const auto& manager = ids().users[*person.manager];
        const auto question =
            "id eq \"" + ids().users[position] + "\" and manager eq \"" + manager + '"';
        server.expect_found("/Users?attributes=id&filter=" + encode_query(question), 0);
        const auto manager_path = std::string(enterprise_schema) + ":manager";
        const auto link = Json::array({operation("Add", manager_path, manager)});
        server.ask("PATCH", path, {200, 204}, patch_message(link));
    }

    void push_group(Conversation& server, std::size_t position) override {
        const auto& group = population().groups[position];
        server.expect_found(
            "/Groups?excludedAttributes=members&" + filter_equal("displayName", group.display_name),
            0
        );
        auto empty = group_json(group);
        empty["meta"] = {
            {"resourceType", "Group"}
        };
        empty["members"] = Json::array();
        const auto id = ids().groups[position] = server.create("/Groups", empty);

        for (std::size_t first = 0; first < group.members.size(); first += members_in_a_patch) {
            auto members = member_values(group, first, members_in_a_patch);
            for (auto& member : members)
                member["$ref"] = nullptr;
            const auto add = Json::array({operation("Add", "members", std::move(members))});
            server.ask("PATCH", "/Groups/" + id, {200, 204}, patch_message(add));
        }
    }
};

}  // namespace

std::unique_ptr<Dialect> make_entra(const Population& population, Ids& ids) {
    return std::make_unique<Entra>(population, ids);
}

}  // namespace usher::bench
