// From the queue to real servers, on both databases.
#include "invitation/link.hpp"
#include "store/mail_templates.hpp"
#include "tests/outbox/house.hpp"

#include <algorithm>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace worker_test {

using namespace usher::test;
using namespace std::chrono_literals;
using usher::event::LetterKind;
using usher::scim::Json;

namespace {

constexpr const char* address = "ana@example.org";

/// A house whose mail goes to a real server, with somebody invited.
struct Invited {
    explicit Invited(Kind kind, const std::string& email = address)
        : house(kind, {.mail = smtp_url(server)}),
          user(house.add_user(email, Json::object())),
          invitation(house.invite(user, email)) {}

    Peer server{"smtp_server.py"};
    House house;
    std::string user;
    std::string invitation;
};

Kind each_kind() {
    return GENERATE(Kind::sqlite, Kind::postgresql);
}

std::string text_of(const Json& mail) {
    return mail.at("parts").at("text/plain").get<std::string>();
}

/// The only delivery's fate.
Fate fate_of(House& house) {
    const auto fates = house.fates();
    REQUIRE(fates.size() == 1);
    return fates.front();
}

}  // namespace

TEST_CASE("An invitation's letter brings its link to the invited address, and is counted") {
    Invited world(each_kind());
    world.house.queue_invitation(world.invitation);
    CHECK(world.house.work_off() == 1);
    const auto mails = world.server.received();
    REQUIRE(mails.size() == 1);
    CHECK(mails[0].at("to") == Json{address});
    CHECK(header_of(mails[0], "Subject") == "You are invited to Acme");
    CHECK(header_of(mails[0], "From") == "Acme <usher@example.org>");
    const auto secret = usher::invitation::link_secret(
        usher::invitation::link_key(world.house.key),
        {.organization_id = world.house.organization(),
         .invitation_id = world.invitation,
         .channel = usher::invitation::LinkChannel::email,
         .counter = 1}
    );
    const std::string link = "https://usher.example.org/join/" + secret.reveal();
    CHECK(text_of(mails[0]).find(link) != std::string::npos);
    CHECK(text_of(mails[0]).find("Hello Ana,") != std::string::npos);
    CHECK(text_of(mails[0]).find("2026-12-02 10:00 UTC") != std::string::npos);
    CHECK(mails[0].at("parts").at("text/html").get<std::string>().find(link) != std::string::npos);
    const auto invitation = world.house.database.read([&](usher::store::Session& session) {
        return usher::store::find_invitation(session, world.house.organization(), world.invitation)
            .value();
    });
    CHECK(invitation.sent_count == 1);
    CHECK(invitation.last_sent_at == "2026-11-25T10:00:00.000Z");
    CHECK(world.house.events("invitation.sent").size() == 1);
    CHECK(fate_of(world.house).state == "sent");
    CHECK(world.house.work_off() == 0);
}

TEST_CASE("A letter that is no longer true is not sent, and says why") {
    Invited world(each_kind());
    auto& house = world.house;
    world.house.queue_invitation(world.invitation);
    std::string why;
    SECTION("the invitation was revoked") {
        house.close(world.invitation, "revoked");
        why = "invitation_revoked";
    }
    SECTION("the invitation was accepted") {
        house.close(world.invitation, "accepted");
        why = "invitation_accepted";
    }
    SECTION("the invitation has expired, whatever the sweeper has done") {
        house.clock.advance(7 * 24h);
        why = "invitation_expired";
    }
    SECTION("the user has joined") {
        house.join(world.user);
        why = "user_joined";
    }
    SECTION("the user was deactivated") {
        house.deactivate(world.user);
        why = "user_inactive";
    }
    CHECK(house.work_off() == 1);
    CHECK(world.server.received().empty());
    CHECK(fate_of(house).state == "dropped");
    CHECK(fate_of(house).detail == why);
    CHECK(house.events("invitation.sent").empty());
    CHECK(house.dispatcher->counters().dropped == 1);
}

