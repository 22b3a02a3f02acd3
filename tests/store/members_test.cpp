// Memberships: sets of members, and the groups that a member is in, directly and through others.
#include "store/members.hpp"

#include "store/group_references.hpp"
#include "tests/scim/served_types.hpp"
#include "tests/store/tenant.hpp"

#include <algorithm>
#include <random>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace members_test {

using namespace usher;
using namespace usher::store;
using test::group_type;
using test::user_type;

namespace {

using Ids = std::vector<std::string>;

const Ids both_types{"User", "Group"};

Ids sorted(Ids ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
}

class Club {
  public:
    [[nodiscard]] std::string user(const std::string& name) const {
        return tenant
            .insert(
                user_type(),
                {
                    {"userName",    name},
                    {"displayName", name}
        }
            )
            .id;
    }

    [[nodiscard]] Ids users(std::size_t count) const {
        Ids ids;
        for (std::size_t i = 0; i < count; ++i)
            ids.push_back(user("user" + std::to_string(i)));
        return ids;
    }

    [[nodiscard]] std::string group(const std::string& name, const Ids& members = {}) {
        const auto id = tenant
                            .insert(
                                group_type(),
                                {
                                    {"displayName", name}
        }
                            )
                            .id;
        if (!members.empty()) CHECK(add(id, members).unknown.empty());
        return id;
    }

    MembersChanged add(const std::string& group, const Ids& ids, const Ids& types = both_types) {
        return in_transaction(fresh.database, [&](Transaction& tx) {
            return add_members(tx, key(group), types, ids);
        });
    }

    MembersChanged remove(const std::string& group, const Ids& ids) {
        return in_transaction(fresh.database, [&](Transaction& tx) {
            return remove_members(tx, key(group), ids);
        });
    }

    MembersChanged replace(const std::string& group, const Ids& ids) {
        return in_transaction(fresh.database, [&](Transaction& tx) {
            return replace_members(tx, key(group), both_types, ids);
        });
    }

    [[nodiscard]] Ids members(const std::string& group) {
        return fresh.database.read([&](Session& session) { return member_ids(session, key(group)); }
        );
    }

    /// "display" or, for a group that is not a direct one, "(display)"; sorted.
    [[nodiscard]] Ids groups_of(const std::string& id) {
        const auto listed = fresh.database.read([&](Session& session) {
            return group_references(session, tenant.id(), {id});
        });
        const auto found = fresh.database.read([&](Session& session) {
            return find_with_groups(session, tenant.id(), "User", id);
        });
        if (found) CHECK(names(found->groups) == names(listed));
        return names(listed);
    }

    Fresh fresh{GENERATE(Kind::sqlite, Kind::postgresql)};
    Tenant tenant{fresh.database};

  private:
    [[nodiscard]] GroupKey key(const std::string& group) const {
        return tenant.group(group_type(), group);
    }

    static Ids names(const std::vector<GroupReference>& references) {
        Ids names;
        for (const GroupReference& reference : references) {
            names.push_back(reference.direct ? reference.display : "(" + reference.display + ")");
        }
        return sorted(names);
    }
};

}  // namespace

TEST_CASE("Members are added once, however often they are named") {
    Club club;
    const Ids users = club.users(3);
    const auto group = club.group("Chess");
    CHECK(
        sorted(club.add(group, {users[0], users[1], users[0]}).added) ==
        sorted({users[0], users[1]})
    );
    const auto again = club.add(group, {users[1], users[2]});
    CHECK(again.added == Ids{users[2]});
    CHECK(again.unknown.empty());
    CHECK(club.add(group, users).nothing());
    CHECK(club.members(group) == sorted(users));
}

