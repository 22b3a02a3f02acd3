// Single resources: insertion, change, deletion, uniqueness, and whose they are.
#include "store/resources.hpp"

#include "tests/scim/served_types.hpp"
#include "tests/store/tenant.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace resources_test {

using namespace usher;
using namespace usher::store;
using scim::Json;
using test::group_type;
using test::user_type;

namespace {

/// An organization on a database of each kind.
struct Office {
    Fresh fresh{GENERATE(Kind::sqlite, Kind::postgresql)};
    Tenant tenant{fresh.database};

    [[nodiscard]] std::string one_value(const std::string& sql) {
        return fresh.database.read([&](Session& session) {
            return session.find(sql, {}, 1).value()[0].value();
        });
    }

    [[nodiscard]] std::vector<std::string> holders(
        const std::string& path, const std::string& fold, std::size_t limit = 10
    ) {
        return fresh.database.read([&](Session& session) {
            return holders_of(session, tenant.id(), "User", {.path = path, .fold = fold}, limit);
        });
    }
};

Json user(const std::string& name) {
    return {
        {"userName", name}
    };
}

}  // namespace

TEST_CASE("What was inserted is found, by its type, id and organization only") {
    Office office;
    const Tenant stranger(office.fresh.database, "stranger");
    StoredResource resource;
    resource.display = "Ada";
    resource.active = false;
    resource.joined_at = "2026-11-23T09:05:00.123Z";
    resource.directory_id = office.tenant.directory().directory.id;
    REQUIRE_FALSE(office.tenant.try_insert(user_type(), resource, user("ada")));

    const StoredResource found = office.tenant.find(user_type(), resource.id).value();
    CHECK(found.version == 1);
    CHECK(found.document == R"({"userName":"ada"})");
    CHECK(found.display == "Ada");
    CHECK_FALSE(found.active);
    CHECK(found.joined_at == resource.joined_at);
    CHECK(found.directory_id == resource.directory_id);
    CHECK(found.created_at == found.modified_at);
    CHECK_FALSE(office.tenant.find(group_type(), resource.id));
    CHECK_FALSE(stranger.find(user_type(), resource.id));
    CHECK_FALSE(office.tenant.find(user_type(), office.tenant.new_id()));
}

TEST_CASE("Nothing that another organization asks or does reaches a resource") {
    Office office;
    const Tenant stranger(office.fresh.database, "stranger");
    const StoredResource ada = office.tenant.insert(user_type(), user("ada"));
    const StoredResource staff = office.tenant.insert(
        group_type(),
        {
            {"displayName", "Staff"}
    }
    );
    in_transaction(office.fresh.database, [&](Transaction& tx) {
        CHECK_FALSE(lock_resource(tx, stranger.id(), "User", ada.id));
        CHECK_FALSE(find_with_groups(tx, stranger.id(), "User", ada.id));
        CHECK(holders_of(tx, stranger.id(), "User", {.path = "userName", .fold = "ada"}, 9).empty()
        );
        StoredResource copy = ada;
        touch_resource(tx, stranger.id(), "User", copy);
        delete_resource(tx, stranger.id(), "User", ada);
        const GroupKey foreign{.organization_id = stranger.id(), .type = "Group", .id = staff.id};
        CHECK(add_members(tx, foreign, {"User"}, {ada.id}).unknown == std::vector{ada.id});
        return true;
    });
    CHECK(office.tenant.find(user_type(), ada.id).value().version == 1);
    CHECK(office.one_value("SELECT count(*) FROM tombstone") == "0");
    CHECK(office.one_value("SELECT count(*) FROM membership") == "0");
    CHECK_NOTHROW(stranger.insert(user_type(), user("ada")));
}

TEST_CASE("A unique value is refused on insertion, in every letter case, and nothing remains") {
    Office office;
    const StoredResource ada = office.tenant.insert(user_type(), user("ada"));
    StoredResource second;
    CHECK(office.tenant.try_insert(user_type(), second, user("ADA")) == "userName");
    CHECK_FALSE(office.tenant.find(user_type(), second.id));
    CHECK(office.one_value("SELECT count(*) FROM resource") == "1");
    CHECK(office.one_value("SELECT count(*) FROM attribute") == "1");
    CHECK(office.holders("userName", "ada") == std::vector{ada.id});
}

