// `usher serve` and a real mail server: what it sends, and what a sudden end leaves for the next
// start.
#include "base/id.hpp"
#include "store/invitations.hpp"
#include "store/resources.hpp"
#include "tests/app/server.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/peer.hpp"

#include <csignal>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace outbox_test {

using namespace usher::test;
using usher::store::Outcome;
using usher::store::Transaction;

namespace {

/// The database beside a running server.
class Desk {
  public:
    explicit Desk(const std::string& url) : database_({.url = url}, clock_) {}

    void invite(const std::string& email) {
        database_.change([&](Transaction& tx) {
            const auto organization =
                tx.find("SELECT id FROM organization", {}, 1).value().at(0).value();
            usher::store::StoredResource user;
            user.id = usher::base::new_id(tx.now());
            user.document = "{}";
            static_cast<void>(usher::store::insert_resource(tx, organization, "User", user, {}));
            usher::store::Invitation invitation;
            invitation.id = usher::base::new_id(tx.now());
            invitation.user_id = user.id;
            invitation.email = email;
            invitation.channels = {"email"};
            invitation.counters = {
                {"email", 1}
            };
            invitation.created_by = {.kind = "user", .id = "admin"};
            invitation.created_at = usher::base::to_text(tx.now());
            invitation.expires_at = usher::base::to_text(tx.now() + std::chrono::hours(1));
            static_cast<void>(usher::store::insert_invitation(tx, organization, invitation));
            return Outcome<bool>{
                .value = true,
                .events = {},
                .letters = {{
                    .organization_id = organization,
                    .kind = usher::event::LetterKind::invitation,
                    .subject = {.kind = "invitation", .id = invitation.id},
                }}};
        });
    }

    /// What time would do.
    void let_claims_lapse() {
        database_.change([](Transaction& tx) {
            tx.execute("UPDATE delivery SET next_at = created_at WHERE state = 'queued'", {});
            return Outcome<bool>{.value = true, .events = {}};
        });
    }

    std::string sent_count() {
        return database_.read([](usher::store::Session& session) {
            return session.find("SELECT sent_count FROM invitation", {}, 1).value().at(0).value();
        });
    }

  private:
    usher::base::SystemClock clock_;
    usher::store::Database database_;
};

Variables mailing_to(const Peer& mail) {
    return {
        {"USHER_MAIL_URL",   "smtp://127.0.0.1:" + std::to_string(mail.port())},
        {"USHER_PUBLIC_URL", "https://usher.example.org/"                     }
    };
}

}  // namespace

TEST_CASE(
    "A process killed between sending a letter and recording that sends it again under the "
    "same Message-ID"
) {
    const auto kind = GENERATE(Kind::sqlite, Kind::postgresql);
    const Peer mail("smtp_server.py");
    const std::string url = fresh_database_url(kind);
    Server server(url, mailing_to(mail));
    Desk desk(url);
    desk.invite("held@example.org");
    REQUIRE(mail.wait_for(1).size() == 1);
    // The letter has been handed over, and the mail server has not answered yet.
    server.kill();
    CHECK(desk.sent_count() == "0");
    mail.leave("release", "");
    desk.let_claims_lapse();
    server.start();
    const auto mails = mail.wait_for(2);
    REQUIRE(mails.size() == 2);
    CHECK(header_of(mails[0], "Message-ID") == header_of(mails[1], "Message-ID"));
    CHECK(mails[0].at("parts") == mails[1].at("parts"));
    const auto text = mails[0].at("parts").at("text/plain").get<std::string>();
    CHECK(text.find("https://usher.example.org/join/") != std::string::npos);
}

TEST_CASE("A mail server that does not answer holds up no stop") {
    const Peer mail("smtp_server.py");
    const std::string url = fresh_database_url(Kind::sqlite);
    Program program({"serve"}, [&] {
        Variables variables = mailing_to(mail);
        variables["USHER_DATABASE_URL"] = url;
        variables["USHER_HTTP_LISTEN"] = "127.0.0.1:0";
        static_cast<void>(run({"organization", "create", "acme", "--name", "Acme"}, variables));
        return variables;
    }());
    static_cast<void>(program.port());
    Desk desk(url);
    desk.invite("held@example.org");
    REQUIRE(mail.wait_for(1).size() == 1);
    program.signal(SIGTERM);
    CHECK(program.wait().status == 0);
    CHECK(desk.sent_count() == "0");
}

TEST_CASE("doctor says whether mail can be sent") {
    const Peer mail("smtp_server.py");
    Variables variables = mailing_to(mail);
    variables["USHER_DATABASE_URL"] = fresh_database_url(Kind::sqlite);
    CHECK(run({"doctor"}, variables).out.find("ok mail: ") != std::string::npos);
    variables["USHER_MAIL_URL"] = "smtp://127.0.0.1:1";
    const auto unreachable = run({"doctor"}, variables);
    CHECK(unreachable.out.find("failed mail: ") != std::string::npos);
    CHECK(unreachable.status == 1);
    variables.erase("USHER_MAIL_URL");
    CHECK(run({"doctor"}, variables).out.find("warning mail: ") != std::string::npos);
}

}  // namespace outbox_test