TEST_CASE("C13: ids that are nobody's, deleted or of another type are told, others are added") {
    Club club;
    const Ids users = club.users(2);
    const auto group = club.group("Chess");
    const auto inner = club.group("Juniors");
    const auto nobody = club.tenant.new_id();
    club.tenant.remove(user_type(), club.tenant.find(user_type(), users[1]).value());
    const auto changed = club.add(group, {nobody, users[0], users[1], inner, "no id"}, {"User"});
    CHECK(changed.added == Ids{users[0]});
    CHECK(sorted(changed.unknown) == sorted({nobody, users[1], inner, "no id"}));
    CHECK(club.members(group) == Ids{users[0]});
}

TEST_CASE("Only members are removed, and only their removal counts") {
    Club club;
    const Ids users = club.users(3);
    const auto group = club.group("Chess", {users[0], users[1]});
    CHECK(club.remove(group, {users[1], users[2], "no id"}).removed == Ids{users[1]});
    CHECK(club.remove(group, {users[1]}).nothing());
    CHECK(club.remove(group, {}).nothing());
    CHECK(club.members(group) == Ids{users[0]});
}

TEST_CASE("Replacing makes exactly the named ones members, and tells what that changed") {
    Club club;
    const Ids users = club.users(4);
    const auto group = club.group("Chess", {users[0], users[1]});
    const auto changed = club.replace(group, {users[1], users[2], users[2], users[3]});
    CHECK(sorted(changed.added) == sorted({users[2], users[3]}));
    CHECK(changed.removed == Ids{users[0]});
    CHECK(club.replace(group, {users[3], users[1], users[2]}).nothing());
    CHECK(club.replace(group, {}).removed.size() == 3);
    CHECK(club.members(group).empty());
}

TEST_CASE("More members than one statement holds are one change") {
    Club club;
    const Ids users = in_transaction(club.fresh.database, [&](Transaction& tx) {
        Ids ids;
        for (int i = 0; i < 1100; ++i) {
            StoredResource resource;
            resource.id = club.tenant.new_id();
            ids.push_back(resource.id);
            CHECK_FALSE(insert_resource(tx, club.tenant.id(), "User", resource, {}));
        }
        return ids;
    });
    const auto group = club.group("All");
    Ids asked = users;
    asked.push_back("nobody");
    const auto changed = club.add(group, asked);
    CHECK(changed.added.size() == users.size());
    CHECK(changed.unknown == Ids{"nobody"});
    CHECK(club.members(group) == sorted(users));
    CHECK(club.replace(group, {users.back()}).removed.size() == users.size() - 1);
    CHECK(club.members(group) == Ids{users.back()});
}

TEST_CASE("Random changes of members end where sets of ids end") {
    Club club;
    const Ids users = club.users(8);
    const auto group = club.group("Chess");
    std::set<std::string> expected;
    std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same in every run
    for (int round = 0; round < 120; ++round) {
        Ids ids;
        for (auto i = random() % 5; i-- > 0;)
            ids.push_back(users[random() % users.size()]);
        const std::set<std::string> before = expected;
        const std::set<std::string> named(ids.begin(), ids.end());
        MembersChanged changed;
        switch (random() % 3) {
            case 0:
                changed = club.add(group, ids);
                expected.insert(named.begin(), named.end());
                break;
            case 1:
                changed = club.remove(group, ids);
                for (const std::string& id : named)
                    expected.erase(id);
                break;
            default:
                changed = club.replace(group, ids);
                expected = named;
        }
        REQUIRE(club.members(group) == Ids(expected.begin(), expected.end()));
        Ids added;
        Ids removed;
        std::set_difference(
            expected.begin(),
            expected.end(),
            before.begin(),
            before.end(),
            std::back_inserter(added)
        );
        std::set_difference(
            before.begin(),
            before.end(),
            expected.begin(),
            expected.end(),
            std::back_inserter(removed)
        );
        REQUIRE(sorted(changed.added) == added);
        REQUIRE(sorted(changed.removed) == removed);
    }
}