TEST_CASE("A unique value is refused on update, and may be kept or taken over once free") {
    Office office;
    StoredResource ada = office.tenant.insert(user_type(), user("ada"));
    StoredResource bob = office.tenant.insert(user_type(), user("bob"));
    CHECK(office.tenant.try_update(user_type(), bob, user("bob"), user("Ada")) == "userName");
    CHECK(bob.version == 1);
    CHECK(office.holders("userName", "bob") == std::vector{bob.id});
    CHECK_FALSE(office.tenant.try_update(user_type(), ada, user("ada"), user("ADA")));
    CHECK_FALSE(office.tenant.try_update(user_type(), ada, user("ADA"), user("eve")));
    CHECK_FALSE(office.tenant.try_update(user_type(), bob, user("bob"), user("ada")));
    CHECK(office.holders("userName", "ada") == std::vector{bob.id});
}

TEST_CASE("What is unique within a directory is free in another") {
    Office office;
    const std::string first = office.tenant.directory().directory.id;
    const std::string second = office.tenant.add_directory().directory.id;
    const Json staff{
        {"displayName", "Staff"}
    };
    office.tenant.insert(group_type(), staff, first);
    CHECK_NOTHROW(office.tenant.insert(group_type(), staff, second));
    StoredResource again;
    again.directory_id = second;
    CHECK(office.tenant.try_insert(group_type(), again, staff) == "displayName");
}

TEST_CASE("The taken path is named among many values of one resource") {
    Office office;
    Json document = user("ada");
    for (int i = 0; i < 100; ++i)
        document["emails"].push_back({
            {"value", std::to_string(i) + "@example.org"}
        });
    office.tenant.insert(user_type(), document);
    StoredResource second;
    CHECK(office.tenant.try_insert(user_type(), second, document) == "userName");
    document["userName"] = "bob";
    CHECK_FALSE(office.tenant.try_insert(user_type(), second, document));
    CHECK(office.holders("emails.value", "99@example.org").size() == 2);
    CHECK(office.holders("emails.value", "99@example.org", 1).size() == 1);
}

TEST_CASE("An update counts one version, moves the time and leaves exactly the new index rows") {
    Office office;
    const Json before{
        {"userName", "ada"                                   },
        {"title",    "Analyst"                               },
        {"emails",   {{{"value", "a@x"}}, {{"value", "b@x"}}}}
    };
    const Json after{
        {"userName",    "ada"                                                      },
        {"displayName", "Ada"                                                      },
        {"emails",      {{{"value", "c@x"}, {"primary", true}}, {{"value", "b@x"}}}}
    };
    StoredResource ada = office.tenant.insert(user_type(), before);
    REQUIRE_FALSE(office.tenant.try_update(user_type(), ada, before, after));
    CHECK(ada.version == 2);
    CHECK(ada.modified_at >= ada.created_at);
    const StoredResource found = office.tenant.find(user_type(), ada.id).value();
    CHECK(found.version == 2);
    CHECK(found.modified_at == ada.modified_at);
    CHECK(found.document == scim::to_text(after));
    CHECK(office.holders("title", "analyst").empty());
    CHECK(office.holders("emails.value", "a@x").empty());
    CHECK(office.holders("emails.value", "b@x").size() == 1);
    CHECK(office.holders("emails.value", "c@x").size() == 1);
    CHECK(office.holders("displayName", "ada").size() == 1);
    CHECK(office.one_value("SELECT count(*) FROM attribute") == "4");
    CHECK(
        office.one_value("SELECT fold FROM attribute WHERE path = 'emails.value' AND ordinal = 0"
        ) == "c@x"
    );
}

