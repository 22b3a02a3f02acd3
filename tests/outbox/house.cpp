#include "tests/outbox/house.hpp"

#include "base/id.hpp"
#include "invitation/webhook_secret.hpp"
#include "store/people.hpp"
#include "store/resources.hpp"
#include "store/webhooks.hpp"

#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

using store::Outcome;
using store::Transaction;

template <class Body>
void change(store::Database& database, const Body& body) {
    database.change([&](Transaction& tx) {
        body(tx);
        return Outcome<bool>{.value = true, .events = {}};
    });
}

}  // namespace

House::House(Kind kind, const Routes& routes)
    : url(fresh_database_url(kind)),
      log(
          base::Config::Logging{
},
          clock,
          log_text
      ),
      database({.url = url}, clock),
      http(outbox::make_http_poster({.whole = std::chrono::seconds(2)})),
      mail(outbox::make_mailer({.url = routes.mail})),
      sms(outbox::make_sms_sender(routes.sms, *http)),
      dispatcher(std::make_unique<outbox::Dispatcher>(
          outbox::Surroundings{database, clock, log},
          outbox::Ways{*mail, *sms, *http},
          key,
          outbox::DispatchOptions{
              .letters =
                  {.public_url = "https://usher.example.org", .mail_from = "usher@example.org"},
              .webhook_reach = routes.webhooks,
              .schedule = {.attempts = 4},
              .chance = [] { return 0.5; }}
      )),
      worker(
          std::make_unique<outbox::Worker>(outbox::Surroundings{database, clock, log}, *dispatcher)
      ),
      organization_(store::create_organization(database, "acme", "Acme").value()) {}

std::string House::add_user(const std::string& email, const scim::Json& more) {
    store::StoredResource user;
    user.id = base::new_id(clock.now());
    scim::Json document{
        {"userName", email                                            },
        {"emails",   {{{"value", email}, {"primary", true}}}          },
        {"name",     {{"givenName", "Ana"}, {"familyName", "García"}}}
    };
    document.update(more);
    user.document = scim::to_text(document);
    change(database, [&](Transaction& tx) {
        static_cast<void>(store::insert_resource(tx, organization(), "User", user, {}));
    });
    return user.id;
}

void House::join(const std::string& user_id) {
    change(database, [&](Transaction& tx) {
        store::Value joined_at;
        store::mark_joined(tx, organization(), user_id, joined_at);
    });
}

void House::deactivate(const std::string& user_id) {
    change(database, [&](Transaction& tx) {
        auto user = store::lock_resource(tx, organization(), "User", user_id).value();
        user.active = false;
        static_cast<void>(store::update_resource(tx, organization(), "User", user, {}, {}));
    });
}

std::string House::invite(const std::string& user_id, const std::string& email) {
    store::Invitation invitation;
    invitation.id = base::new_id(clock.now());
    invitation.user_id = user_id;
    invitation.email = email;
    invitation.channels = {"email", "sms"};
    invitation.counters = {
        {"email", 1},
        {"sms",   1}
    };
    invitation.created_by = {.kind = "user", .id = "admin"};
    invitation.created_at = base::to_text(clock.now());
    invitation.expires_at = base::to_text(clock.now() + std::chrono::hours(7 * 24));
    change(database, [&](Transaction& tx) {
        static_cast<void>(store::insert_invitation(tx, organization(), invitation));
    });
    return invitation.id;
}

void House::close(const std::string& invitation_id, std::string_view state) {
    change(database, [&](Transaction& tx) {
        const auto open = store::find_invitation(tx, organization(), invitation_id).value();
        static_cast<void>(store::close_invitation(
            tx, organization(), open, {.state = state, .reason = {}, .via = {}}
        ));
    });
}

std::string House::request(const std::string& email, const std::string& name) {
    store::InvitationRequest wish;
    wish.id = base::new_id(clock.now());
    wish.email = email;
    wish.email_key = email;
    wish.name = name;
    wish.created_at = base::to_text(clock.now());
    change(database, [&](Transaction& tx) {
        static_cast<void>(store::insert_request(tx, organization(), wish));
    });
    return wish.id;
}

