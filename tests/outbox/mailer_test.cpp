// Mail to real SMTP servers (tests/support/smtp_server.py), read back by Python's mail parser.
#include "outbox/mailer.hpp"

#include "outbox/message_text.hpp"
#include "tests/support/peer.hpp"
#include "tests/support/tls_peer.hpp"

#include <fstream>
#include <iterator>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace mailer_test {

using namespace usher::outbox;
using usher::test::header_of;
using usher::test::Peer;
using End = Sending::End;

namespace {

Mail mail_to(const std::string& address) {
    return {
        .id = "0193f7a0-0000-7000-8000-000000000001",
        .from = "usher@example.org",
        .from_name = "Café, \"Größe\" & Co.",
        .to = address,
        .reply_to = "help@example.org",
        .unsubscribe = "help@example.org",
        .locale = "es",
        .subject = "Invitación a Café, con un asunto más largo que una sola línea de cabecera ☕",
        .text = "Hola:\n\n.una línea que empieza con punto\nañadida = \t\n" +
                std::string(300, 'x') + "\n-- \nfin",
        .html = "<p>Hola, «Ana»</p>",
        .at = usher::base::time_from("2026-11-25T10:00:00.000Z")};
}

std::string url_of(const Peer& server, const std::string& scheme = "smtp://") {
    return scheme + "127.0.0.1:" + std::to_string(server.port());
}

Sending send(const std::string& url, const std::string& to, const std::string& ca_file = "") {
    return make_mailer({.url = url, .ca_file = ca_file})->send(mail_to(to));
}

struct TlsServer {
    usher::test::SelfSignedCertificate identity;
    Peer server;

    explicit TlsServer(std::vector<std::string> more)
        : server("smtp_server.py", arguments(std::move(more))) {}

    [[nodiscard]] std::vector<std::string> arguments(std::vector<std::string> more) const {
        more.insert(
            more.end(), {"--certificate", identity.certificate_file(), "--key", identity.key_file()}
        );
        return more;
    }
};

}  // namespace

TEST_CASE("A mail arrives as it was written, with the headers that the RFCs ask for") {
    const Peer server("smtp_server.py");
    const Sending sending = send(url_of(server), "ana@example.org");
    CHECK(sending.end == End::sent);
    const auto mails = server.received();
    REQUIRE(mails.size() == 1);
    const auto& mail = mails.front();
    CHECK(mail.at("from") == "usher@example.org");
    CHECK(mail.at("to") == usher::scim::Json{"ana@example.org"});
    CHECK(mail.at("defects").empty());
    const Mail expected = mail_to("ana@example.org");
    CHECK(header_of(mail, "Subject") == expected.subject);
    CHECK(header_of(mail, "From") == R"("Café, \"Größe\" & Co." <usher@example.org>)");
    CHECK(header_of(mail, "To") == "ana@example.org");
    CHECK(header_of(mail, "Reply-To") == "help@example.org");
    CHECK(header_of(mail, "Date") == "Wed, 25 Nov 2026 10:00:00 +0000");
    CHECK(header_of(mail, "Message-ID") == "<0193f7a0-0000-7000-8000-000000000001@example.org>");
    CHECK(header_of(mail, "Auto-Submitted") == "auto-generated");
    CHECK(header_of(mail, "List-Unsubscribe") == "<mailto:help@example.org?subject=unsubscribe>");
    CHECK(header_of(mail, "Content-Language") == "es");
    CHECK(mail.at("parts").at("text/plain") == expected.text);
    CHECK(mail.at("parts").at("text/html") == expected.html);
}

TEST_CASE("Every line of a mail is short, and all of it is ASCII") {
    const std::string text = message_text(mail_to("ana@example.org"));
    std::size_t begin = 0;
    while (begin < text.size()) {
        const auto end = text.find("\r\n", begin);
        REQUIRE(end != std::string::npos);
        CHECK(end - begin <= 78);
        begin = end + 2;
    }
    CHECK(std::all_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x80;
    }));
}

TEST_CASE("No text can break out of its header") {
    const Peer server("smtp_server.py");
    Mail mail = mail_to("ana@example.org");
    mail.subject = "Hello\r\nBcc: eve@example.org\r\n\r\nbody";
    mail.from_name = "Acme\nX-Evil: 1";
    mail.reply_to = "a@example.org>\r\nX-Evil: 2";
    mail.locale = "en\r\nX-Evil: 3";
    CHECK(make_mailer({.url = url_of(server)})->send(mail).end == End::sent);
    const auto received = server.received().at(0);
    CHECK(header_of(received, "X-Evil").empty());
    CHECK(header_of(received, "Bcc").empty());
    CHECK(header_of(received, "Reply-To").empty());
    CHECK(received.at("to") == usher::scim::Json{"ana@example.org"});
}

TEST_CASE("An address that is not one mailbox is refused before anything is sent") {
    const Peer server("smtp_server.py");
    const std::string address = GENERATE(
        "",
        "nobody",
        "a@b@c",
        "a b@example.org",
        "a@example.org, b@example.org",
        "a@example.org>\r\nRCPT TO:<b@example.org",
        "<a@example.org>",
        "a@"
    );
    CHECK(send(url_of(server), address).end == End::refused);
    CHECK(server.received().empty());
}

