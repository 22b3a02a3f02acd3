// Deleting (RFC 7644 §3.6): rows X01, X02.
#include "tests/support/test_server.hpp"

#include <catch2/catch.hpp>

namespace usher::test::delete_test {

TEST_CASE("X01: DELETE is 204, and then the resource is nowhere and its name is free") {
    auto client = each_directory();
    for (const auto& [endpoint, body] : {
             std::pair<std::string, Json>{"/Users",  full_user("a")},
              {"/Groups", group("g")    }
    }) {
        const auto path = endpoint + "/" + client.create_id(endpoint, body);
        const auto gone = client.remove(path);
        CHECK(gone.status == 204);
        CHECK(gone.body.empty());
        check_error(client.get(path), 404);
        check_error(client.put(path, body), 404);
        check_error(
            client.patch(path, R"({"op": "add", "path": "displayName", "value": "x"})"_body), 404
        );
        check_error(client.remove(path), 404);
        CHECK(client.list(endpoint)["totalResults"] == 0);
        CHECK(
            client.list(
                endpoint,
                {
                    {"filter", "displayName pr"}
        }
            )["totalResults"] == 0
        );
        const auto again = client.create_id(endpoint, body);
        CHECK(endpoint + "/" + again != path);
    }
}

TEST_CASE("X02: DELETE of a collection deletes nothing") {
    auto client = each_directory();
    client.create("/Users", user("a"));
    for (const std::string path : {"/Users", "/Users/", "/Users?filter=userName%20pr", "", "/"}) {
        const auto answer = client.remove(path);
        CHECK((answer.status == 404 || answer.status == 405 || answer.status == 501));
    }
    CHECK(client.list("/Users")["totalResults"] == 1);
}

}  // namespace usher::test::delete_test
