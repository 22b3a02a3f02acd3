// Prepared statements, kept: SOCI itself keeps none, and preparing costs three round trips.
//
// Not thread-safe: a cache belongs to one connection and dies before it.
#pragma once

#include "store/database.hpp"
#include "store/dialect.hpp"

#include <cstddef>
#include <functional>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

#include <soci/soci.h>

namespace usher::store {

/// Takes a row (and may move out of it); false ends the reading.
using RowSink = std::function<bool(Row&)>;

/// One prepared statement with its buffers, which SOCI reads and fills by address.
class Statement {
  public:
    /// Prepares `sql` on `session`, for results of `columns` columns (0: no result). On PostgreSQL
    /// rows have no buffers: the connection reads them from libpq's result, where they lie already.
    Statement(soci::session& session, DialectSql sql, Kind kind, std::size_t columns);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Parameters that the statement does not mention are passed over. Throws
    /// std::invalid_argument if one is missing or given twice, or holds U+0000, where SOCI would
    /// cut the text off in silence.
    void bind(const Parameters& parameters);
    /// Runs it up to its first row; returns whether there is one.
    bool execute();
    /// After execute(): hands every row of the buffers to `sink`.
    void each_row(const RowSink& sink);
    /// After execute() of a statement without columns.
    [[nodiscard]] std::size_t changed_rows();
    /// Lets go of the bound values.
    void clear();

    bool in_use = false;

    [[nodiscard]] std::size_t columns() const { return columns_; }

    [[nodiscard]] soci::details::statement_backend* backend() { return statement_.get_backend(); }

  private:
    [[nodiscard]] Row row();

    std::size_t columns_;
    std::unordered_map<std::string, std::size_t> positions_;
    std::vector<std::string> inputs_;
    std::vector<soci::indicator> input_indicators_;
    std::vector<std::string> outputs_;
    std::vector<soci::indicator> output_indicators_;
    soci::statement statement_;
};

/// The statements of one connection, by their text before translation; the least recently used
/// one goes when there are too many.
class StatementCache {
  public:
    StatementCache(soci::session& session, Kind kind, std::size_t capacity)
        : session_(session), kind_(kind), capacity_(capacity) {}

    /// The statement for `sql`, prepared now if it is not kept yet.
    Statement& get(const std::string& sql, std::size_t columns);
    void erase(const std::string& sql);
    void clear();

  private:
    struct Entry {
        Entry(const std::string& text, soci::session& session, Kind kind, std::size_t columns)
            : sql(text), statement(session, in_dialect(text, kind), kind, columns) {}

        std::string sql;
        Statement statement;
    };

    soci::session& session_;
    Kind kind_;
    std::size_t capacity_;
    std::list<Entry> entries_;  // the most recently used one first
    std::unordered_map<std::string_view, std::list<Entry>::iterator> by_sql_;
};

}  // namespace usher::store
