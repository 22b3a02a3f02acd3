// A whole Usher in this process: fresh database, the built-in schemas and tests/support/schemas,
// a real socket on a free port.
//
// Starting one is slow beside a request, so that programs share one for each database: a case gets
// an organization of its own on it, which is all the isolation it needs.
#pragma once

#include "base/clock.hpp"
#include "http/server.hpp"
#include "store/database.hpp"
#include "tests/support/api_client.hpp"
#include "tests/support/scim_client.hpp"

#include <atomic>
#include <chrono>
#include <memory>
#include <string>

namespace usher::test {

/// The system's time and what tests have added to it.
class TestClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override;
    void advance(std::chrono::seconds by);

  private:
    std::atomic<std::chrono::seconds> ahead_{std::chrono::seconds::zero()};
};

/// A directory: who may speak to the server, and how.
struct Tenant {
    std::string organization_slug;
    std::string directory_id;
    ScimClient client;
};

class TestServer {
  public:
    explicit TestServer(store::Kind kind, http::ServerOptions options = {});
    TestServer(const TestServer&) = delete;
    TestServer& operator=(const TestServer&) = delete;
    ~TestServer();

    /// A new organization with one directory, which activates whom it creates.
    Tenant new_organization(const std::string& dialect = "strict");
    /// Another directory of the organization called `slug`.
    Tenant new_directory(const std::string& slug, const std::string& dialect = "strict");
    /// An admin token's client for the organization called `slug`.
    ApiClient new_admin(const std::string& slug, const std::string& role = "founder");
    /// A client with a session of the user, as after signing in.
    ApiClient signed_in(const std::string& slug, const std::string& user_id);
    /// A second client with the same token, for another thread.
    ScimClient another(const Tenant& tenant) const;

    [[nodiscard]] int port() const;
    [[nodiscard]] TestClock& clock();
    [[nodiscard]] store::Database& database();
    [[nodiscard]] const scim::Registry& registry();
    /// All that was logged so far.
    [[nodiscard]] std::string log() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// The server that this program shares, started when first asked for.
[[nodiscard]] TestServer& shared_server(store::Kind kind);

/// Both databases, one after the other: the rest of the test case runs once for each.
[[nodiscard]] store::Kind each_database();

/// A directory of a new organization on the shared server of each database.
[[nodiscard]] ScimClient each_directory(const std::string& dialect = "strict");

}  // namespace usher::test
