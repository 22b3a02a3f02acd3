#include "usher/scim/error.hpp"

#include "usher/scim/json.hpp"

#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace error_test {

using namespace usher::scim;

TEST_CASE("Z01: an error body holds the schema, the status as a string, scimType and detail") {
    CHECK(
        error_body(Error::invalid_filter("Filter, column 3: say \"why\".")) ==
        R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400",)"
        R"("scimType":"invalidFilter","detail":"Filter, column 3: say \"why\"."})"
    );
}

TEST_CASE("Z01: an error without a scimType leaves the member out") {
    const Json body = parse_json(error_body(Error::not_found("User 12")));
    CHECK(body["status"] == "404");
    CHECK_FALSE(body.contains("scimType"));
    CHECK(body["detail"] == "User 12 was not found.");
}

TEST_CASE("Z05: every scimType has its own keyword") {
    std::set<std::string_view> keywords;
    for (int type = 1; type <= static_cast<int>(ScimType::invalid_count); ++type) {
        keywords.insert(keyword(static_cast<ScimType>(type)));
    }
    CHECK(keywords.size() == 13);
    CHECK_FALSE(keywords.contains(""));
    CHECK(keyword(ScimType::none).empty());
}

TEST_CASE("Errors that ask for patience say for how long") {
    CHECK(Error::too_many_requests(std::chrono::seconds(3)).status() == 429);
    CHECK(
        Error::too_many_requests(std::chrono::seconds(3)).retry_after() == std::chrono::seconds(3)
    );
    CHECK(Error::unavailable(std::chrono::seconds(1)).retry_after() == std::chrono::seconds(1));
    CHECK_FALSE(Error::conflict("taken").retry_after().has_value());
}

}  // namespace error_test