TEST_CASE("Touching a resource counts a version and nothing else") {
    Office office;
    StoredResource staff = office.tenant.insert(
        group_type(),
        {
            {"displayName", "Staff"}
    }
    );
    in_transaction(office.fresh.database, [&](Transaction& tx) {
        touch_resource(tx, office.tenant.id(), "Group", staff);
        return true;
    });
    CHECK(staff.version == 2);
    const StoredResource found = office.tenant.find(group_type(), staff.id).value();
    CHECK(found.version == 2);
    CHECK(found.document == staff.document);
    CHECK(found.modified_at == staff.modified_at);
}

TEST_CASE("U08: deletion leaves a tombstone, frees names, and counts a change of its groups") {
    Office office;
    const StoredResource ada = office.tenant.insert(user_type(), user("ada"));
    const StoredResource bob = office.tenant.insert(user_type(), user("bob"));
    const StoredResource staff = office.tenant.insert(
        group_type(),
        {
            {"displayName", "Staff"}
    }
    );
    const StoredResource other = office.tenant.insert(
        group_type(),
        {
            {"displayName", "Other"}
    }
    );
    in_transaction(office.fresh.database, [&](Transaction& tx) {
        store_password(tx, office.tenant.id(), "User", ada.id, "$y$hash");
        const GroupKey key = office.tenant.group(group_type(), staff.id);
        return add_members(tx, key, {"User"}, {ada.id, bob.id}).added.size();
    });
    office.tenant.remove(user_type(), ada);

    CHECK_FALSE(office.tenant.find(user_type(), ada.id));
    CHECK(office.holders("userName", "ada").empty());
    CHECK(office.one_value("SELECT id FROM tombstone") == ada.id);
    CHECK(office.one_value("SELECT document FROM tombstone") == ada.document);
    CHECK(office.one_value("SELECT count(*) FROM credential") == "0");
    CHECK(office.one_value("SELECT member_id FROM membership") == bob.id);
    CHECK(office.tenant.find(group_type(), staff.id).value().version == 2);
    CHECK(office.tenant.find(group_type(), other.id).value().version == 1);
    CHECK_NOTHROW(office.tenant.insert(user_type(), user("ada")));
}

TEST_CASE("A deleted group lets its members go and leaves them as they are") {
    Office office;
    const StoredResource ada = office.tenant.insert(user_type(), user("ada"));
    const StoredResource staff = office.tenant.insert(
        group_type(),
        {
            {"displayName", "Staff"}
    }
    );
    in_transaction(office.fresh.database, [&](Transaction& tx) {
        return add_members(tx, office.tenant.group(group_type(), staff.id), {"User"}, {ada.id});
    });
    office.tenant.remove(group_type(), staff);
    CHECK(office.tenant.find(user_type(), ada.id).value().version == 1);
    CHECK(office.one_value("SELECT count(*) FROM membership") == "0");
}

TEST_CASE("A password's hash is replaced, never doubled") {
    Office office;
    const StoredResource ada = office.tenant.insert(user_type(), user("ada"));
    for (const char* hash : {"first", "second"}) {
        in_transaction(office.fresh.database, [&](Transaction& tx) {
            store_password(tx, office.tenant.id(), "User", ada.id, hash);
            return true;
        });
    }
    CHECK(office.one_value("SELECT password_hash FROM credential") == "second");
    CHECK(office.one_value("SELECT count(*) FROM credential") == "1");
}

TEST_CASE("A discarded insertion leaves nothing") {
    Office office;
    in_transaction(office.fresh.database, [&](Transaction& tx) {
        StoredResource resource;
        resource.id = office.tenant.new_id();
        const auto index = index_entries(user("ada"), user_type(), "");
        CHECK_FALSE(insert_resource(tx, office.tenant.id(), "User", resource, index));
        discard_resource(tx, office.tenant.id(), "User", resource.id);
        return true;
    });
    CHECK(office.one_value("SELECT count(*) FROM resource") == "0");
    CHECK(office.one_value("SELECT count(*) FROM attribute") == "0");
    CHECK(office.one_value("SELECT count(*) FROM tombstone") == "0");
}

}  // namespace resources_test
