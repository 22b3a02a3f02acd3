// A throw-away Usher on a fresh database: made by the constructor, gone with the destructor.
#pragma once

#include "client/scim_client.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <sys/types.h>

namespace usher::bench {

/// A new folder for temporary files; deleted with all in it at the end.
class TemporaryFolder {
  public:
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// A fresh database: a SQLite file, or a PostgreSQL cluster by scripts/postgres.
class FreshDatabase {
  public:
    /// `kind` is "sqlite" or "postgresql"; throws std::invalid_argument for another.
    explicit FreshDatabase(const std::string& kind);
    FreshDatabase(const FreshDatabase&) = delete;
    FreshDatabase& operator=(const FreshDatabase&) = delete;
    ~FreshDatabase();

    [[nodiscard]] const std::string& url() const { return url_; }

  private:
    TemporaryFolder folder_;
    bool is_cluster_ = false;
    std::string url_;
};

class UsherProcess {
  public:
    /// Migrates a fresh database, makes an organization and a directory, serves on a free port and
    /// waits until it is ready. Throws std::runtime_error naming the step that failed.
    UsherProcess(const std::string& program, const std::string& database_kind);
    UsherProcess(const UsherProcess&) = delete;
    UsherProcess& operator=(const UsherProcess&) = delete;
    ~UsherProcess();

    [[nodiscard]] const Target& target() const { return target_; }

  private:
    FreshDatabase database_;
    Target target_;
    pid_t process_ = -1;
};

}  // namespace usher::bench