TEST_CASE("What the mail server puts off is tried again, later each time, then given up") {
    Invited world(each_kind(), "busy@example.org");
    auto& house = world.house;
    house.queue_invitation(world.invitation);
    CHECK(house.work_off() == 1);
    CHECK(fate_of(house).state == "queued");
    CHECK(fate_of(house).detail == "451 4.3.0 try again later");
    CHECK(fate_of(house).next_at == "2026-11-25T10:00:10.000Z");
    CHECK(house.work_off() == 0);
    house.clock.advance(10s);
    CHECK(house.work_off() == 1);
    CHECK(fate_of(house).next_at == "2026-11-25T10:00:50.000Z");
    house.clock.advance(40s);
    CHECK(house.work_off() == 1);
    CHECK(house.events("delivery.failed").empty());
    house.clock.advance(160s);
    CHECK(house.work_off() == 1);
    CHECK(fate_of(house).state == "dead");
    CHECK(fate_of(house).attempts == "4");
    const auto failed = house.events("delivery.failed");
    REQUIRE(failed.size() == 1);
    CHECK(failed[0].at("kind") == "invitation");
    CHECK(failed[0].at("detail") == "451 4.3.0 try again later");
    CHECK(house.dispatcher->counters().failed == 3);
    CHECK(house.dispatcher->counters().dead == 1);
    house.clock.advance(72h);
    CHECK(house.work_off() == 0);
}

TEST_CASE("A mail that failed once arrives at the next attempt, under the same Message-ID") {
    Invited world(each_kind(), "once-busy@example.org");
    world.house.queue_invitation(world.invitation);
    CHECK(world.house.work_off() == 1);
    CHECK(world.server.received().empty());
    world.house.clock.advance(10s);
    CHECK(world.house.work_off() == 1);
    CHECK(world.server.received().size() == 1);
    CHECK(fate_of(world.house).state == "sent");
}

TEST_CASE("An address that the mail server does not know is given up at once") {
    Invited world(each_kind(), "unknown@example.org");
    world.house.queue_invitation(world.invitation);
    CHECK(world.house.work_off() == 1);
    CHECK(fate_of(world.house).state == "dead");
    CHECK(world.house.events("delivery.failed").size() == 1);
}

TEST_CASE("A claim that lapsed comes back under the same id, and the late claimant is not heard") {
    Invited world(each_kind());
    auto& house = world.house;
    house.queue_invitation(world.invitation);
    // A process that sent the mail and died before it could record that.
    const auto lost = house.database.change([&](usher::store::Transaction& tx) {
        return usher::store::Outcome<std::optional<usher::store::Delivery>>{
            .value = usher::store::claim_delivery(
                tx, house.organization(), usher::store::Lane::letters, tx.now() + 180s
            ),
            .events = {}};
    });
    REQUIRE(lost);
    CHECK(house.work_off() == 0);
    house.clock.advance(180s);
    CHECK(house.work_off() == 1);
    REQUIRE(world.server.received().size() == 1);
    CHECK(header_of(world.server.received()[0], "Message-ID") == "<" + lost->id + "@example.org>");
    const bool heard = house.database.change([&](usher::store::Transaction& tx) {
        return usher::store::Outcome<bool>{
            .value =
                usher::store::finish_delivery(tx, *lost, {.state = "dead", .detail = "too late"}),
            .events = {}};
    });
    CHECK_FALSE(heard);
    CHECK(fate_of(house).state == "sent");
}

TEST_CASE("Many threads of two processes send each letter once") {
    Invited world(each_kind());
    auto& house = world.house;
    constexpr std::size_t count = 40;
    for (std::size_t i = 0; i < count; ++i)
        house.queue_invitation(world.invitation);
    usher::store::Database other_database({.url = house.url}, house.clock);
    usher::outbox::Worker other(
        {other_database, house.clock, house.log}, *house.dispatcher, {.threads = 4}
    );
    usher::outbox::Worker one(
        {house.database, house.clock, house.log}, *house.dispatcher, {.threads = 4}
    );
    one.start();
    other.start();
    static_cast<void>(world.server.wait_for(count));
    one.stop();
    other.stop();
    std::set<std::string> ids;
    for (const auto& mail : world.server.received())
        ids.insert(header_of(mail, "Message-ID"));
    CHECK(world.server.received().size() == count);
    CHECK(ids.size() == count);
}

