#include "client/usher_process.hpp"

#include <arpa/inet.h>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace usher::bench {
namespace {

/// Runs a shell command and returns what it printed. Throws unless it succeeds.
std::string output_of(const std::string& command) {
    FILE* pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot run: " + command);
    std::string output;
    std::array<char, 4096> buffer{};
    while (const auto size = std::fread(buffer.data(), 1, buffer.size(), pipe))
        output.append(buffer.data(), size);
    if (const int status = pclose(pipe); status != 0)
        throw std::runtime_error("failed: " + command);
    while (output.ends_with('\n'))
        output.pop_back();
    return output;
}

std::string postgres_script() {
    return USHER_SOURCE_DIR "/scripts/postgres";
}

int free_port() {
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* any = reinterpret_cast<sockaddr*>(&address);
    if (bind(listener, any, size) != 0 || getsockname(listener, any, &size) != 0)
        address.sin_port = 0;
    close(listener);
    return ntohs(address.sin_port);
}

void set_environment(const char* name, const std::string& value) {
    setenv(name, value.c_str(), 1);
}

pid_t start(const std::string& program, const char* command) {
    const pid_t process = fork();
    if (process == 0) {
        execl(program.c_str(), program.c_str(), command, nullptr);
        _exit(127);
    }
    return process;
}

void wait_until_ready(const std::string& origin, pid_t process) {
    ScimClient probe({.url = origin, .token = ""});
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (std::chrono::steady_clock::now() < deadline) {
        if (waitpid(process, nullptr, WNOHANG) == process)
            throw std::runtime_error("usher serve ended at once");
        try {
            if (probe.send("GET", "/readyz").status == 200) return;
        } catch (const std::runtime_error&) {
            // Not listening yet.
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("usher serve is not ready after 20 s");
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    auto pattern = (std::filesystem::temp_directory_path() / "usher-bench-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("cannot make a temporary folder like " + pattern);
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

FreshDatabase::FreshDatabase(const std::string& kind) {
    const auto place = folder_.path() / "database";
    if (kind == "sqlite") {
        url_ = "sqlite:" + place.string();
    } else if (kind == "postgresql") {
        // PostgreSQL runs as a user of its own where we are root; it must reach its files.
        std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
        url_ = output_of(postgres_script() + " start " + place.string() + " --durable");
        is_cluster_ = true;
    } else {
        throw std::invalid_argument("no database \"" + kind + "\": sqlite or postgresql");
    }
}

FreshDatabase::~FreshDatabase() {
    if (is_cluster_) {
        const auto stop = postgres_script() + " stop " + (folder_.path() / "database").string();
        if (std::system(stop.c_str()) != 0) std::fputs("PostgreSQL did not stop\n", stderr);
    }
}

UsherProcess::UsherProcess(const std::string& program, const std::string& database_kind)
    : database_(database_kind) {
    const auto address = "127.0.0.1:" + std::to_string(free_port());
    const auto origin = "http://" + address;
    set_environment("USHER_HTTP_LISTEN", address);
    set_environment("USHER_PUBLIC_URL", origin);
    set_environment("USHER_DATABASE_URL", database_.url());
    set_environment("USHER_LOG_LEVEL", "warning");

    output_of(program + " migrate");
    output_of(program + " organization create demo --name Demo --json");
    const auto directory = nlohmann::json::parse(output_of(
        program + " directory create --organization demo --name bench --on-create activate --json"
    ));
    target_ = {.url = directory.at("scim_url"), .token = directory.at("token")};
    process_ = start(program, "serve");
    wait_until_ready(origin, process_);
}

UsherProcess::~UsherProcess() {
    if (process_ <= 0) return;
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
}

}  // namespace usher::bench
