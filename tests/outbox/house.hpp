// An organization on a fresh database, with an outbox whose ways out lead to real servers on
// loopback.
#pragma once

#include "base/log.hpp"
#include "outbox/dispatcher.hpp"
#include "outbox/worker.hpp"
#include "store/access.hpp"
#include "store/invitations.hpp"
#include "store/requests.hpp"
#include "tests/support/databases.hpp"
#include "tests/support/peer.hpp"

#include <atomic>
#include <memory>
#include <sstream>
#include <string>

namespace usher::test {

/// Stands still until it is moved.
class SteppedClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override { return now_.load(); }

    void set(const std::string& time) { now_ = base::time_from(time); }

    void advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }

  private:
    std::atomic<base::Time> now_{base::time_from("2026-11-25T10:00:00.000Z")};
};

/// Where things go. Empty: nowhere.
struct Routes {
    std::string mail = {};
    std::string sms = {};
    outbox::Reach webhooks = outbox::Reach::network;
};

/// A delivery as the store shows it.
struct Fate {
    std::string state;
    std::string detail;
    std::string next_at;
    std::string attempts;
};

class House {
  public:
    House(Kind kind, const Routes& routes);

    /// A registered user; `more` is merged into the SCIM document.
    std::string add_user(const std::string& email, const scim::Json& more);
    void join(const std::string& user_id);
    void deactivate(const std::string& user_id);
    /// An open invitation of that user to that address, for a week.
    std::string invite(const std::string& user_id, const std::string& email);
    void close(const std::string& invitation_id, std::string_view state);
    std::string request(const std::string& email, const std::string& name);
    /// A challenge for ten minutes; `kind` is one of the store's words.
    std::string challenge(
        const std::string& kind, const std::string& target, const std::string& user_id
    );
    void consent_to_sms(const std::string& user_id);
    void change_settings(const std::string& json);
    std::string add_webhook(const std::string& url, const std::vector<std::string>& actions);
    [[nodiscard]] std::string webhook_secret(const std::string& webhook_id);

    void queue(const event::Letter& letter);
    void queue_invitation(
        const std::string& invitation_id, event::Channel channel = event::Channel::mail
    );
    void happen(event::Action action, const event::Party& subject);

    /// Sends what is due, in both lanes; how many deliveries were handled.
    std::size_t work_off();
    /// The deliveries in the order in which they were queued.
    [[nodiscard]] std::vector<Fate> fates();
    /// The events called `action`, as their data.
    [[nodiscard]] std::vector<scim::Json> events(const std::string& action);

    [[nodiscard]] const std::string& organization() const { return organization_.id; }

    std::string url;
    SteppedClock clock;
    std::ostringstream log_text;
    base::Log log;
    store::Database database;
    base::Secret key{"0123456789abcdef0123456789abcdef"};
    std::unique_ptr<outbox::HttpPoster> http;
    std::unique_ptr<outbox::Mailer> mail;
    std::unique_ptr<outbox::SmsSender> sms;
    std::unique_ptr<outbox::Dispatcher> dispatcher;
    std::unique_ptr<outbox::Worker> worker;

  private:
    store::Organization organization_;
};

[[nodiscard]] std::string smtp_url(const Peer& server);
[[nodiscard]] std::string http_url(const Peer& server, const std::string& path);

}  // namespace usher::test
