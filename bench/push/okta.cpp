// Okta: a lookup by user name, POST, then GET and PUT of the whole resource for every change;
// groups by group push, with the rename that comes with each change of members.
#include "push/dialect.hpp"

#include <algorithm>

namespace usher::bench {
namespace {

/// One in a hundred is created with a password, as with "sync password"; hashing one is slow by
/// intent, and a hundred thousand of them would measure nothing else.
constexpr std::size_t people_per_password = 100;

Json early_user(const Person& person, std::size_t position) {
    auto user = user_json(person);
    user["title"] = early_title;
    user["active"] = true;
    user.erase("addresses");
    user["groups"] = Json::array();
    if (position % people_per_password == 0)
        user["password"] = "1mz050nq-" + std::to_string(position);
    return user;
}

class Okta final : public Dialect {
  public:
    using Dialect::Dialect;

    void create_user(Conversation& server, std::size_t position) override {
        const auto& person = population().people[position];
        server.expect_found(
            "/Users?" + filter_equal("userName", person.user_name) + "&startIndex=1&count=100", 0
        );
        ids().users[position] = server.create("/Users", early_user(person, position));
    }

    void update_user(Conversation& server, std::size_t position) override {
        const auto& person = population().people[position];
        const auto path = "/Users/" + ids().users[position];
        auto user = server.ask("GET", path, {200}).body;
        if (!user.is_object()) return;
        // What the GET returned goes back, id, meta and groups too, with the changes laid over it.
        auto schemas = user.value("schemas", Json::array());
        user.update(user_json(person));
        user["schemas"] = std::move(schemas);
        if (person.manager)
            user[enterprise_schema]["manager"] = {
                {"value", ids().users[*person.manager]}
            };
        server.ask("PUT", path, {200}, user);
    }

    void push_group(Conversation& server, std::size_t position) override {
        const auto& group = population().groups[position];
        server.expect_found(
            "/Groups?" + filter_equal("displayName", group.display_name) +
                "&startIndex=1&count=100",
            0
        );
        auto empty = group_json(group);
        empty["members"] = Json::array();
        const auto id = ids().groups[position] = server.create("/Groups", empty);
        for (std::size_t first = 0; first < group.members.size(); first += members_in_a_patch)
            push_members(server, id, group, first);
    }

  private:
    /// The first members come as a full push with one who does not belong, who is then taken out.
    void push_members(
        Conversation& server, const std::string& id, const Group& group, std::size_t first
    ) {
        const auto path = "/Groups/" + id;
        const Json rename{
            {"op",    "replace"                                        },
            {"value", {{"id", id}, {"displayName", group.display_name}}}
        };
        auto members = member_values(group, first, members_in_a_patch);
        auto operations = Json::array({rename});
        if (const auto guest = outsider(group); first == 0 && !guest.empty()) {
            const auto full = Json::array({{{"value", guest}}, members[0]});
            const Json replace{
                {"op",    "replace"},
                {"path",  "members"},
                {"value", full     }
            };
            server.ask("PATCH", path, {200, 204}, patch_message(Json::array({replace})));
            operations.push_back({
                {"op",   "remove"                             },
                {"path", "members[value eq \"" + guest + "\"]"}
            });
        }
        operations.push_back({
            {"op",    "add"             },
            {"path",  "members"         },
            {"value", std::move(members)}
        });
        server.ask("PATCH", path, {200, 204}, patch_message(std::move(operations)));
    }

    /// Somebody who is not in `group`; nobody when that is not quickly known.
    [[nodiscard]] std::string outsider(const Group& group) {
        const auto people = population().people.size();
        for (std::size_t position = 0; position < std::min<std::size_t>(people, 20); ++position)
            if (std::find(group.members.begin(), group.members.end(), position) ==
                group.members.end())
                return ids().users[position];
        return {};
    }
};

}  // namespace

std::unique_ptr<Dialect> make_okta(const Population& population, Ids& ids) {
    return std::make_unique<Okta>(population, ids);
}

}  // namespace usher::bench
