#include "tests/http/checklist/patched.hpp"

#include <catch2/catch.hpp>

namespace usher::test {

Person::Person(const std::string& dialect)
    : client(each_directory(dialect)),
      path("/Users/" + client.create_id("/Users", full_user("a"))) {}

Json Person::after(const Json& operations) {
    const auto answer = client.patch(path, operations);
    REQUIRE(answer.status == 200);
    auto read = client.read(path);
    CHECK(same(read, answer.json()));
    return read;
}

void Person::refuses(const Json& operations, std::string_view scim_type, int status) {
    INFO(operations.dump());
    const auto before = client.read(path);
    check_error(client.patch(path, operations), status, scim_type);
    CHECK(same(client.read(path), before));
}

Team::Team() : client(each_directory()) {
    for (const char* name : {"a", "b", "c"}) {
        ids.push_back(client.create_id("/Users", user(name)));
    }
    path = "/Groups/" + client.create_id("/Groups", group("team", ids));
}

Texts Team::after(const Json& operations) {
    CHECK(client.patch(path, operations).status == 204);
    return sorted(pluck(client.read(path).value("members", Json::array()), "value"));
}

std::string Team::selection(std::size_t index) const {
    return "members[value eq \"" + ids[index] + "\"]";
}

}  // namespace usher::test
