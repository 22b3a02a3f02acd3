// A resource type that the program was never told of, but by files: examples/custom_schema.
#include "tests/app/server.hpp"
#include "tests/support/databases.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace custom_schema_test {

using namespace usher;
using nlohmann::ordered_json;
using test::Kind;
using test::Server;

namespace {

constexpr const char* device_urn = "urn:ietf:params:scim:schemas:core:2.0:Device";

Server with_devices() {
    return Server(
        test::fresh_database_url(GENERATE(Kind::sqlite, Kind::postgresql)),
        {
            {"USHER_SCIM_SCHEMAS", USHER_SOURCE_DIR "/examples/custom_schema"}
    }
    );
}

ordered_json monitor() {
    return {
        {"schemas",      {device_urn}         },
        {"displayName",  "BLE heart monitor"  },
        {"active",       true                 },
        {"serialNumber", "HM-0042"            },
        {"macAddresses", {"2C:54:91:88:C9:E3"}}
    };
}

std::string patch(const ordered_json& operation) {
    return ordered_json{
        {"schemas",    {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
        {"Operations", ordered_json::array({operation})                 }
    }
        .dump();
}

int found_by(Server& server, const std::string& filter) {
    const auto answer = server.send(
        "GET",
        "/Devices" + test::query({
                         {"filter", filter}
    })
    );
    INFO(answer.body);
    REQUIRE(answer.status == 200);
    return answer.json().at("totalResults");
}

}  // namespace

TEST_CASE("A resource type of the operator's own is discovered like the others") {
    Server server = with_devices();
    const auto type = server.send("GET", "/ResourceTypes/Device");
    REQUIRE(type.status == 200);
    CHECK(type.json().at("endpoint") == "/Devices");
    CHECK(type.json().at("schema") == device_urn);
    CHECK_FALSE(type.json().contains("indexed"));
    CHECK_THAT(server.send("GET", "/ResourceTypes").body, Catch::Contains("\"/Devices\""));
    CHECK_THAT(server.send("GET", "/Schemas").body, Catch::Contains(device_urn));
    const auto schema = server.send("GET", std::string("/Schemas/") + device_urn);
    REQUIRE(schema.status == 200);
    CHECK(schema.json().at("attributes").size() == 6);
}

TEST_CASE("Its resources live like users do: created, read, found, changed, deleted") {
    Server server = with_devices();
    const auto made = server.send("POST", "/Devices", monitor().dump());
    INFO(made.body);
    REQUIRE(made.status == 201);
    const std::string path = "/Devices/" + made.json().at("id").get<std::string>();
    CHECK_THAT(made.header("Location"), Catch::EndsWith("/scim/v2" + path));
    CHECK(made.json().at("meta").at("resourceType") == "Device");

    const auto read = server.send("GET", path);
    REQUIRE(read.status == 200);
    CHECK(read.json().at("macAddresses") == monitor().at("macAddresses"));
    CHECK(found_by(server, "serialNumber eq \"HM-0042\"") == 1);
    CHECK(found_by(server, "serialNumber eq \"hm-0042\"") == 0);
    CHECK(found_by(server, "macAddresses sw \"2c:54\" and active eq true") == 1);
    CHECK(found_by(server, "mudUrl pr") == 0);

    const auto changed = server.send(
        "PATCH",
        path,
        patch({
            {"op",    "replace"},
            {"path",  "active" },
            {"value", false    }
    })
    );
    INFO(changed.body);
    REQUIRE(changed.status == 200);
    CHECK(changed.json().at("active") == false);
    CHECK(found_by(server, "active eq false") == 1);

    CHECK(server.send("DELETE", path).status == 204);
    CHECK(server.send("GET", path).status == 404);
    CHECK(found_by(server, "serialNumber pr") == 0);
}

TEST_CASE("Its rules are kept: what is required, what is unique, what is no attribute") {
    Server server = with_devices();
    REQUIRE(server.send("POST", "/Devices", monitor().dump()).status == 201);
    const auto twice = server.send("POST", "/Devices", monitor().dump());
    CHECK(twice.status == 409);
    CHECK(twice.json().at("scimType") == "uniqueness");
    auto lacking = monitor();
    lacking.erase("active");
    lacking["serialNumber"] = "HM-0043";
    CHECK(server.send("POST", "/Devices", lacking.dump()).status == 400);
    CHECK(server.send("GET", "/Devices?filter=userName%20pr").status == 400);
}

TEST_CASE("A device's owner is a user, and is let go when that user is deleted") {
    Server server = with_devices();
    const auto owner = server.send(
        "POST",
        "/Users",
        R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada"})"
    );
    REQUIRE(owner.status == 201);
    const std::string owner_id = owner.json().at("id");
    auto device = monitor();
    device["owner"]["value"] = owner_id;
    const auto made = server.send("POST", "/Devices", device.dump());
    INFO(made.body);
    REQUIRE(made.status == 201);
    CHECK(found_by(server, "owner.value eq \"" + owner_id + "\"") == 1);
    CHECK(server.send("DELETE", "/Users/" + owner_id).status == 204);
    CHECK(found_by(server, "owner pr") == 0);
    CHECK(found_by(server, "serialNumber eq \"HM-0042\"") == 1);
}

}  // namespace custom_schema_test
