#include "tests/scim/patching.hpp"
#include "usher/scim/client_dialects.hpp"
#include "usher/scim/messages.hpp"
#include "usher/scim/validate.hpp"

#include <array>
#include <random>
#include <vector>

#include <catch2/catch.hpp>

namespace patch_property_test {

using namespace usher::scim;
using namespace usher::test;

namespace {

constexpr int rounds = 4'000;

/// Operations that a client might send, right and wrong, on a user.
class Operations {
  public:
    explicit Operations(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t limit) {
        return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
    }

    Json operation() {
        static constexpr std::array<const char*, 3> verbs{"add", "replace", "remove"};
        Json made = Json::object({
            {"op", verbs[below(3)]}
        });
        if (below(5) != 0) made["path"] = path();
        if (below(6) != 0) made["value"] = made.contains("path") ? value() : attributes();
        return made;
    }

    Json message() {
        Json operations = Json::array();
        for (std::size_t count = 1 + below(4); count > 0; --count)
            operations.push_back(operation());
        return patch_message(to_text(operations));
    }

    /// A valid document.
    Json document() {
        Json body = attributes();
        body["schemas"] = Json::array({user_urn});
        body["userName"] = word();
        for (const char* name : {"id", "name.givenName", "nothing"})
            body.erase(name);
        if (body.contains("emails")) body["emails"] = emails();
        if (body.contains("active")) body["active"] = true;
        return accept_new(body, user_type());
    }

    std::string word() { return std::string(1, static_cast<char>('a' + below(5))); }

    Json emails() {
        Json list = Json::array();
        for (std::size_t count = below(4); count > 0; --count)
            list.push_back(Json::object({
                {"value", word() + "@x.org"},
                {"type",  type()           }
            }));
        if (!list.empty() && below(2) == 0) list.front()["primary"] = true;
        return list;
    }

  private:
    std::string type() { return below(2) == 0 ? "work" : "home"; }

    std::string path() {
        static const std::vector<std::string> paths{
            "title",
            "userName",
            "name",
            "name.givenName",
            "active",
            "emails",
            "emails.type",
            "emails[type eq \"work\"]",
            "emails[type eq \"home\"].value",
            "emails[value sw \"a\"].primary",
            "emails[primary eq true]",
            "emails[primary eq \"True\"]",
            "roles[type eq \"work\" and primary eq true].value",
            "manager",
            "id",
            "groups",
            "schemas",
            "nothing",
            "emails[",
            enterprise_urn,
            enterprise_urn + ":department",
            enterprise_urn + ":manager",
            usher_urn + ":tags",
            usher_urn + ":tags[value eq \"a\"]"};
        return paths[below(paths.size())];
    }

    Json value() {
        switch (below(9)) {
            case 0:
                return below(2) == 0;
            case 1:
                return nullptr;
            case 2:
                return "";
            case 3:
                return Json::array({word(), word()});
            case 4:
                return Json::object({
                    {"value", word() + "@x.org"},
                    {"type",  type()           }
                });
            case 5:
                return Json::object({
                    {"givenName", word()}
                });
            case 6:
                return emails();
            case 7:
                return Json::object({
                    {"value",   word()},
                    {"primary", true  }
                });
            default:
                return word();
        }
    }

    Json attributes() {
        Json made = Json::object();
        if (below(2) == 0) made["title"] = word();
        if (below(3) == 0) made["emails"] = emails();
        if (below(3) == 0)
            made["name"] = Json::object({
                {"givenName", word()}
            });
        if (below(4) == 0) made["active"] = below(2) == 0 ? Json(false) : Json("False");
        if (below(4) == 0) made["id"] = word();
        if (below(4) == 0) made["name.givenName"] = word();
        if (below(3) == 0)
            made[enterprise_urn] = Json::object({
                {"department", word()}
            });
        if (below(3) == 0)
            made[usher_urn] = Json::object({
                {"tags", {word(), word()}}
            });
        if (below(9) == 0) made["nothing"] = word();
        return made;
    }

