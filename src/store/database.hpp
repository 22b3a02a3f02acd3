// The database: sessions with prepared statements, reads, and change(): the one way to write.
//
// One SQL text serves SQLite and PostgreSQL: `:name` parameters, text in and text out, a few tokens
// replaced by the dialect ($FOR_UPDATE, $TEXT, see dialect.hpp). All values are bound, never
// spliced; U+0000 in one, a parameter that is missing or given twice is std::invalid_argument;
// what the statement does not mention is passed over. Thread-safety: Database may be used from any
// thread; a Session or Transaction belongs to the thread that it was handed to, for the duration
// of the call. SOCI's error texts hold bound values: they end here, neither logged nor sent.
#pragma once

#include "base/clock.hpp"
#include "event/event.hpp"
#include "event/letter.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace usher::store {

/// NULL or text. Integers and times travel as text too.
using Value = std::optional<std::string>;
using Row = std::vector<Value>;

/// A named parameter. The order of `Parameters` is free; a name may be used several times in the
/// SQL.
struct Parameter {
    std::string_view name;
    Value value;
};

using Parameters = std::vector<Parameter>;

enum class Kind { sqlite, postgresql };

/// How long a client is asked to wait before it tries again what was Unavailable.
inline constexpr std::chrono::seconds retry_when_unavailable{5};

/// The database cannot be reached, is too busy or is shutting down; nothing of the current call was
/// committed, or (ambiguous) it is not known whether a commit was. HTTP: 503 with Retry-After.
class Unavailable : public std::runtime_error {
  public:
    explicit Unavailable(const std::string& what, bool maybe_committed = false);

    [[nodiscard]] bool ambiguous() const { return ambiguous_; }

  private:
    bool ambiguous_;
};

/// A statement failed for another reason. The text names the SQLSTATE or SQLite code and the
/// statement's text, never values.
class StatementFailed : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// One connection, for reading. Statements are prepared once and kept.
class Session {
  public:
    virtual ~Session() = default;

    /// Runs `sql` and returns every row. `columns` is how many each row has.
    [[nodiscard]] std::vector<Row> select(
        const std::string& sql, const Parameters& parameters, std::size_t columns
    );
    /// As select(), handing each row on as it comes; `each_row` returns false to stop early. Rows
    /// may all have been fetched before. `each_row` may run other statements, not this one.
    void each(
        const std::string& sql,
        const Parameters& parameters,
        std::size_t columns,
        const std::function<bool(const Row&)>& each_row
    );
    /// The first row, if there is one.
    [[nodiscard]] std::optional<Row> find(
        const std::string& sql, const Parameters& parameters, std::size_t columns
    );
    [[nodiscard]] virtual Kind kind() const = 0;

  protected:
    /// Hands every row to `sink`, which may move out of it, until that returns false. Returns how
    /// many rows were changed if there are no columns.
    virtual std::size_t run(
        const std::string& sql,
        const Parameters& parameters,
        std::size_t columns,
        const std::function<bool(Row&)>& sink
    ) = 0;
};

/// A session inside a write transaction. After a statement has failed, none runs any more and
/// nothing is committed, even if the body catches the exception.
class Transaction : public Session {
  public:
    /// Runs a statement without result; returns how many rows it changed.
    std::size_t execute(const std::string& sql, const Parameters& parameters);

    /// Holds `names` until the transaction ends: of several units of work that lock a name, one
    /// goes on and the others wait. Call it before anything else that may wait. For rules about
    /// rows that may not exist yet ("nobody has this address"), where no row can be locked. Names
    /// are made by store/locks.hpp. SQLite has one writer: nothing to do.
    virtual void lock(std::vector<std::string> names) = 0;

    /// The moment of this unit of work: the same for all that it writes.
    [[nodiscard]] base::Time now() const { return now_; }

  protected:
    explicit Transaction(base::Time now) : now_(now) {}

  private:
    base::Time now_;
};

/// What a change brings with it, written in its transaction: one event per change, and what must
/// leave for people.
struct Effects {
    std::vector<event::Event> events;
    std::vector<event::Letter> letters;

    /// Adds `more` after what is here.
    void append(Effects more);
};

/// What a unit of work returns to change(): the caller's value, and its effects.
template <class Value>
struct Outcome {
    Value value;
    std::vector<event::Event> events;
    std::vector<event::Letter> letters = {};
};

struct DatabaseOptions {
    /// "sqlite:PATH" or "postgresql://user:password@host:port/name?options", percent-encoded.
    std::string url;
    std::size_t read_sessions = 4;
    std::size_t write_sessions = 8;  ///< PostgreSQL; SQLite has one writer
};

/// Counters for /metrics.
struct DatabaseCounters {
    std::uint64_t commits = 0;     ///< units of work
    std::uint64_t batches = 0;     ///< commits that carried them; SQLite: fewer under load
    std::uint64_t rollbacks = 0;   ///< units of work
    std::uint64_t retries = 0;     ///< units of work run again after a conflict
    std::uint64_t reconnects = 0;  ///< connections replaced because they were lost
    std::uint64_t waiting = 0;     ///< SQLite: units of work in the queue now
};

class Engine;

class Database {
  public:
    /// Connects when there is something to do: a PostgreSQL that is away is no error here, see
    /// ping(). Throws std::invalid_argument for a URL it cannot read, naming the part.
    /// `clock` must outlive it.
    Database(DatabaseOptions options, const base::Clock& clock);
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    [[nodiscard]] Kind kind() const;

    /// Runs `body` with a read session (each statement its own snapshot), again once on a fresh
    /// connection if it was lost. Throws Unavailable.
    template <class Body>
    auto read(Body&& body) -> decltype(body(std::declval<Session&>())) {
        using Result = decltype(body(std::declval<Session&>()));
        std::optional<Result> result;
        with_reader([&](Session& session) { result.emplace(body(session)); });
        return std::move(*result);
    }

    /// Runs `body` in one write transaction; records the events and letters that it returns,
    /// commits, returns the value. If anything throws, nothing happened. `body` may run again after
    /// a serialization conflict or a lost connection before COMMIT: keep it free of outside
    /// effects. SQLite: many bodies share one commit, each in a savepoint, on the writer's thread;
    /// the call returns after the commit, and a body must not call change() itself.
    template <class Body>
    auto change(Body&& body) {
        using Result = decltype(body(std::declval<Transaction&>()).value);
        std::optional<Result> result;
        with_writer([&](Transaction& tx) {
            auto outcome = body(tx);
            result.emplace(std::move(outcome.value));
            return Effects{
                .events = std::move(outcome.events), .letters = std::move(outcome.letters)};
        });
        return std::move(*result);
    }

    /// Whether the database answers now.
    [[nodiscard]] bool ping();
    [[nodiscard]] DatabaseCounters counters() const;

    /// For migrate only: `body` alone, on its own connection, holding the migration lock.
    void exclusively(const std::function<void(Transaction&)>& body);

  private:
    void with_reader(const std::function<void(Session&)>& body);
    void with_writer(const std::function<Effects(Transaction&)>& body);

    std::unique_ptr<Engine> engine_;
};

}  // namespace usher::store
