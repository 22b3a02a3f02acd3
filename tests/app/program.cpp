#include "tests/app/program.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace usher::test {

namespace {

constexpr std::chrono::milliseconds between_looks{10};
constexpr std::chrono::seconds patience{60};

std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> surroundings(const Variables& variables) {
    std::vector<std::string> all;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        if (!std::string_view(*variable).starts_with("USHER_")) all.emplace_back(*variable);
    }
    for (const auto& [name, value] : variables) {
        all.push_back(name + '=' + value);
    }
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (auto& text : texts) {
        all.push_back(text.data());
    }
    all.push_back(nullptr);
    return all;
}

pid_t start(const Arguments& arguments, const Variables& variables, const TemporaryFolder& folder) {
    std::vector<std::string> words{USHER_PROGRAM};
    words.insert(words.end(), arguments.begin(), arguments.end());
    auto settings = surroundings(variables);

    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    constexpr int create = O_WRONLY | O_CREAT | O_TRUNC;
    constexpr mode_t mode = 0600;
    const std::string out = folder.file("out");
    const std::string error = folder.file("error");
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), create, mode);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, error.c_str(), create, mode);
    pid_t child = -1;
    const int failure = posix_spawn(
        &child, USHER_PROGRAM, &files, nullptr, pointers(words).data(), pointers(settings).data()
    );
    posix_spawn_file_actions_destroy(&files);
    if (failure != 0) throw std::runtime_error("cannot start " USHER_PROGRAM);
    return child;
}

/// From the line "... serving ... port=N ...", as text or JSON.
std::optional<int> port_in(const std::string& log) {
    static const std::regex line(R"((?: serving |"serving").*port"?[=:](\d+))");
    std::smatch found;
    if (!std::regex_search(log, found, line)) return {};
    return std::stoi(found[1]);
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "usher_app_XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Program::Program(const Arguments& arguments, const Variables& variables)
    : child_(start(arguments, variables, folder_)) {}

Program::~Program() {
    if (!running()) return;
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
}

void Program::signal(int number) const {
    ::kill(child_, number);
}

bool Program::running() {
    if (child_ < 0) return false;
    if (::waitpid(child_, &wait_status_, WNOHANG) == 0) return true;
    child_ = -1;
    return false;
}

Ended Program::wait() {
    while (running()) {
        std::this_thread::sleep_for(between_looks);
    }
    constexpr int signal_base = 128;
    const int status =
        WIFEXITED(wait_status_) ? WEXITSTATUS(wait_status_) : signal_base + WTERMSIG(wait_status_);
    return {.status = status, .out = content(folder_.file("out")), .error = error()};
}

std::string Program::error() const {
    return content(folder_.file("error"));
}

int Program::port() {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        const bool alive = running();
        if (const auto port = port_in(error())) return *port;
        if (!alive) break;
        std::this_thread::sleep_for(between_looks);
    }
    throw std::runtime_error("the server does not serve: " + error());
}

Ended run(const Arguments& arguments, const Variables& variables) {
    return Program(arguments, variables).wait();
}

}  // namespace usher::test
