// A `usher serve` with an organization and a directory of its own on a migrated database; it can
// be killed and started again.
#pragma once

#include "tests/app/program.hpp"
#include "tests/support/http_client.hpp"

#include <memory>
#include <string>

namespace usher::test {

class Server {
  public:
    explicit Server(const std::string& database_url, Variables more = {});

    /// The end that no process sees coming.
    void kill();
    void start();

    /// Of the process that runs now.
    [[nodiscard]] int port() const { return port_; }

    /// What every SCIM request carries.
    [[nodiscard]] const Headers& headers() const { return headers_; }

    /// What a command prints that runs beside the server, on its database. Throws unless it ends
    /// well.
    [[nodiscard]] std::string command(const Arguments& arguments) const;

    /// Of the directory.
    [[nodiscard]] const std::string& scim_token() const { return scim_token_; }

    /// A new admin token of the organization.
    [[nodiscard]] std::string admin_token(const std::string& role = "account_admin") const;

    /// One request of a client that comes and goes, to `path` below /scim/v2.
    Answer send(std::string_view method, const std::string& path, const std::string& body = {});

    /// What the process that runs now has logged.
    [[nodiscard]] std::string log() const { return program_->error(); }

  private:
    Variables variables_;
    std::string scim_token_;
    Headers headers_;
    std::unique_ptr<Program> program_;
    int port_ = 0;
};

}  // namespace usher::test
