#include "tests/support/test_server.hpp"

#include "base/log.hpp"
#include "http/api/session_cookie.hpp"
#include "store/access.hpp"
#include "store/sessions.hpp"
#include "tests/support/databases.hpp"
#include "usher/scim/schema.hpp"

#include <mutex>
#include <ostream>
#include <stdexcept>
#include <streambuf>

#include <catch2/catch.hpp>

namespace usher::test {

namespace {

scim::Registry load_registry() {
    const auto embedded = scim::embedded_schema_files();
    std::vector<scim::SchemaFile> files(embedded.begin(), embedded.end());
    for (auto& file : scim::read_schema_files(USHER_SOURCE_DIR "/tests/support/schemas")) {
        files.push_back(std::move(file));
    }
    return scim::Registry::load(files);
}

http::ServerOptions on_any_port(http::ServerOptions options) {
    options.front.port = 0;
    return options;
}

std::string name_of(store::Kind kind) {
    return kind == store::Kind::sqlite ? "sqlite" : "postgresql";
}

std::string next_slug() {
    static std::atomic<int> count{0};
    return "organization-" + std::to_string(++count);
}

}  // namespace

/// Text that several threads write and another reads.
class SharedText : public std::streambuf {
  public:
    [[nodiscard]] std::string text() {
        const std::lock_guard lock(mutex_);
        return text_;
    }

  protected:
    std::streamsize xsputn(const char* text, std::streamsize size) override {
        const std::lock_guard lock(mutex_);
        text_.append(text, static_cast<std::size_t>(size));
        return size;
    }

    int_type overflow(int_type character) override {
        const std::lock_guard lock(mutex_);
        text_ += traits_type::to_char_type(character);
        return character;
    }

  private:
    std::mutex mutex_;
    std::string text_;
};

base::Time TestClock::now() const {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now() + ahead_.load()
    );
}

void TestClock::advance(std::chrono::seconds by) {
    ahead_ = ahead_.load() + by;
}

struct TestServer::Parts {
    Parts(store::Kind of_kind, http::ServerOptions options)
        : kind(of_kind),
          registry(load_registry()),
          log(base::Config::Logging{.level = base::LogLevel::debug}, clock, log_stream),
          database(store::DatabaseOptions{.url = fresh_database_url(of_kind)}, clock),
          server(on_any_port(std::move(options)), database, registry, clock, log, key) {
        server.listen();
        server.start();
    }

    store::Kind kind;
    TestClock clock;
    SharedText log_text;
    std::ostream log_stream{&log_text};
    base::Secret key{std::string(32, 'k')};
    scim::Registry registry;
    base::Log log;
    store::Database database;
    http::Server server;
};

TestServer::TestServer(store::Kind kind, http::ServerOptions options)
    : parts_(std::make_unique<Parts>(kind, std::move(options))) {}

TestServer::~TestServer() {
    parts_->server.drain(std::chrono::seconds(1));
}

Tenant TestServer::new_organization(const std::string& dialect) {
    const auto organization = store::create_organization(database(), next_slug(), "Test");
    if (!organization) {
        throw std::runtime_error("the organization's slug is taken");
    }
    return new_directory(organization->slug, dialect);
}

ApiClient TestServer::new_admin(const std::string& slug, const std::string& role) {
    const auto organization = store::find_organization(database(), slug);
    if (!organization) {
        throw std::runtime_error("no organization " + slug);
    }
    const auto token =
        store::create_admin_token(database(), *organization, role, std::chrono::hours(1));
    return {port(), bearer(token.text.reveal())};
}

ApiClient TestServer::signed_in(const std::string& slug, const std::string& user_id) {
    const auto organization = store::find_organization(database(), slug);
    if (!organization) {
        throw std::runtime_error("no organization " + slug);
    }
    const auto session = database().change([&](store::Transaction& tx) {
        return store::Outcome<store::IssuedSession>{
            .value = store::create_session(tx, organization->id, user_id, std::chrono::hours(1)),
            .events = {}};
    });
    return {
        port(),
        {{"Cookie", std::string(http::session_cookie_name(false)) + "=" + session.secret.reveal()},
            {std::string(http::csrf_header),
          http::csrf_token(base::derive_key(parts_->key, "csrf"), session.id)}}
    };
}

Tenant TestServer::new_directory(const std::string& slug, const std::string& dialect) {
    const auto organization = store::find_organization(database(), slug);
    if (!organization) {
        throw std::runtime_error("no organization " + slug);
    }
    const auto created = store::create_directory(
        database(),
        *organization,
        {.id = {}, .name = "Test", .on_create = "activate", .dialect = dialect}
    );
    return {
        .organization_slug = slug,
        .directory_id = created.directory.id,
        .client = {name_of(parts_->kind) + "/" + dialect, port(), created.token.text.reveal()},
    };
}

ScimClient TestServer::another(const Tenant& tenant) const {
    return {name_of(parts_->kind), port(), tenant.client.token()};
}

int TestServer::port() const {
    return parts_->server.port();
}

TestClock& TestServer::clock() {
    return parts_->clock;
}

store::Database& TestServer::database() {
    return parts_->database;
}

const scim::Registry& TestServer::registry() {
    return parts_->registry;
}

std::string TestServer::log() const {
    return parts_->log_text.text();
}

TestServer& shared_server(store::Kind kind) {
    if (kind == store::Kind::sqlite) {
        static TestServer sqlite(kind);
        return sqlite;
    }
    static TestServer postgresql(kind);
    return postgresql;
}

store::Kind each_database() {
    return GENERATE(store::Kind::sqlite, store::Kind::postgresql);
}

ScimClient each_directory(const std::string& dialect) {
    return shared_server(each_database()).new_organization(dialect).client;
}

}  // namespace usher::test
