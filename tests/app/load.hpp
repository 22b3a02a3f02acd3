// Clients that write at once and remember what they were told: each creates users, one after
// another, makes each a member of one group and PATCHes it a few times.
#pragma once

#include "tests/app/server.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace usher::test {

/// What was acknowledged of a user.
struct Acknowledged {
    std::string id;  ///< empty: the creation was not
    bool member = false;
    int title = 0;  ///< the last number that it was PATCHed to
};

class Load {
  public:
    /// Starts `clients` of them. User names start with `prefix`, which is of this load only.
    Load(const Server& server, std::string group_id, std::string prefix, int clients = 8);
    Load(const Load&) = delete;
    Load& operator=(const Load&) = delete;
    ~Load();

    /// Until this many more writes are acknowledged. Throws if that takes too long, or at the first
    /// complaint.
    void wait_for_writes(int count);
    /// Until this many more answers were 503; throws likewise.
    void wait_for_refusals(int count);

    /// Ends the clients: each when its request is answered or its server is gone.
    void stop();

    // After stop():

    /// Every user that was asked for, by user name.
    [[nodiscard]] const std::map<std::string, Acknowledged>& users() const { return users_; }

    /// Answers that no client should get.
    [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }

  private:
    class Client;

    void remember(const std::string& user_name, const Acknowledged& user);
    void complain(const std::string& text);
    [[nodiscard]] std::string first_complaint();
    void wait_until_reached(const std::atomic<int>& counter, int goal);

    Headers headers_;
    int port_;
    std::string group_id_;
    std::string prefix_;
    std::atomic<bool> stopping_{false};
    std::atomic<int> writes_{0};
    std::atomic<int> refusals_{0};
    std::mutex mutex_;
    std::map<std::string, Acknowledged> users_;
    std::vector<std::string> complaints_;
    std::vector<std::jthread> threads_;
};

}  // namespace usher::test
