#include "push/read_back.hpp"

#include "push/compare.hpp"

#include <functional>
#include <unordered_map>

namespace usher::bench {
namespace {

constexpr std::size_t page_size = 100;

using Positions = std::unordered_map<std::string, std::size_t>;

Positions index(const std::vector<std::string>& ids) {
    Positions positions;
    for (std::size_t position = 0; position < ids.size(); ++position)
        positions.emplace(ids[position], position);
    return positions;
}

/// Hands every resource of a list to `each`. `limit` bounds the pages, should a server never end.
void for_each_resource(
    Conversation& server,
    const std::string& endpoint,
    std::size_t limit,
    const std::function<void(const Json&)>& each
) {
    const auto list = endpoint + "count=" + std::to_string(page_size);
    auto page = list + "&cursor=";
    for (std::size_t seen = 0; seen <= limit;) {
        const auto body = server.ask("GET", page, {200}).body;
        if (!body.is_object() || !body.contains("Resources") || body["Resources"].empty()) return;
        for (const auto& resource : body["Resources"])
            each(resource);
        seen += body["Resources"].size();
        if (body.contains("nextCursor"))
            page = list + "&cursor=" + body["nextCursor"].get<std::string>();
        else if (body.contains("startIndex") && seen < body.value("totalResults", std::size_t{0}))
            page = list + "&startIndex=" + std::to_string(seen + 1);
        else
            return;
    }
}

std::vector<std::string> values(const Json& resource, const char* name) {
    std::vector<std::string> found;
    if (resource.contains(name))
        for (const auto& element : resource[name])
            if (element.value("type", "") != "indirect")
                found.push_back(element.value("value", ""));
    return found;
}

class ReadBack {
  public:
    ReadBack(const Population& population, const Ids& ids, Conversation& server)
        : population_(population),
          ids_(ids),
          server_(server),
          groups_of_(population.people.size()) {
        for (std::size_t group = 0; group < population.groups.size(); ++group)
            for (const auto member : population.groups[group].members)
                groups_of_[member].push_back(ids.groups[group]);
    }

    void users() {
        const auto positions = index(ids_.users);
        std::vector<std::string> seen;
        for_each_resource(server_, "/Users?", 2 * ids_.users.size(), [&](const Json& user) {
            const auto id = seen.emplace_back(user.value("id", ""));
            if (const auto found = positions.find(id); found != positions.end())
                check_user(found->second, user);
        });
        report("Users", compare_ids("ids", ids_.users, std::move(seen)));
    }

    void groups() {
        std::vector<std::string> seen;
        for_each_resource(
            server_,
            "/Groups?excludedAttributes=members&",
            2 * ids_.groups.size(),
            [&](const Json& group) { seen.push_back(group.value("id", "")); }
        );
        report("Groups", compare_ids("ids", ids_.groups, std::move(seen)));
        for (std::size_t position = 0; position < ids_.groups.size(); ++position)
            check_group(position);
    }

  private:
    void check_user(std::size_t position, const Json& actual) {
        const auto& person = population_.people[position];
        auto expected = user_json(person);
        if (person.manager)
            expected[enterprise_schema]["manager"] = {
                {"value", ids_.users[*person.manager]}
            };
        report(person.user_name, compare_user(expected, actual));
        report(
            person.user_name, compare_ids("groups", groups_of_[position], values(actual, "groups"))
        );
    }

    void check_group(std::size_t position) {
        const auto& group = population_.groups[position];
        const auto actual = server_.ask("GET", "/Groups/" + ids_.groups[position], {200}).body;
        if (!actual.is_object()) return;
        std::vector<std::string> members;
        for (const auto member : group.members)
            members.push_back(ids_.users[member]);
        report(group.display_name, compare_group(group_json(group), actual));
        report(
            group.display_name,
            compare_ids("members", std::move(members), values(actual, "members"))
        );
    }

    void report(const std::string& subject, const std::vector<std::string>& differences) {
        for (const auto& difference : differences)
            server_.report().differs(subject + ": " + difference);
    }

    const Population& population_;
    const Ids& ids_;
    Conversation& server_;
    std::vector<std::vector<std::string>> groups_of_;
};

}  // namespace

void read_back(const Population& population, const Ids& ids, Conversation& server) {
    ReadBack reading(population, ids, server);
    reading.users();
    reading.groups();
}

}  // namespace usher::bench
