// A fixed number of things, each lent to one thread at a time; the last returned goes out first.
#pragma once

#include "store/database.hpp"

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace usher::store {

/// Thread-safe. Outlives its leases.
template <class Thing>
class Pool {
  public:
    class Lease {
      public:
        Lease(Pool& pool, std::unique_ptr<Thing> thing) : pool_(pool), thing_(std::move(thing)) {}

        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        ~Lease() { pool_.give_back(std::move(thing_)); }

        Thing& operator*() const { return *thing_; }

        Thing* operator->() const { return thing_.get(); }

      private:
        Pool& pool_;
        std::unique_ptr<Thing> thing_;
    };

    explicit Pool(std::vector<std::unique_ptr<Thing>> things) : idle_(std::move(things)) {}

    /// Waits for an idle one. Throws Unavailable after `patience`.
    [[nodiscard]] Lease lend(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        if (!returned_.wait_for(lock, patience, [this] { return !idle_.empty(); })) {
            throw Unavailable("every database session is busy");
        }
        std::unique_ptr<Thing> thing = std::move(idle_.back());
        idle_.pop_back();
        return Lease(*this, std::move(thing));
    }

  private:
    void give_back(std::unique_ptr<Thing> thing) {
        {
            const std::lock_guard lock(mutex_);
            idle_.push_back(std::move(thing));  // no allocation: it came out of here
        }
        returned_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Thing>> idle_;
};

}  // namespace usher::store
