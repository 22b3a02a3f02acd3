// What each kind of letter says, to whom, and until when it is true.
#include "invitation/code.hpp"
#include "store/removals.hpp"
#include "tests/outbox/house.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace letters_test {

using namespace usher::test;
using namespace std::chrono_literals;
using usher::event::LetterKind;
using usher::scim::Json;

namespace {

constexpr const char* address = "ana@example.org";

Kind each_kind() {
    return GENERATE(Kind::sqlite, Kind::postgresql);
}

std::string text_of(const Json& mail) {
    return mail.at("parts").at("text/plain").get<std::string>();
}

}  // namespace

TEST_CASE("Letters about requests go to the requester while they are true") {
    Peer server("smtp_server.py");
    House house(each_kind(), {.mail = smtp_url(server)});
    const auto request = house.request("bob@example.org", "Bob");
    const auto letter = [&](LetterKind kind) {
        house.queue({
            .organization_id = house.organization(),
            .kind = kind,
            .subject = {.kind = "request", .id = request}
        });
    };
    const auto admin = house.add_user("admin@example.org", Json::object());
    house.queue({
        .organization_id = house.organization(),
        .kind = LetterKind::request_waiting,
        .subject = {.kind = "request", .id = request},
        .data = usher::scim::to_text(Json{{"user_id", admin}                }
          )
    });
    letter(LetterKind::request_dismissed);
    CHECK(house.work_off() == 2);
    REQUIRE(server.received().size() == 1);
    CHECK(server.received()[0].at("to") == Json{"admin@example.org"});
    CHECK(text_of(server.received()[0]).find("bob@example.org (Bob) asks") != std::string::npos);
    CHECK(house.fates()[1].detail == "request_pending");
    usher::store::RequestClosing dismissal;
    dismissal.state = "dismissed";
    house.database.change([&](usher::store::Transaction& tx) {
        return usher::store::Outcome<bool>{
            .value = usher::store::close_request(tx, house.organization(), request, dismissal),
            .events = {}};
    });
    letter(LetterKind::request_dismissed);
    letter(LetterKind::request_approved);
    CHECK(house.work_off() == 2);
    REQUIRE(server.received().size() == 2);
    CHECK(server.received()[1].at("to") == Json{"bob@example.org"});
}

TEST_CASE("A code is sent until it is used or over, and is the one that the desk expects") {
    Peer server("smtp_server.py");
    House house(each_kind(), {.mail = smtp_url(server)});
    const auto user = house.add_user(address, Json::object());
    const auto challenge = house.challenge("email_code", address, user);
    const usher::event::Letter letter{
        .organization_id = house.organization(),
        .kind = LetterKind::code,
        .subject = {.kind = "challenge", .id = challenge}
    };
    house.queue(letter);
    CHECK(house.work_off() == 1);
    const auto key = usher::invitation::challenge_key(house.key);
    const auto code = usher::invitation::challenge_code(key, {house.organization(), challenge});
    REQUIRE(server.received().size() == 1);
    CHECK(text_of(server.received()[0]).find("\n    " + code.reveal() + "\n") != std::string::npos);
    CHECK(text_of(server.received()[0]).find("10 minutes") != std::string::npos);
    CHECK(header_of(server.received()[0], "List-Unsubscribe").empty());
    house.clock.advance(10min);
    house.queue(letter);
    CHECK(house.work_off() == 1);
    CHECK(house.fates()[1].detail == "challenge_expired");
    CHECK(server.received().size() == 1);
}

TEST_CASE("A sign-in link's letter brings the link that the desk opens") {
    Peer server("smtp_server.py");
    House house(each_kind(), {.mail = smtp_url(server)});
    const auto user = house.add_user(address, Json::object());
    const auto challenge = house.challenge("sign_in_link", address, user);
    house.queue({
        .organization_id = house.organization(),
        .kind = LetterKind::sign_in_link,
        .subject = {.kind = "challenge", .id = challenge}
    });
    CHECK(house.work_off() == 1);
    REQUIRE(server.received().size() == 1);
    const std::string text = text_of(server.received()[0]);
    const std::string beginning = "https://usher.example.org/sign-in/";
    const auto at = text.find(beginning);
    REQUIRE(at != std::string::npos);
    const auto secret = text.substr(at + beginning.size());
    const auto opened = usher::invitation::open_challenge_link(
        usher::invitation::challenge_key(house.key), secret.substr(0, secret.find('\n'))
    );
    REQUIRE(opened);
    CHECK(opened->organization_id == house.organization());
    CHECK(opened->challenge_id == challenge);
}

TEST_CASE("Admins are told which directory was paused, unless one of them has released it") {
    Peer server("smtp_server.py");
    House house(each_kind(), {.mail = smtp_url(server)});
    const auto admin = house.add_user(address, Json::object());
    const auto organization = usher::store::find_organization(house.database, "acme").value();
    const auto directory = usher::store::create_directory(
        house.database,
        organization,
        {.id = {}, .name = "HR", .on_create = "activate", .dialect = "strict"}
    );
    const usher::store::DirectoryKey key{house.organization(), directory.directory.id};
    const auto change = [&](const auto& body) {
        house.database.change([&](usher::store::Transaction& tx) {
            body(tx);
            return usher::store::Outcome<bool>{.value = true, .events = {}};
        });
    };
    const auto tell = [&] {
        house.queue({
            .organization_id = house.organization(),
            .kind = LetterKind::directory_paused,
            .subject = {.kind = "directory", .id = key.directory_id},
            .data = usher::scim::to_text(Json{{"user_id", admin}                  }
              )
        });
        CHECK(house.work_off() == 1);
    };
    change([&](auto& tx) {
        usher::store::pause_directory(tx, key, std::string(usher::store::paused_by_guard));
    });
    tell();
    REQUIRE(server.received().size() == 1);
    CHECK(header_of(server.received()[0], "Subject") == "Acme: the directory HR was paused");
    CHECK(text_of(server.received()[0]).find("(HR)") != std::string::npos);
    change([&](auto& tx) {
        static_cast<void>(usher::store::release_directory(tx, key, house.clock.now()));
    });
    tell();
    CHECK(house.fates()[1].detail == "directory_released");
}

}  // namespace letters_test