    std::mt19937 random_;
};

/// The outcome; nullopt if the message was refused.
std::optional<Json> outcome(const Json& document, const Json& message) {
    try {
        return apply_patch(document, parse_patch(message, user_type()), user_type());
    } catch (const Error&) {
        return std::nullopt;
    }
}

}  // namespace

TEST_CASE("Random operations never make a document that is not settled") {
    Operations random(1);
    int applied = 0;
    for (int i = 0; i < rounds; ++i) {
        const Json before = random.document();
        const Json message = random.message();
        const auto after = outcome(before, message);
        if (!after) continue;
        ++applied;
        INFO(to_text(before) << " with " << to_text(message));
        REQUIRE(settle(*after, user_type()) == *after);
        REQUIRE(accept_new(*after, user_type()) == *after);
    }
    CHECK(applied > rounds / 10);
}

TEST_CASE("H03: a PATCH that fails half-way leaves its input as it was") {
    Operations random(2);
    int refused = 0;
    for (int i = 0; i < rounds; ++i) {
        const Json before = random.document();
        const Json copy = before;
        Json message = random.message();
        message["Operations"].push_back(json(R"({"op": "remove", "path": "userName"})"));
        message["Operations"].push_back(json(R"({"op": "remove", "path": "id"})"));
        const auto after = outcome(before, message);
        REQUIRE_FALSE(after);
        REQUIRE(before == copy);
        ++refused;
    }
    CHECK(refused == rounds);
}

TEST_CASE("Replace is idempotent: the same message again changes nothing") {
    Operations random(3);
    int applied = 0;
    for (int i = 0; i < rounds; ++i) {
        const Json before = random.document();
        Json operation = random.operation();
        operation["op"] = "replace";
        const Json message = patch_message(to_text(Json::array({operation})));
        const auto once = outcome(before, message);
        if (!once) continue;
        // What a selection finds may be what the replacement took away.
        const auto twice = outcome(*once, message);
        if (!twice) continue;
        ++applied;
        INFO(to_text(before) << " with " << to_text(message));
        REQUIRE(*twice == *once);
    }
    CHECK(applied > rounds / 10);
}

TEST_CASE("Adding a fresh value and removing it again restores the document") {
    Operations random(4);
    for (int i = 0; i < rounds; ++i) {
        const Json before = random.document();
        const bool by_value = random.below(2) == 0;
        const Json after = patched(
            user_type(),
            before,
            R"([{"op": "add", "path": "emails", "value": [{"value": "fresh@x.org"}]},)" +
                std::string(
                    by_value
                        ? R"({"op": "remove", "path": "emails", "value": [{"value": "fresh@x.org"}]}])"
                        : R"({"op": "remove", "path": "emails[value eq \"fresh@x.org\"]"}])"
                )
        );
        REQUIRE(after == before);
    }
}

TEST_CASE("R05: adding what a document holds gives an equal document") {
    Operations random(5);
    for (int i = 0; i < rounds; ++i) {
        const Json before = random.document();
        for (const char* verb : {"add", "replace"}) {
            Json operation = Json::object({
                {"op",    verb  },
                {"value", before}
            });
            REQUIRE(
                patched(user_type(), before, to_text(Json::array({std::move(operation)}))) == before
            );
        }
    }
}

TEST_CASE("Adapting a message twice is adapting it once, and strict leaves it alone") {
    Operations random(6);
    for (int i = 0; i < rounds; ++i) {
        const Json message = random.message();
        Habits habits;
        REQUIRE(adapt_patch(message, user_type(), Dialect::strict, habits) == message);
        REQUIRE(habits.empty());
        try {
            const Json once = adapt_patch(message, user_type(), Dialect::automatic, habits);
            REQUIRE((habits.empty() ? once == message : true));
            Habits again;
            INFO(to_text(message) << " became " << to_text(once));
            REQUIRE(adapt_patch(once, user_type(), Dialect::automatic, again) == once);
            REQUIRE(again.empty());
        } catch (const Error& error) {
            REQUIRE(error.status() == 400);
        }
    }
}

}  // namespace patch_property_test
