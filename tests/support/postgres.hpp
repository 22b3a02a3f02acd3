// A throw-away PostgreSQL for tests, through scripts/postgres.
#pragma once

#include <filesystem>
#include <string>

namespace usher::test {

/// A cluster of its own, for tests that stop or break it. Deleted afterwards.
class Cluster {
  public:
    enum class Durability { none, full };

    explicit Cluster(Durability durability = Durability::none);
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;
    ~Cluster();

    /// Of the database "postgres", for a superuser.
    [[nodiscard]] const std::string& url() const { return url_; }

    /// Without warning, as a crash does it.
    void crash();
    /// Brings it back, after a crash() or causing one; same URL, same data.
    void restart();

  private:
    std::filesystem::path folder_;
    std::string url_;
};

/// The superuser's URL of the cluster that this run of the tests shares: USHER_TEST_POSTGRESQL_URL
/// if scripts/test has set it, otherwise one started now and stopped when the program ends.
[[nodiscard]] const std::string& shared_cluster();

/// Runs `sql` on the database at `url`; returns the first value of the result, or "". Throws
/// std::runtime_error with the server's words.
std::string postgresql(const std::string& url, const std::string& sql);

/// `url` with another database's name.
[[nodiscard]] std::string with_database(const std::string& url, const std::string& name);

}  // namespace usher::test
