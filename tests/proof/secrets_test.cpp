// Whoever reads the whole database can do nothing with it: every value, every word in it, and what
// can be put together from its ids and hashes is tried as every kind of secret.
#include "base/id.hpp"
#include "desk/account.hpp"
#include "desk/administrators.hpp"
#include "desk/webhooks.hpp"
#include "invitation/code.hpp"
#include "store/sessions.hpp"
#include "tests/proof/races.hpp"
#include "tests/support/whole_store.hpp"

#include <cctype>
#include <set>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace usher::test::secrets_test {

namespace {

constexpr std::size_t secret_bytes = 32;

/// The values and the words in them: what stands between anything that no secret has.
std::set<std::string> words_of(const std::set<std::string>& values) {
    std::set<std::string> words = values;
    for (const std::string& value : values) {
        std::string word;
        for (const char c : value + " ") {
            const bool part = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' ||
                              c == '_' || c == '.' || c == '+' || c == '/' || c == '=';
            if (part) {
                word += c;
                continue;
            }
            if (!word.empty()) words.insert(word);
            word.clear();
        }
    }
    return words;
}

/// The 32 bytes that a stored hash or key may stand for.
std::optional<std::string> bytes_of(const std::string& word) {
    if (word.size() == secret_bytes) return word;
    const std::string decoded = base::from_base64url(word);
    if (decoded.size() == secret_bytes) return decoded;
    if (word.size() != 2 * secret_bytes) return std::nullopt;
    std::string bytes;
    for (std::size_t at = 0; at < word.size(); at += 2) {
        if (std::isxdigit(static_cast<unsigned char>(word[at])) == 0 ||
            std::isxdigit(static_cast<unsigned char>(word[at + 1])) == 0) {
            return std::nullopt;
        }
        bytes += static_cast<char>(std::stoi(word.substr(at, 2), nullptr, 16));
    }
    return bytes;
}

/// Secrets as they are made (organization, id, then 32 bytes) with what the store has to offer.
std::set<std::string> forged(
    const std::string& organization_id, const std::set<std::string>& words
) {
    std::set<std::string> ids;
    std::set<std::string> keys;
    for (const std::string& word : words) {
        if (base::is_id(word)) ids.insert(word);
        if (const auto bytes = bytes_of(word)) keys.insert(*bytes);
    }
    std::set<std::string> secrets;
    const std::string organization = base::id_to_bytes(organization_id);
    for (const std::string& id : ids) {
        for (const std::string& key : keys) {
            const std::string start = organization + base::id_to_bytes(id);
            secrets.insert(base::base64url(start + key));
            const std::string email_link = std::string("\1\0\0\0\1", 5);
            secrets.insert(base::base64url(start + email_link + key));
        }
    }
    return secrets;
}

/// What a secret opens, in a word; "" for nothing.
std::string opened_by(const World& world, const std::string& secret) {
    Ground& ground = world.ground();
    if (store::authenticate(ground.database, secret, ground.clock.now())) return "a token";
    if (store::find_session(ground.database, secret, ground.clock.now())) return "a session";
    if (invitation::open_link(invitation::link_key(ground.office.server_key), secret))
        return "an invitation";
    const auto key = invitation::challenge_key(ground.office.server_key);
    if (invitation::open_challenge_link(key, secret)) return "a one-time link";
    return "";
}

/// Everybody has been here: every channel, sessions, tokens of both kinds, codes and one-time
/// links, second factors, a webhook, requests, a case.
struct Story {
    explicit Story(World& world) {
        invite(world);
        join(world);
        const store::Organization organization{
            .id = world.id(), .slug = world.slug(), .name = "World"};
        give(store::create_admin_token(world.ground().database, organization, "founder", {}).text);
        given.insert(world.directory_token());
        give_link(
            desk::Administrators(world.ground().office).create(world.slug(), "fay@one.example").link
        );
        add_webhook(world);
        world.ask("cai@one.example");
        world.post(person_of("dee", "dee@one.example"));
        world.post(person_of("eve", "dee@one.example"));
    }

