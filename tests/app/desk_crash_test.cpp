// The server dies in the middle of the desk's work: inviting many, acceptances, approvals. What is
// half done goes on or can be repeated, nobody is lost, and nobody is mailed twice for one letter.
#include "store/database.hpp"
#include "tests/app/server.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/peer.hpp"

#include <atomic>
#include <functional>
#include <map>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

namespace desk_crash_test {

using namespace usher::test;

namespace {

using namespace std::chrono_literals;
using usher::store::Outcome;
using usher::store::Transaction;

constexpr int people = 24;

std::string address(int number) {
    return "p" + std::to_string(number) + "@example.org";
}

/// An organization behind a server that may die.
class House {
  public:
    House(Kind kind, const Variables& more)
        : url_(fresh_database_url(kind)), server_(url_, more), database_({.url = url_}, clock_) {
        const auto token = Json::parse(server_.command(
            {"token", "create", "--organization", "acme", "--role", "founder", "--json"}
        ));
        token_ = token.at("token");
    }

    [[nodiscard]] Server& server() { return server_; }

    [[nodiscard]] ApiClient admin() const { return {server_.port(), bearer(token_)}; }

    [[nodiscard]] ApiClient anybody() const { return {server_.port(), {}}; }

    /// What time would do: nobody waits for claims of the dead.
    void let_claims_lapse() {
        database_.change([](Transaction& tx) {
            tx.execute("UPDATE delivery SET next_at = created_at WHERE state = 'queued'", {});
            tx.execute("UPDATE job SET claimed_until = created_at WHERE state = 'running'", {});
            return Outcome<bool>{.value = true, .events = {}};
        });
    }

    [[nodiscard]] std::string count(const std::string& what) {
        return database_.read([&](usher::store::Session& session) {
            return session.find("SELECT count(*) FROM " + what, {}, 1).value().at(0).value();
        });
    }

    void check_sound() {
        const auto found = Json::parse(server_.command({"reconcile", "--dry-run", "--json"}));
        CHECK(found.at("violations") == Json::array());
    }

