#include "app/secret_key.hpp"

#include <cerrno>
#include <fcntl.h>
#include <fstream>
#include <stdexcept>
#include <string>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace usher::app {

namespace {

constexpr std::size_t key_bytes = 32;
constexpr mode_t only_owner = S_IRUSR | S_IWUSR;

[[noreturn]] void fail(const std::string& doing, const std::filesystem::path& path) {
    throw std::system_error(errno, std::generic_category(), doing + ' ' + path.string());
}

class OpenFile {
  public:
    explicit OpenFile(int descriptor) : descriptor_(descriptor) {}

    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    ~OpenFile() { ::close(descriptor_); }

    [[nodiscard]] int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

void write_private_file(const std::filesystem::path& path, const std::string& text) {
    const int opened = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, only_owner);
    if (opened < 0) fail("cannot make", path);
    const OpenFile file(opened);
    const auto written = ::write(file.descriptor(), text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size()) || ::fsync(file.descriptor()) != 0) {
        fail("cannot write", path);
    }
}

}  // namespace

std::optional<std::filesystem::path> key_file(const base::Config& config) {
    constexpr std::string_view scheme = "sqlite:";
    const std::string_view url = config.database.url;
    if (config.secret_key || !url.starts_with(scheme)) return {};
    return std::filesystem::path(std::string(url.substr(scheme.size())) + ".key");
}

base::Secret read_key_file(const std::filesystem::path& path) {
    struct stat about {};

    if (::stat(path.c_str(), &about) != 0) fail("cannot read", path);
    if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        throw std::runtime_error(path.string() + " is open to others: run chmod 600 on it");
    }
    std::ifstream in(path, std::ios::binary);
    std::string line;
    std::getline(in, line);
    if (base::from_base64url(line).size() != key_bytes) {
        throw std::runtime_error(path.string() + " holds no key");
    }
    return base::Secret(line);
}

base::Secret require_key_file(const std::filesystem::path& path) {
    if (!std::filesystem::exists(path)) {
        // Linked into place whole, so that no other process reads half a key.
        constexpr std::size_t name_bytes = 8;
        const std::filesystem::path draft =
            path.string() + '.' + base::hex(base::random_bytes(name_bytes));
        write_private_file(draft, base::base64url(base::random_bytes(key_bytes)) + '\n');
        const bool placed = ::link(draft.c_str(), path.c_str()) == 0 || errno == EEXIST;
        const int reason = errno;
        std::filesystem::remove(draft);
        errno = reason;
        if (!placed) fail("cannot make", path);
    }
    return read_key_file(path);
}

}  // namespace usher::app
