#include "tests/app/server.hpp"

#include <csignal>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

std::string output_of(const Arguments& arguments, const Variables& variables) {
    const Ended ended = run(arguments, variables);
    if (ended.status != 0) throw std::runtime_error(arguments.front() + ": " + ended.error);
    return ended.out;
}

}  // namespace

Server::Server(const std::string& database_url, Variables more) : variables_(std::move(more)) {
    variables_["USHER_DATABASE_URL"] = database_url;
    variables_["USHER_HTTP_LISTEN"] = "127.0.0.1:0";
    variables_["USHER_SECRET_KEY"] = "0123456789abcdef0123456789abcdef";
    output_of({"organization", "create", "acme", "--name", "Acme"}, variables_);
    const auto directory = nlohmann::json::parse(output_of(
        {"directory",
         "create",
         "--organization",
         "acme",
         "--name",
         "HR",
         "--on-create",
         "activate",
         "--json"},
        variables_
    ));
    scim_token_ = directory.at("token");
    headers_ = {
        {"Authorization", "Bearer " + scim_token_},
        {"Content-Type",  "application/scim+json"}
    };
    start();
}

std::string Server::admin_token(const std::string& role) const {
    return nlohmann::json::parse(
               output_of(
                   {"token", "create", "--organization", "acme", "--role", role, "--json"},
                   variables_
               )
    )
        .at("token");
}

void Server::kill() {
    program_->signal(SIGKILL);
    static_cast<void>(program_->wait());
}

void Server::start() {
    program_ = std::make_unique<Program>(Arguments{"serve"}, variables_);
    port_ = program_->port();
}

std::string Server::command(const Arguments& arguments) const {
    return output_of(arguments, variables_);
}

Answer Server::send(std::string_view method, const std::string& path, const std::string& body) {
    return HttpClient(port_).send(method, "/scim/v2" + path, headers_, body);
}

}  // namespace usher::test