    /// Each opens something by itself.
    std::set<std::string> given;
    /// Each would make something that opens: keys, codes.
    std::set<std::string> kept;

  private:
    void give(const base::Secret& secret) { given.insert(secret.reveal()); }

    void give_link(const base::Secret& link) {
        given.insert(link.reveal().substr(link.reveal().rfind('/') + 1));
    }

    void invite(World& world) {
        desk::InvitationTerms terms;
        terms.channels = {"email", "link", "qr", "print"};
        const auto offer = world.invite("ann@one.example", terms);
        given.insert(world.secret(offer));
        for (const auto channel :
             {invitation::LinkChannel::link,
              invitation::LinkChannel::qr,
              invitation::LinkChannel::print}) {
            give_link(
                base::Secret(world.ground().invitations.renew_link(world.token(), offer, channel))
            );
        }
    }

    /// Somebody who has a session, a second factor and another that they set up just now.
    void join(World& world) {
        const auto offer = world.invite("bob@one.example");
        auto form = join_form();
        form.mobile = "+34600123456";
        form.consents_to_sms = true;
        const auto joined = world.ground().joining.accept(world.secret(offer), form, "test");
        give(joined.session.value().secret);
        const desk::Account account(world.ground().office, world.ground().sign_in.second_factors());
        const auto self = world.person(joined.user_id);
        const auto mailed = account.begin_factor(self, "email");
        give(mailed.token);
        kept.insert(world.sent_code());
        account.confirm_factor(self, mailed.token.reveal(), base::Secret(world.sent_code()));
        const auto texted = account.begin_factor(self, "sms");
        give(texted.token);
        kept.insert(world.sent_code());
        const auto app = account.begin_factor(self, "totp");
        give(app.token);
        kept.insert(app.key.value().reveal());
        give(world.ground().phones.start(
            {.slug = world.slug(), .phone = "+34600123456", .request_id = "test"}
        ));
    }

    void add_webhook(World& world) {
        desk::Webhooks webhooks(world.ground().database, world.ground().office.server_key, false);
        desk::WebhookWish wish;
        wish.url = "https://hook.example";
        const auto made = webhooks.create(world.token(invitation::Role::founder), wish);
        const std::string secret = made.secret.value().reveal();
        kept.insert(secret);
        kept.insert(secret.substr(std::string("whsec_").size()));
    }
};

}  // namespace

TEST_CASE("whoever reads the whole store finds no secret in it, and can make none") {
    // A database of its own: every word of it is tried.
    Ground ground(GENERATE(Kind::sqlite, Kind::postgresql));
    World world(ground);
    const Story story(world);
    const auto values = whole_store(world.ground().database);
    const auto words = words_of(values);
    // The net catches: the ids and hashes are there, and what was given out does open something.
    CHECK(words.contains(world.id()));
    for (const std::string& secret : story.given) {
        CHECK_FALSE(opened_by(world, secret).empty());
        CHECK_FALSE(words.contains(secret));
    }
    for (const std::string& secret : story.kept)
        CHECK_FALSE(words.contains(secret));
    std::string found;
    for (const std::string& word : words) {
        if (const auto what = opened_by(world, word); !what.empty()) found += what + ": " + word;
    }
    CHECK(found.empty());
    for (const std::string& secret : forged(world.id(), words)) {
        if (const auto what = opened_by(world, secret); !what.empty())
            found += what + ": " + secret;
    }
    CHECK(found.empty());
}

TEST_CASE("the story of the secrets leaves a row in every table that may hold one") {
    World world(each_ground());
    const Story story(world);
    for (const char* table :
         {"token",
          "session",
          "challenge",
          "second_factor",
          "webhook",
          "invitation",
          "delivery",
          "credential",
          "event"}) {
        CAPTURE(table);
        CHECK(count_rows(world.ground().database, table) > 0);
    }
}

TEST_CASE("no event, letter or answer that is kept holds a password") {
    World world(each_ground());
    const Story story(world);
    for (const std::string& value : whole_store(world.ground().database))
        CHECK(value.find(join_form().password.reveal()) == std::string::npos);
}

}  // namespace usher::test::secrets_test