TEST_CASE("Members come in group and member order, with their types and how they are shown") {
    Club club;
    const auto ada = club.user("ada");
    const auto inner = club.group("Juniors");
    const Ids groups = sorted({club.group("Chess", {inner, ada}), club.group("Go", {ada})});
    std::vector<std::pair<std::string, std::string>> seen;
    club.fresh.database.read([&](Session& session) {
        each_member(session, club.tenant.id(), {groups[1], groups[0]}, [&](const Member& member) {
            seen.emplace_back(member.group_id, member.id);
            CHECK(member.type == (member.id == ada ? "User" : "Group"));
            CHECK(member.display == (member.id == ada ? "ada" : "Juniors"));
        });
        return true;
    });
    CHECK(seen.size() == 3);
    CHECK(std::is_sorted(seen.begin(), seen.end()));
}

TEST_CASE("A member is directly in its groups, and indirectly in those above them") {
    Club club;
    const auto ada = club.user("ada");
    const auto bob = club.user("bob");
    const auto team = club.group("Team", {ada});
    const auto unit = club.group("Unit", {team, bob});
    const auto board = club.group("Board", {ada});
    const auto firm = club.group("Firm", {unit, board});
    CHECK(club.groups_of(ada) == Ids{"(Firm)", "(Unit)", "Board", "Team"});
    CHECK(club.groups_of(bob) == Ids{"(Firm)", "Unit"});
    CHECK(club.groups_of(team) == Ids{"(Firm)", "Unit"});
    CHECK(club.groups_of(firm).empty());
}

TEST_CASE("A group that is both direct and indirect is direct") {
    Club club;
    const auto ada = club.user("ada");
    const auto team = club.group("Team", {ada});
    static_cast<void>(club.group("Firm", {team, ada}));
    CHECK(club.groups_of(ada) == Ids{"Firm", "Team"});
}

TEST_CASE("Groups in a circle end") {
    Club club;
    const auto ada = club.user("ada");
    const auto first = club.group("First", {ada});
    const auto second = club.group("Second", {first});
    const auto third = club.group("Third", {second});
    CHECK(club.add(first, {third}).added.size() == 1);
    CHECK(club.add(second, {second}).added.size() == 1);
    CHECK(club.groups_of(ada) == Ids{"(Second)", "(Third)", "First"});
}

TEST_CASE("Many groups above many members cost levels, not paths") {
    Club club;
    const auto ada = club.user("ada");
    Ids below{ada};
    // Every group of a level holds all of the level below: 3^12 paths to the top.
    for (int level = 0; level < 12; ++level) {
        Ids made;
        for (int i = 0; i < 3; ++i)
            made.push_back(club.group(std::to_string(level) + "/" + std::to_string(i), below));
        below = made;
    }
    CHECK(club.groups_of(ada).size() == 36);
}

TEST_CASE("A member gets the role that the group gives, and keeps it when added again") {
    Club club;
    const Ids users = club.users(5);
    const auto group = club.group("Chess");
    GroupKey key = club.tenant.group(group_type(), group);
    const auto add = [&](const Ids& ids) {
        in_transaction(club.fresh.database, [&](Transaction& tx) {
            return add_members(tx, key, both_types, ids).added;
        });
    };
    key.member_role = "manager";
    add({users[0]});
    key.member_role = "guest";
    add({users[0], users[1]});
    const auto found = club.fresh.database.read([&](Session& session) {
        return find_members(session, key, {users[1], users[0], users[2]});
    });
    REQUIRE(found.size() == 2);
    CHECK(found[0].id == users[0]);
    CHECK(found[0].role == "manager");
    CHECK(found[0].display == "user0");
    CHECK(found[0].type == "User");
    CHECK(found[1].role == "guest");
    club.fresh.database.read([&](Session& session) {
        CHECK(count_members(session, key) == 2);
        CHECK(groups_with_role(session, club.tenant.id(), users[0], "manager") == Ids{group});
        CHECK(groups_with_role(session, club.tenant.id(), users[1], "manager").empty());
        return true;
    });
}

}  // namespace members_test
