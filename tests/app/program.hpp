// The usher program as a process of its own: run to its end, or running until it is told to stop.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace usher::test {

using Arguments = std::vector<std::string>;
/// Settings of the child; no other USHER_ variable reaches it.
using Variables = std::map<std::string, std::string>;

struct Ended {
    int status = -1;  ///< of exit(); 128 and the signal's number if one ended it
    std::string out;
    std::string error;
};

/// A new folder that goes with this value.
class TemporaryFolder {
  public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] std::string file(const std::string& name) const {
        return (path_ / name).string();
    }

  private:
    std::filesystem::path path_;
};

class Program {
  public:
    Program(const Arguments& arguments, const Variables& variables);
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;
    ~Program();  ///< kills what still runs

    void signal(int number) const;
    [[nodiscard]] Ended wait();

    /// What stands on standard error so far.
    [[nodiscard]] std::string error() const;
    /// The port that `serve` says it answers on. Throws if it ends or does not say so in time.
    [[nodiscard]] int port();

  private:
    [[nodiscard]] bool running();

    TemporaryFolder folder_;
    pid_t child_ = -1;
    int wait_status_ = 0;
};

/// Runs the program to its end.
[[nodiscard]] Ended run(const Arguments& arguments, const Variables& variables = {});

}  // namespace usher::test