  private:
    usher::base::SystemClock clock_;
    std::string url_;
    Server server_;
    usher::store::Database database_;
    std::string token_;
};

/// Does `work` for each number until the server dies, which it does once `enough` are done; returns
/// the numbers that were answered.
std::set<int> until_death(House& house, int enough, const std::function<void(int)>& work) {
    std::atomic<int> done{0};
    std::jthread killer([&] {
        while (done.load() < enough)
            std::this_thread::sleep_for(1ms);
        // Somewhere in the next one, each time in another place.
        std::this_thread::sleep_for(std::chrono::milliseconds(enough * 37 % 90));
        house.server().kill();
    });
    std::set<int> answered;
    for (int number = 0; number < people; ++number) {
        try {
            work(number);
        } catch (const std::exception&) {
            break;  // it is dead
        }
        answered.insert(number);
        ++done;
    }
    done = people;
    return answered;
}

/// Throws unless the server answered.
Answer answered(Answer answer) {
    if (answer.status == 0) throw std::runtime_error("the server hung up");
    return answer;
}

}  // namespace

TEST_CASE("kill -9 in the middle of a bulk invitation loses nobody and mails nobody a letter twice"
) {
    constexpr int many = 250;
    const Peer mail("smtp_server.py");
    House house(
        GENERATE(Kind::sqlite, Kind::postgresql),
        {
            {"USHER_MAIL_URL",   "smtp://127.0.0.1:" + std::to_string(mail.port())},
            {"USHER_PUBLIC_URL", "https://usher.example.org"                      }
    }
    );
    std::string text;
    for (int number = 0; number < many; ++number)
        text += address(number) + "\n";
    const auto made = house.admin().post(
        "/invitations",
        Json{
            {"text", text}
    }
    );
    REQUIRE(made.status == 202);
    const std::string job = "/jobs/" + made.json()["id"].get<std::string>();

    for (int round = 1; round <= 3; ++round) {
        const auto wanted = static_cast<std::size_t>(round * many / 4);
        while (house.admin().read(job)["done"].get<std::size_t>() < wanted)
            std::this_thread::sleep_for(1ms);
        house.server().kill();
        house.let_claims_lapse();
        house.server().start();
    }
    Json shown = house.admin().read(job);
    while (shown["state"] != "done") {
        std::this_thread::sleep_for(10ms);
        shown = house.admin().read(job);
    }
    CHECK(shown["result"]["not_sent"].empty());
    std::set<std::string> sent;
    for (const Json& one : shown["result"]["sent"])
        sent.insert(one["email"].get<std::string>());
    CHECK(sent.size() == many);
    CHECK(shown["result"]["sent"].size() == many);
    CHECK(house.count("invitation WHERE state = 'open'") == std::to_string(many));
    CHECK(house.count("invitation") == std::to_string(many));

    while (house.count("delivery WHERE state = 'queued'") != "0")
        std::this_thread::sleep_for(10ms);
    CHECK(house.count("delivery WHERE state = 'sent'") == std::to_string(many));
    std::map<std::string, std::set<std::string>> ids;
    for (const Json& letter : mail.received())
        ids[letter["to"][0].get<std::string>()].insert(header_of(letter, "Message-ID"));
    CHECK(ids.size() == many);
    for (const auto& [to, of_letters] : ids) {
        INFO(to);
        CHECK(of_letters.size() == 1);
    }
    house.check_sound();
}

TEST_CASE("kill -9 in the middle of acceptances: each has joined or can still, and none halfway") {
    House house(GENERATE(Kind::sqlite, Kind::postgresql), {});
    Json wish;
    for (int number = 0; number < people; ++number)
        wish["recipients"].push_back(Json{
            {"email", address(number)}
        });
    wish["channels"] = Json::array({"link"});
    const auto invited = house.admin().post("/invitations", wish);
    REQUIRE(invited.status == 200);
    std::vector<std::string> accept_paths;
    const Json sent = invited.json()["sent"];
    for (const Json& one : sent) {
        const auto link = one["link"].get<std::string>();
        accept_paths.push_back(
            "/public/invitations/" + link.substr(link.rfind('/') + 1) + "/accept"
        );
    }
    REQUIRE(accept_paths.size() == people);
    const Json form = R"({"given_name": "Ann", "family_name": "Jensen", "mobile": "+34600123456",
                          "password": "green tea with lemon"})"_body;

    std::set<int> joined;
    for (const int enough : {3, 8, 14}) {
        joined.merge(until_death(house, enough, [&](int number) {
            const auto answer =
                answered(house.anybody().post(accept_paths.at(std::size_t(number)), form));
            INFO(answer.body);
            const bool said_before = answer.status == 410 && answer.json()["code"] == "accepted";
            CHECK((answer.status == 200 || said_before));
        }));
        house.server().start();
        house.check_sound();
        CHECK(
            house.count("invitation WHERE state = 'accepted'") ==
            house.count("resource WHERE type = 'User' AND joined_at IS NOT NULL")
        );
        CHECK(std::stoul(house.count("invitation WHERE state = 'accepted'")) >= joined.size());
        CHECK(
            house.count("event WHERE action = 'user.joined'") ==
            house.count("invitation WHERE state = 'accepted'")
        );
    }
    for (const std::string& path : accept_paths)
        static_cast<void>(house.anybody().post(path, form));
    CHECK(house.count("invitation WHERE state = 'accepted'") == std::to_string(people));
    house.check_sound();
}

TEST_CASE("kill -9 in the middle of approvals: each is approved or waits still, and none halfway") {
    House house(GENERATE(Kind::sqlite, Kind::postgresql), {});
    REQUIRE(
        house.admin()
            .patch("/organization", R"({"settings": {"requests_enabled": true}})"_body)
            .status == 200
    );
    for (int number = 0; number < people; ++number) {
        const auto asked = house.anybody().post(
            "/public/organizations/acme/invitation-requests",
            Json{
                {"email", address(number)}
        }
        );
        REQUIRE(asked.status == 202);
    }
    std::vector<std::string> approve_paths;
    const Json requests = house.admin().list("/invitation-requests")["items"];
    for (const Json& request : requests)
        approve_paths.push_back(
            "/invitation-requests/" + request["id"].get<std::string>() + "/approve"
        );
    REQUIRE(approve_paths.size() == people);

    for (const int enough : {5, 11, 17}) {
        const auto approved = until_death(house, enough, [&](int number) {
            const auto answer =
                answered(house.admin().post(approve_paths.at(std::size_t(number)), Json::object()));
            CHECK((answer.status == 200 || answer.json()["code"] == "not_pending"));
        });
        house.server().start();
        house.check_sound();
        const auto done = house.count("invitation_request WHERE state = 'approved'");
        CHECK(std::stoul(done) >= approved.size());
        CHECK(house.count("invitation WHERE state = 'open'") == done);
        CHECK(house.count("delivery WHERE kind = 'invitation'") == done);
        CHECK(house.count("event WHERE action = 'request.approved'") == done);
    }
    for (const std::string& path : approve_paths)
        static_cast<void>(house.admin().post(path, Json::object()));
    CHECK(house.count("invitation WHERE state = 'open'") == std::to_string(people));
    house.check_sound();
}

}  // namespace desk_crash_test