TEST_CASE("A server's refusal is final, its 'later' and its silence are not") {
    const Peer server("smtp_server.py");
    const auto unknown = send(url_of(server), "unknown@example.org");
    CHECK(unknown.end == End::refused);
    CHECK(unknown.detail == "550 5.1.1 no such user");
    CHECK(send(url_of(server), "spam@example.org").end == End::refused);
    const auto busy = send(url_of(server), "busy@example.org");
    CHECK(busy.end == End::failed);
    CHECK(busy.detail == "451 4.3.0 try again later");
    CHECK_FALSE(busy.unreachable);
    CHECK(send(url_of(server), "cut@example.org").end == End::failed);
    const auto nowhere = send("smtp://127.0.0.1:1", "ana@example.org");
    CHECK(nowhere.end == End::failed);
    CHECK(nowhere.unreachable);
}

TEST_CASE("STARTTLS is used where it is offered, whoever vouches for the certificate") {
    const TlsServer tls({});
    CHECK(send(url_of(tls.server), "ana@example.org").end == End::sent);
    CHECK(tls.server.received().at(0).at("tls") == true);
}

TEST_CASE("Where TLS is required, a certificate that nobody vouches for ends the attempt") {
    const TlsServer tls({});
    CHECK(send(url_of(tls.server) + "?tls=required", "ana@example.org").end == End::failed);
    CHECK(tls.server.received().empty());
    const auto trusted = send(
        url_of(tls.server) + "?tls=required", "ana@example.org", tls.identity.certificate_file()
    );
    CHECK(trusted.end == End::sent);
    CHECK(tls.server.received().at(0).at("tls") == true);
}

TEST_CASE("A password is said over TLS only") {
    const std::string account = "smtp://mailer:p%40ss@127.0.0.1:";
    const Peer plain("smtp_server.py");
    CHECK(send(account + std::to_string(plain.port()), "ana@example.org").end == End::failed);
    CHECK(plain.received().empty());

    const TlsServer tls({"--user", "mailer", "--password", "p@ss"});
    const std::string url = account + std::to_string(tls.server.port());
    CHECK(send(url, "ana@example.org", tls.identity.certificate_file()).end == End::sent);
    CHECK(tls.server.received().at(0).at("user") == "mailer");
}

TEST_CASE("A wrong password is for the operator to mend, not the end of the mail") {
    const TlsServer tls({"--user", "mailer", "--password", "p@ss"});
    const std::string url = "smtp://mailer:wrong@127.0.0.1:" + std::to_string(tls.server.port());
    CHECK(send(url, "ana@example.org", tls.identity.certificate_file()).end == End::failed);
}

TEST_CASE("smtps speaks TLS from the first byte") {
    const TlsServer tls({"--implicit", "--user", "mailer", "--password", "p@ss"});
    const std::string url = "smtps://mailer:p%40ss@127.0.0.1:" + std::to_string(tls.server.port());
    CHECK(send(url, "ana@example.org", tls.identity.certificate_file()).end == End::sent);
    CHECK(tls.server.received().at(0).at("tls") == true);
    CHECK(send(url, "ana@example.org").end == End::failed);
}

TEST_CASE("A mailbox with letters beyond ASCII is sent to with SMTPUTF8") {
    const Peer server("smtp_server.py");
    CHECK(send(url_of(server), "josé@example.org").end == End::sent);
    const auto mail = server.received().at(0);
    CHECK(mail.at("to") == usher::scim::Json{"josé@example.org"});
    CHECK(mail.at("smtputf8") == true);
}

TEST_CASE("A mailer says what would keep it from sending, without sending") {
    const Peer server("smtp_server.py");
    CHECK_FALSE(make_mailer({.url = url_of(server)})->examine());
    CHECK(make_mailer({.url = "smtp://127.0.0.1:1"})->examine());
    CHECK(make_mailer({.url = ""})->examine());
    CHECK(make_mailer({.url = "file:/proc/no/such/folder"})->examine());
    CHECK(server.received().empty());
}

TEST_CASE("file: writes each mail into a folder") {
    const Peer folder_owner("http_receiver.py");
    const auto folder = folder_owner.folder() / "mail";
    const Mail mail = mail_to("ana@example.org");
    auto mailer = make_mailer({.url = "file:" + folder.string()});
    CHECK_FALSE(mailer->examine());
    CHECK(mailer->send(mail).end == End::sent);
    std::ifstream in(folder / (mail.id + ".eml"), std::ios::binary);
    const std::string written{std::istreambuf_iterator<char>(in), {}};
    CHECK(written == message_text(mail));
}

TEST_CASE("A URL that is no mail server's is refused at once") {
    CHECK_THROWS_AS(make_mailer({.url = "http://127.0.0.1"}), std::invalid_argument);
    CHECK_THROWS_AS(make_mailer({.url = "smtp://127.0.0.1?tls=maybe"}), std::invalid_argument);
}

}  // namespace mailer_test
