#include "usher/scim/messages.hpp"

#include "tests/scim/patching.hpp"

#include <limits>

#include <catch2/catch.hpp>

namespace messages_test {

using namespace usher::scim;
using usher::test::json;

namespace {

template <class Function>
std::optional<Error> refused(const Function& function) {
    try {
        (void)function();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

Json search_body(const std::string& members) {
    return json(
        R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:SearchRequest"])" +
        (members.empty() ? "" : ", " + members) + "}"
    );
}

Json bulk_body(const std::string& operations, const std::string& more = "") {
    return json(
        R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": )" +
        operations + more + "}"
    );
}

std::string fault_of(const std::string& operation) {
    return parse_bulk_request(bulk_body("[" + operation + "]"), 10, 1000).operations.at(0).fault;
}

}  // namespace

TEST_CASE("G08: a SearchRequest says what the query parameters would") {
    const SearchRequest request = parse_search_request(search_body(R"(
        "attributes": ["userName", "name.familyName"], "excludedAttributes": ["emails"],
        "filter": "userName pr", "sortBy": "userName", "sortOrder": "Descending",
        "startIndex": -3, "count": 10, "cursor": "")"));
    CHECK(request.attributes == "userName,name.familyName");
    CHECK(request.excluded_attributes == "emails");
    CHECK(request.filter == "userName pr");
    CHECK(request.sort_by == "userName");
    CHECK(request.descending);
    CHECK(request.start_index == -3);
    CHECK(request.count == 10);
    CHECK(request.cursor == "");
    const SearchRequest empty = parse_search_request(search_body(R"("count": null)"));
    CHECK_FALSE(empty.count);
    CHECK_FALSE(empty.cursor);
    CHECK_FALSE(empty.descending);
}

TEST_CASE("G09: a SearchRequest without its schema or with wrong types is invalidSyntax") {
    const auto type_of = [](const Json& body) {
        const auto error = refused([&] { return parse_search_request(body); });
        return error ? error->type() : ScimType::none;
    };
    CHECK(type_of(json("{}")) == ScimType::invalid_syntax);
    CHECK(type_of(json(R"({"schemas": ["urn:other"]})")) == ScimType::invalid_syntax);
    CHECK(type_of(json("[]")) == ScimType::invalid_syntax);
    for (const char* member :
         {R"("count": "1")",
          R"("count": 1.5)",
          R"("startIndex": true)",
          R"("filter": 1)",
          R"("attributes": [1])",
          R"("attributes": {})",
          R"("cursor": 1)"})
        CHECK(type_of(search_body(member)) == ScimType::invalid_syntax);
    CHECK(type_of(search_body(R"("sortOrder": "up")")) == ScimType::invalid_value);
}

TEST_CASE("N01: numbers that no long holds count as the nearest one") {
    constexpr long most = std::numeric_limits<long>::max();
    Json body = search_body("");
    body["count"] = std::numeric_limits<unsigned long>::max();
    CHECK(parse_search_request(body).count == most);
    SearchRequest request;
    CHECK(read_search_parameter(request, "count", "99999999999999999999"));
    CHECK(request.count == most);
    CHECK(read_search_parameter(request, "startIndex", "-99999999999999999999"));
    CHECK(request.start_index == std::numeric_limits<long>::min());
}

TEST_CASE("G04: query parameters of a search are read, others are left alone") {
    SearchRequest request;
    CHECK(read_search_parameter(request, "filter", "userName pr"));
    CHECK(read_search_parameter(request, "attributes", "a"));
    CHECK(read_search_parameter(request, "attributes", "b"));
    CHECK(read_search_parameter(request, "excludedattributes", "c"));
    CHECK(read_search_parameter(request, "sortBy", "x"));
    CHECK(read_search_parameter(request, "sortOrder", "descending"));
    CHECK(read_search_parameter(request, "startIndex", "0"));
    CHECK(read_search_parameter(request, "count", "-1"));
    CHECK(read_search_parameter(request, "cursor", ""));
    CHECK(request.attributes == "a,b");
    CHECK(request.excluded_attributes == "c");
    CHECK(request.descending);
    CHECK(request.start_index == 0);
    CHECK(request.count == -1);
    CHECK(request.cursor == "");
    CHECK_FALSE(read_search_parameter(request, "aadOptscim062020", ""));
}

TEST_CASE("Query parameters that are no numbers or orders are refused") {
    SearchRequest request;
    const auto type_of = [&](std::string_view name, const std::string& value) {
        const auto error = refused([&] { return read_search_parameter(request, name, value); });
        return error ? error->type() : ScimType::none;
    };
    for (const char* value : {"", "x", "1x", " 1", "1.0", "-", "0x10"}) {
        CHECK(type_of("count", value) == ScimType::invalid_count);
        CHECK(type_of("startIndex", value) == ScimType::invalid_value);
    }
    CHECK(type_of("sortOrder", "up") == ScimType::invalid_value);
}

TEST_CASE("G02, G03: a ListResponse always has Resources, and its numbers are integers") {
    ListPage page;
    page.total_results = 0;
    page.start_index = 1;
    CHECK(json(list_response(page)) == json(R"({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"],
            "totalResults": 0, "itemsPerPage": 0, "startIndex": 1, "Resources": []})"));
    page.total_results = 7;
    page.resources = {R"({"id":"a"})", R"({"id":"b"})"};
    const Json list = json(list_response(page));
    CHECK(list["totalResults"] == 7);
    CHECK(list["itemsPerPage"] == 2);
    CHECK(list["Resources"] == json(R"([{"id": "a"}, {"id": "b"}])"));
    CHECK_FALSE(list.contains("nextCursor"));
}

TEST_CASE("N05: a ListResponse of a cursor has no startIndex and may have no total") {
    ListPage page;
    page.next_cursor = "n\"1";
    page.previous_cursor = "p";
    const Json list = json(list_response(page));
    CHECK(list["nextCursor"] == "n\"1");
    CHECK(list["previousCursor"] == "p");
    CHECK_FALSE(list.contains("startIndex"));
    CHECK_FALSE(list.contains("totalResults"));
}

TEST_CASE("B01, B10: a BulkRequest's operations are read as sent") {
    const BulkRequest request = parse_bulk_request(
        bulk_body(
            R"([{"method": "post", "path": "/Users", "bulkId": "q", "data": {"userName": "x"}},
                {"method": "DELETE", "path": "/Users/1", "version": "W/\"1\""},
                {"method": "PATCH", "path": "/Groups/bulkId:q", "data": {"Operations": []}}])",
            R"(, "failOnErrors": 1)"
        ),
        10,
        1000
    );
    REQUIRE(request.operations.size() == 3);
    CHECK(request.fail_on_errors == 1);
    CHECK(request.operations[0].method == "POST");
    CHECK(request.operations[0].bulk_id == "q");
    CHECK(request.operations[0].data["userName"] == "x");
    CHECK(request.operations[1].version == "W/\"1\"");
    CHECK(request.operations[2].path == "/Groups/bulkId:q");
    for (const BulkOperation& operation : request.operations)
        CHECK(operation.fault.empty());
}

TEST_CASE("B02, B09: an operation that cannot be carried out is at fault by itself") {
    for (const char* operation :
         {R"({"method": "GET", "path": "/Users/1"})",
          R"({"path": "/Users/1"})",
          "7",
          R"({"method": 7, "path": "/Users/1"})",
          R"({"method": "DELETE"})",
          R"({"method": "DELETE", "path": "Users/1"})",
          R"({"method": "DELETE", "path": "/Users"})",
          R"({"method": "POST", "path": "/Users", "data": {}})",
          R"({"method": "POST", "path": "/Users/1", "bulkId": "a", "data": {}})",
          R"({"method": "POST", "path": "/Users", "bulkId": "a"})",
          R"({"method": "PUT", "path": "/Users/1", "data": []})"})
        CHECK_FALSE(fault_of(operation).empty());
}

TEST_CASE("B08: too many operations are 413 and both limits are named") {
    const auto error =
        refused([] { return parse_bulk_request(bulk_body("[1, 2, 3, 4]"), 3, 12'345); });
    REQUIRE(error);
    CHECK(error->status() == 413);
    CHECK(error->detail().find("3 operations") != std::string::npos);
    CHECK(error->detail().find("12345") != std::string::npos);
    CHECK_FALSE(refused([] { return parse_bulk_request(bulk_body("[1, 2, 3]"), 3, 12'345); }));
}

TEST_CASE("B01: a BulkRequest of the wrong shape is invalidSyntax") {
    for (const Json& body :
         {json("{}"),
          json(R"({"schemas": ["urn:other"], "Operations": []})"),
          bulk_body("{}"),
          bulk_body("[]", R"(, "failOnErrors": -1)"),
          bulk_body("[]", R"(, "failOnErrors": "1")"),
          bulk_body(
              R"([{"method": "POST", "path": "/Users", "bulkId": "a", "data": {}},
                  {"method": "POST", "path": "/Users", "bulkId": "a", "data": {}}])"
          )}) {
        const auto error = refused([&] { return parse_bulk_request(body, 10, 1000); });
        REQUIRE(error);
        CHECK(error->type() == ScimType::invalid_syntax);
    }
}

TEST_CASE("B03: bulkId references are found and resolved anywhere in the data") {
    Json data = json(R"({
        "displayName": "bulkId", "members": [{"value": "bulkId:a"}, {"value": "bulkId:b"}],
        "manager": {"value": "bulkId:a"}, "title": "see bulkId:a"})");
    CHECK(bulk_references(data) == std::vector<std::string>{"a", "b"});
    resolve_bulk_reference(data, "a", "1234");
    CHECK(bulk_references(data) == std::vector<std::string>{"b"});
    CHECK(data["members"][0]["value"] == "1234");
    CHECK(data["manager"]["value"] == "1234");
    CHECK(data["title"] == "see bulkId:a");
}

}  // namespace messages_test
