// What the API says once, or was told in confidence, is in no column of any table and in no line of
// the log: every secret kind over a real socket, with Idempotency-Keys and the request log at work.
#include "base/secret.hpp"
#include "tests/http/api/world.hpp"
#include "tests/support/whole_store.hpp"

#include <chrono>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

namespace usher::test::secrets_test {

namespace {

const std::string first_password = "green tea with lemon";
const std::string second_password = "black coffee and ice";
const std::string pushed_password = "white wine in the sun";

/// A server of its own, so that nobody else's secrets and rows are in the store.
struct Confidence {
    explicit Confidence(store::Kind kind)
        : server(kind),
          tenant(server.new_organization()),
          founder(server.new_admin(tenant.organization_slug)),
          anybody(server.port(), {}) {
        keep(founder.credentials().front().second.substr(std::string("Bearer ").size()));
        keep(tenant.client.token());
        for (const auto& password : {first_password, second_password, pushed_password})
            keep(password);
    }

    void keep(const std::string& secret) {
        REQUIRE(secret.size() > 12);
        given.insert(secret);
    }

    /// Once with a key and once more: the answer that is kept is told again.
    Json twice(const std::string& path, const Json& body, int status) {
        const Headers key{
            {"Idempotency-Key", path}
        };
        const auto answer = founder.post(path, body, key);
        REQUIRE(answer.status == status);
        CHECK(founder.post(path, body, key).body == answer.body);
        return answer.json();
    }

    /// Of an invitation by link.
    std::string invited(const std::string& email) {
        Json body;
        body["recipients"] = Json::array({Json{{"email", email}}});
        body["channels"] = Json::array({"link", "email"});
        const Json answer = twice("/invitations", body, 200);
        const std::string link = answer["sent"][0]["link"];
        return link.substr(link.rfind('/') + 1);
    }

    /// A browser in which somebody has joined.
    ApiClient joined(const std::string& secret) {
        Json form;
        form["given_name"] = "Ann";
        form["family_name"] = "Jensen";
        form["mobile"] = "+34600123456";
        form["consents_to_sms"] = true;
        form["password"] = first_password;
        const auto answer = anybody.post("/public/invitations/" + secret + "/accept", form);
        REQUIRE(answer.status == 200);
        const std::string cookie =
            answer.header("Set-Cookie").substr(0, answer.header("Set-Cookie").find(';'));
        keep(cookie.substr(cookie.find('=') + 1));
        keep(answer.json()["csrf_token"]);
        return {
            server.port(),
            {{"Cookie", cookie}, {"X-Usher-CSRF", answer.json()["csrf_token"].get<std::string>()}}
        };
    }

    /// The secret itself, and what one would write for its bytes.
    [[nodiscard]] std::set<std::string> spellings() const {
        std::set<std::string> all;
        for (const std::string& secret : given) {
            all.insert(secret);
            const std::string bytes = base::from_base64url(secret);
            for (const std::string& raw : {secret, bytes}) {
                if (raw.empty()) continue;
                all.insert(base::hex(raw));
                all.insert(base::base64url(raw));
            }
        }
        return all;
    }

    TestServer server;
    Tenant tenant;
    ApiClient founder;
    ApiClient anybody;
    std::set<std::string> given;
};

/// Everything that gives out or takes a secret.
void tell_everything(Confidence& told) {
    Json directory;
    directory["name"] = "Okta";
    const Json made = told.twice("/directories", directory, 201);
    told.keep(made["token"]["token"]);
    const auto rotated = told.founder.post(
        "/directories/" + made["id"].get<std::string>() + "/tokens", Json::object()
    );
    REQUIRE(rotated.status == 201);
    told.keep(rotated.json()["token"]);

    Json hook;
    hook["url"] = "https://example.org/hook";
    const Json webhook = told.twice("/webhooks", hook, 201);
    told.keep(webhook["secret"].get<std::string>().substr(std::string("whsec_").size()));

    const std::string secret = told.invited("ann@example.org");
    told.keep(secret);
    ApiClient ann = told.joined(secret);
    Json change;
    change["current_password"] = first_password;
    change["new_password"] = second_password;
    CHECK(ann.post("/me/password", change).status == 204);
    const auto app = ann.post("/me/second-factors", R"({"factor": "totp"})"_body);
    REQUIRE(app.status == 200);
    told.keep(app.json()["challenge"]);
    told.keep(app.json()["key"]);

    Json number;
    number["organization"] = told.tenant.organization_slug;
    number["phone"] = "+34600123456";
    const auto verification = told.anybody.post("/public/phone-verifications", number);
    REQUIRE(verification.status == 202);
    told.keep(verification.json()["verification"]);

    Json pushed = user("bob");
    pushed["password"] = pushed_password;
    const auto id = told.tenant.client.create_id("/Users", pushed);
    CHECK(told.tenant.client.put("/Users/" + id, pushed).status == 200);
    // The request log is written beside the requests.
    while (told.founder.list("/directories/" + told.tenant.directory_id + "/requests")["total"] < 2)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
}

}  // namespace

TEST_CASE("no secret that the API told or was told is in any column of the store, or in the log") {
    Confidence told(each_database());
    tell_everything(told);
    const auto values = whole_store(told.server.database());
    const std::string log = told.server.log();
    // The net catches: what is no secret is there.
    CHECK(values.contains("ann@example.org"));
    CHECK(log.find("/api/v1/directories") != std::string::npos);
    for (const std::string& secret : told.spellings()) {
        INFO(secret);
        bool found = false;
        for (const std::string& value : values)
            found = found || value.find(secret) != std::string::npos;
        CHECK_FALSE(found);
        CHECK(log.find(secret) == std::string::npos);
    }
}

}  // namespace usher::test::secrets_test