std::string House::challenge(
    const std::string& kind, const std::string& target, const std::string& user_id
) {
    const std::string id = base::new_id(clock.now());
    change(database, [&](Transaction& tx) {
        tx.execute(
            "INSERT INTO challenge (organization_id, id, kind, user_id, purpose, target, "
            "created_at, expires_at) VALUES (:organization, :id, :kind, :user, '{}', :target, "
            ":now, :end)",
            {
                {"organization", organization()                                       },
                {"id",           id                                                   },
                {"kind",         kind                                                 },
                {"user",         user_id                                              },
                {"target",       target                                               },
                {"now",          base::to_text(clock.now())                           },
                {"end",          base::to_text(clock.now() + std::chrono::minutes(10))}
        }
        );
    });
    return id;
}

void House::consent_to_sms(const std::string& user_id) {
    change(database, [&](Transaction& tx) {
        auto person = store::person_of(tx, organization(), user_id);
        person.user_id = user_id;
        person.sms_consent_at = base::to_text(clock.now());
        store::store_person(tx, organization(), person);
    });
}

void House::change_settings(const std::string& json) {
    change(database, [&](Transaction& tx) {
        auto row = store::lock_organization_row(tx, organization()).value();
        row.settings = json;
        store::update_organization_row(tx, row);
    });
}

std::string House::add_webhook(const std::string& at, const std::vector<std::string>& actions) {
    store::Webhook webhook;
    webhook.id = base::new_id(clock.now());
    webhook.url = at;
    webhook.actions = actions;
    webhook.sealed_secret = invitation::seal_webhook_secret(
        invitation::webhook_key(key), {organization(), webhook.id}, invitation::new_webhook_secret()
    );
    change(database, [&](Transaction& tx) { store::insert_webhook(tx, organization(), webhook); });
    return webhook.id;
}

std::string House::webhook_secret(const std::string& webhook_id) {
    const auto webhook = database.read([&](store::Session& session) {
        return store::find_webhook(session, organization(), webhook_id).value();
    });
    return invitation::open_webhook_secret(
               invitation::webhook_key(key), {organization(), webhook_id}, webhook.sealed_secret
    )
        .value()
        .reveal();
}

void House::queue(const event::Letter& letter) {
    database.change([&](Transaction&) {
        return Outcome<bool>{.value = true, .events = {}, .letters = {letter}};
    });
}

void House::queue_invitation(const std::string& invitation_id, event::Channel channel) {
    queue({
        .organization_id = organization(),
        .channel = channel,
        .kind = event::LetterKind::invitation,
        .subject = {.kind = "invitation", .id = invitation_id}
    });
}

void House::happen(event::Action action, const event::Party& subject) {
    database.change([&](Transaction&) {
        return Outcome<bool>{
            .value = true,
            .events = {{
                .organization_id = organization(),
                .action = action,
                .actor = {.kind = "user", .id = "admin"},
                .subject = subject,
                .data = R"({"attributes":["título"]})",
                .request_id = "r1",
            }}};
    });
}

std::size_t House::work_off() {
    return worker->work_off(store::Lane::letters) + worker->work_off(store::Lane::webhooks);
}

std::vector<Fate> House::fates() {
    return database.read([&](store::Session& session) {
        std::vector<Fate> fates;
        for (const auto& row : session.select(
                 "SELECT state, detail, next_at, attempts FROM delivery "
                 "WHERE organization_id = :organization ORDER BY id",
                 {
                     {"organization", organization()}
        },
                 4
             )) {
            fates.push_back(
                {.state = row[0].value(),
                 .detail = row[1].value_or(""),
                 .next_at = row[2].value(),
                 .attempts = row[3].value()}
            );
        }
        return fates;
    });
}

std::vector<scim::Json> House::events(const std::string& action) {
    return database.read([&](store::Session& session) {
        std::vector<scim::Json> data;
        for (const auto& row : session.select(
                 "SELECT data FROM event WHERE organization_id = :organization "
                 "AND action = :action ORDER BY id",
                 {
                     {"organization", organization()},
                     {"action",       action        }
        },
                 1
             ))
            data.push_back(scim::parse_json(row[0].value()));
        return data;
    });
}

std::string smtp_url(const Peer& server) {
    return "smtp://127.0.0.1:" + std::to_string(server.port());
}

std::string http_url(const Peer& server, const std::string& path) {
    return "http://127.0.0.1:" + std::to_string(server.port()) + path;
}

}  // namespace usher::test
