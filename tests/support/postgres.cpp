#include "tests/support/postgres.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <libpq-fe.h>
#include <memory>
#include <stdexcept>

namespace usher::test {

namespace {

std::string output_of(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run " + command);
    std::string output;
    std::array<char, 256> buffer{};
    while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) {
        output += buffer.data();
    }
    if (pclose(pipe) != 0) throw std::runtime_error("failed: " + command);
    return output.substr(0, output.find_last_not_of('\n') + 1);
}

std::string script(
    const std::string& command, const std::filesystem::path& folder, const std::string& option = ""
) {
    return output_of(
        USHER_SOURCE_DIR "/scripts/postgres " + command + " '" + folder.string() + "' " + option
    );
}

// Not in the temporary folder of the user who runs the tests: as root, the server's user has to
// get at it, and the path of a socket is at most 107 characters long.
std::filesystem::path new_cluster_folder() {
    std::string name = "/tmp/usher-pg-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create " + name);
    return name;
}

}  // namespace

Cluster::Cluster(Durability durability) : folder_(new_cluster_folder()) {
    url_ = script("start", folder_, durability == Durability::full ? "--durable" : "");
}

Cluster::~Cluster() {
    try {
        script("stop", folder_);
    } catch (const std::exception& error) {
        std::fputs(error.what(), stderr);
    }
}

void Cluster::crash() {
    script("crash", folder_);
}

void Cluster::restart() {
    script("restart", folder_);
}

const std::string& shared_cluster() {
    static const char* const given = std::getenv("USHER_TEST_POSTGRESQL_URL");
    static const std::unique_ptr<Cluster> own =
        given == nullptr ? std::make_unique<Cluster>() : nullptr;
    static const std::string url = own ? own->url() : given;
    return url;
}

std::string postgresql(const std::string& url, const std::string& sql) {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(url.c_str()), PQfinish
    );
    PQsetNoticeReceiver(
        connection.get(), [](void*, const PGresult*) {}, nullptr
    );
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), sql.c_str()), PQclear
    );
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        throw std::runtime_error(PQerrorMessage(connection.get()));
    }
    return PQntuples(result.get()) == 0 ? "" : PQgetvalue(result.get(), 0, 0);
}

std::string with_database(const std::string& url, const std::string& name) {
    const std::size_t path = url.find('/', url.find("://") + 3);
    const std::size_t query = std::min(url.find('?'), url.size());
    return url.substr(0, path + 1) + name + url.substr(query);
}

}  // namespace usher::test
