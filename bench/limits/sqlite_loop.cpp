// The SQLite limit: one thread, one connection, nothing but the statements of a recorded unit of
// work, each unit in a transaction of its own that is on the disk when COMMIT returns.
#include "limits/unit_of_work.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>
#include <memory>
#include <sqlite3.h>
#include <stdexcept>

namespace usher::bench {
namespace {

struct Options {
    std::string database;
    std::string unit;
    std::size_t count = 1'000;
    std::size_t first = 0;   ///< the person of the first unit of work
    std::size_t people = 0;  ///< 0: a new person each; else people come round again
    std::size_t unique = 0;  ///< where numbers that must be new begin
};

struct CloseDatabase {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
};

struct FinalizeStatement {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;

void require(bool done, sqlite3* database) {
    if (!done) throw std::runtime_error(std::string("SQLite: ") + sqlite3_errmsg(database));
}

Database open(const std::string& file) {
    sqlite3* opened = nullptr;
    const int result = sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
    Database database(opened);
    require(result == SQLITE_OK, database.get());
    constexpr auto pragmas =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";
    require(sqlite3_exec(opened, pragmas, nullptr, nullptr, nullptr) == SQLITE_OK, opened);
    return database;
}

Statement prepare(sqlite3* database, const std::string& sql) {
    sqlite3_stmt* prepared = nullptr;
    const auto size = static_cast<int>(sql.size());
    require(
        sqlite3_prepare_v2(database, sql.c_str(), size, &prepared, nullptr) == SQLITE_OK, database
    );
    return Statement(prepared);
}

/// Runs a prepared statement to its end; returns how many rows it gave.
std::size_t run(sqlite3* database, sqlite3_stmt* statement) {
    std::size_t rows = 0;
    int result = sqlite3_step(statement);
    for (; result == SQLITE_ROW; result = sqlite3_step(statement))
        ++rows;
    require(result == SQLITE_DONE, database);
    sqlite3_reset(statement);
    return rows;
}

class Loop {
  public:
    explicit Loop(const Options& options)
        : options_(options),
          unit_(read_unit_of_work(options.unit)),
          database_(open(options.database)),
          begin_(prepare(database_.get(), "BEGIN IMMEDIATE")),
          commit_(prepare(database_.get(), "COMMIT")) {
        for (const auto& recorded : unit_)
            statements_.push_back(prepare(database_.get(), recorded.sql));
    }

    /// Runs all units of work; returns how many a second.
    double run_all() {
        const auto start = std::chrono::steady_clock::now();
        for (std::size_t index = 0; index < options_.count; ++index) {
            const auto offset = options_.people == 0 ? index : index * 7'919 % options_.people;
            run_unit(options_.first + offset, options_.unique + index);
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        return static_cast<double>(options_.count) / took.count();
    }

  private:
    void run_unit(std::size_t person, std::size_t unique) {
        run(database_.get(), begin_.get());
        for (std::size_t index = 0; index < unit_.size(); ++index) {
            auto* statement = statements_[index].get();
            bind(statement, unit_[index].parameters, person, unique);
            run(database_.get(), statement);
        }
        run(database_.get(), commit_.get());
    }

    void bind(
        sqlite3_stmt* statement,
        const std::vector<Template>& parameters,
        std::size_t person,
        std::size_t unique
    ) {
        for (std::size_t index = 0; index < parameters.size(); ++index) {
            const auto position = static_cast<int>(index) + 1;
            if (!parameters[index]) {
                sqlite3_bind_null(statement, position);
                continue;
            }
            const auto text = fill(*parameters[index], person, unique);
            const auto size = static_cast<int>(text.size());
            const int result =
                sqlite3_bind_text(statement, position, text.data(), size, SQLITE_TRANSIENT);
            require(result == SQLITE_OK, database_.get());
        }
    }

    const Options& options_;
    UnitOfWork unit_;
    Database database_;
    Statement begin_;
    Statement commit_;
    std::vector<Statement> statements_;
};

}  // namespace
}  // namespace usher::bench

int main(int argc, char** argv) {
    using namespace usher::bench;
    Options options;
    CLI::App app{"Repeats a recorded unit of work on SQLite, one durable transaction each."};
    app.add_option("--database", options.database, "SQLite file")->required();
    app.add_option("--unit", options.unit, "recorded unit of work, JSON")->required();
    app.add_option("--count", options.count, "how many")->capture_default_str();
    app.add_option("--first", options.first, "number of the first person")->capture_default_str();
    app.add_option("--people", options.people, "take turns among so many; 0: a new one each");
    app.add_option("--unique", options.unique, "where numbers that must be new begin");
    CLI11_PARSE(app, argc, argv);
    try {
        std::cout << Loop(options).run_all() << '\n';
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "sqlite_loop: " << error.what() << '\n';
        return 1;
    }
}