TEST_CASE("A letter is in the recipient's language and an organization's own words") {
    Invited world(each_kind());
    auto& house = world.house;
    house.change_settings(R"({"locale": "es", "support_contact": "ayuda@example.org"})");
    house.queue_invitation(world.invitation);
    CHECK(house.work_off() == 1);
    CHECK(header_of(world.server.received()[0], "Subject") == "Invitación a Acme");
    CHECK(header_of(world.server.received()[0], "Content-Language") == "es");
    CHECK(header_of(world.server.received()[0], "Reply-To") == "ayuda@example.org");
    house.database.change([&](usher::store::Transaction& tx) {
        usher::store::MailTemplate own{
            .kind = "invitation",
            .locale = "es",
            .subject = "¡Ven a {{organization}}!",
            .body_text = "Aquí: {{link}}",
            .body_html = "<p>{{given_name}}</p>",
            .updated_at = ""};
        usher::store::put_mail_template(tx, house.organization(), own);
        return usher::store::Outcome<bool>{.value = true, .events = {}};
    });
    house.queue_invitation(world.invitation);
    CHECK(house.work_off() == 1);
    CHECK(header_of(world.server.received()[1], "Subject") == "¡Ven a Acme!");
    CHECK(text_of(world.server.received()[1]).starts_with("Aquí: https://"));
}

TEST_CASE("rows 16, 32, 33: an invitation's SMS needs consent and waits for working hours") {
    Peer gateway("http_receiver.py");
    House house(
        each_kind(),
        {.mail = "",
         .sms = "http://AC1:secret@127.0.0.1:" + std::to_string(gateway.port()) +
                "/Messages.json?From=1"}
    );
    const auto user = house.add_user(
        address,
        Json{
            {"phoneNumbers",                                          {{{"value", "+34 600 12 34 56"}, {"type", "mobile"}}}},
            {"timezone",                                              "Europe/Madrid"                                      },
            {"urn:ietf:params:scim:schemas:extension:usher:2.0:User",
             {{"workingHours", "Mon-Fri 9:00-17:00"}}                                                                      }
    }
    );
    const auto invitation = house.invite(user, address);
    house.queue_invitation(invitation, usher::event::Channel::sms);
    CHECK(house.work_off() == 1);
    CHECK(house.fates()[0].detail == "no_consent");
    house.consent_to_sms(user);
    house.clock.set("2026-11-25T20:00:00.000Z");
    house.queue_invitation(invitation, usher::event::Channel::sms);
    CHECK(house.work_off() == 1);
    CHECK(house.fates()[1].state == "queued");
    CHECK(house.fates()[1].next_at == "2026-11-26T08:00:00.000Z");
    CHECK(house.fates()[1].attempts == "0");
    CHECK(gateway.received().empty());
    house.clock.set("2026-11-26T08:00:00.000Z");
    CHECK(house.work_off() == 1);
    REQUIRE(gateway.received().size() == 1);
    const auto form = gateway.received()[0].at("form");
    CHECK(form.at("To") == "+34600123456");
    const std::string body = form.at("Body");
    CHECK(body.starts_with("You are invited to Acme: https://usher.example.org/join/"));
}

TEST_CASE("Without a mail server letters wait and are then given up") {
    House house(each_kind(), {});
    const auto user = house.add_user(address, Json::object());
    house.queue_invitation(house.invite(user, address));
    CHECK(house.work_off() == 1);
    CHECK(fate_of(house).state == "queued");
    CHECK(fate_of(house).detail == "mail.url is not set");
}

TEST_CASE("One letter that cannot be written keeps no other one waiting") {
    Invited world(each_kind());
    auto& house = world.house;
    house.queue({
        .organization_id = house.organization(),
        .kind = LetterKind::seat_limit_reached,
        .subject = {.kind = "organization", .id = house.organization()},
        .data = "no JSON"
    });
    house.queue_invitation(world.invitation);
    CHECK(house.work_off() == 2);
    CHECK(house.fates()[0].detail == "internal error");
    CHECK(house.fates()[1].state == "sent");
}

}  // namespace worker_test
