#include "tests/support/peer.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

constexpr std::chrono::seconds peer_patience{60};

std::filesystem::path new_peer_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "usher-peer-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a folder");
    return pattern;
}

pid_t start(std::vector<std::string> words) {
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = fork();
    if (child == 0) {
        // What this process ignores, a child would ignore too.
        std::signal(SIGPIPE, SIG_DFL);
        execvp(arguments.front(), arguments.data());
        _exit(127);
    }
    return child;
}

std::string content_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Whether `holds` became true in time.
template <class Condition>
bool wait_until(const Condition& holds) {
    const auto deadline = std::chrono::steady_clock::now() + peer_patience;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
}

std::vector<std::string> command(
    const std::string& script,
    const std::filesystem::path& folder,
    const std::vector<std::string>& arguments
) {
    std::vector<std::string> words{
        "/usr/bin/python3",
        USHER_SOURCE_DIR "/tests/support/" + script,
        "--folder",
        folder.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

/// A socket on loopback, closed with its scope.
class LoopbackSocket {
  public:
    LoopbackSocket() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        address_.sin_family = AF_INET;
        address_.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }

    LoopbackSocket(const LoopbackSocket&) = delete;
    LoopbackSocket& operator=(const LoopbackSocket&) = delete;

    ~LoopbackSocket() { ::close(socket_); }

    int bind_anywhere() {
        socklen_t size = sizeof(address_);
        if (::bind(socket_, address(), size) != 0 || ::getsockname(socket_, address(), &size) != 0)
            throw std::runtime_error("no free port");
        return ntohs(address_.sin_port);
    }

    bool connect(int port) {
        address_.sin_port = htons(static_cast<std::uint16_t>(port));
        return ::connect(socket_, address(), sizeof(address_)) == 0;
    }

  private:
    sockaddr* address() { return reinterpret_cast<sockaddr*>(&address_); }

    int socket_;
    sockaddr_in address_{};
};

}  // namespace

Child::Child(std::vector<std::string> words) : process_(start(std::move(words))) {}

Child::~Child() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
}

int free_port() {
    return LoopbackSocket().bind_anywhere();
}

bool wait_for_listener(int port) {
    return wait_until([&] { return LoopbackSocket().connect(port); });
}

Peer::Peer(const std::string& script, const std::vector<std::string>& arguments)
    : folder_(new_peer_folder()), child_(command(script, folder_, arguments)) {
    if (!wait_until([&] { return std::filesystem::exists(folder_ / "port"); }))
        throw std::runtime_error(script + " does not listen");
    port_ = std::stoi(content_of(folder_ / "port"));
}

Peer::~Peer() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::vector<scim::Json> Peer::received() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<scim::Json> kept;
    for (const auto& file : files)
        kept.push_back(scim::Json::parse(content_of(file)));
    return kept;
}

std::vector<scim::Json> Peer::wait_for(std::size_t count) const {
    wait_until([&] { return received().size() >= count; });
    return received();
}

void Peer::leave(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
}

std::string header_of(const scim::Json& mail, const std::string& name) {
    for (const auto& header : mail.at("headers")) {
        if (header.at(0) == name) return header.at(1).get<std::string>();
    }
    return "";
}

}  // namespace usher::test
