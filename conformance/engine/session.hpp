// What all checks of a run share: the connection, the target, and everything that was created.
#pragma once

#include "conformance/engine/client.hpp"
#include "conformance/engine/target.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace usher::conformance {

class Session {
  public:
    Session(const Address& address, std::string mark);

    [[nodiscard]] Client& client() { return client_; }

    [[nodiscard]] Target& target() { return target_; }

    /// In every name that this run creates: "uc" and some random letters.
    [[nodiscard]] const std::string& mark() const { return mark_; }

    /// A text that no other call returns, with the mark in front.
    [[nodiscard]] std::string unique(std::string_view word);

    /// Remembers a resource to be deleted at the end ("/Users/2819c223"). Safe in any thread.
    void created(const std::string& path);
    void deleted(const std::string& path);

    /// Lets it live beyond its check: a fixture that others read.
    void keep(const std::string& path);

    /// Deletes what the check before has created, so that a run never holds many resources at once:
    /// lists stay short, and servers that stop mass deletions let it go on.
    void end_check();

    /// Deletes what is left, newest first, then what else bears the mark. Returns the paths that
    /// would not go.
    [[nodiscard]] std::vector<std::string> clean_up();

    /// Fixtures that several checks read and none changes, by name.
    [[nodiscard]] std::map<std::string, std::vector<Value>>& populations() { return populations_; }

  private:
    /// Whether it is gone.
    bool erase(const std::string& path);
    void sweep(const TypeDefinition& type, const std::string& attribute);

    Client client_;
    Target target_;
    std::string mark_;
    std::mutex mutex_;
    std::size_t names_ = 0;
    std::vector<std::string> created_;
    std::vector<std::string> kept_;
    std::vector<std::string> left_;  ///< would not go
    std::map<std::string, std::vector<Value>> populations_;
};

}  // namespace usher::conformance
