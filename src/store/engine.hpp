// What Database asks of the two engines behind it.
#pragma once

#include "store/database.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace usher::store {

using Reading = std::function<void(Session&)>;
using UnitOfWork = std::function<Effects(Transaction&)>;

/// Thread-safe. The contracts are those of Database.
class Engine {
  public:
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    virtual ~Engine() = default;

    [[nodiscard]] virtual Kind kind() const = 0;
    virtual void with_reader(const Reading& body) = 0;
    virtual void with_writer(const UnitOfWork& body) = 0;
    virtual void exclusively(const std::function<void(Transaction&)>& body) = 0;
    [[nodiscard]] virtual DatabaseCounters counters() const = 0;
};

/// `options.url` begins with "sqlite:".
[[nodiscard]] std::unique_ptr<Engine> sqlite_engine(
    const DatabaseOptions& options, const base::Clock& clock
);
/// `options.url` begins with "postgresql://" or "postgres://".
[[nodiscard]] std::unique_ptr<Engine> postgresql_engine(
    const DatabaseOptions& options, const base::Clock& clock
);

}  // namespace usher::store
