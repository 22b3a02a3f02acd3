#include "store/soci_session.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace usher::store {

namespace {

constexpr std::size_t names_per_statement = 4;
constexpr std::array<std::string_view, names_per_statement> lock_parameters{"n1", "n2", "n3", "n4"};
const std::string lock_names =
    "SELECT pg_advisory_xact_lock(hashtextextended(:n1, 0))::text || "
    "pg_advisory_xact_lock(hashtextextended(:n2, 0))::text || "
    "pg_advisory_xact_lock(hashtextextended(:n3, 0))::text || "
    "pg_advisory_xact_lock(hashtextextended(:n4, 0))::text";

}  // namespace

class Connection::Use {
  public:
    Use(Connection& connection, Statement& statement)
        : connection_(connection), statement_(statement) {
        if (statement.in_use) {
            throw std::logic_error("a statement run again while its rows are being read");
        }
        statement.in_use = true;
    }

    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    ~Use() {
        connection_.release(statement_);
        statement_.clear();
        statement_.in_use = false;
    }

  private:
    Connection& connection_;
    Statement& statement_;
};

std::size_t Connection::run(
    const std::string& sql, const Parameters& parameters, std::size_t columns, const RowSink& sink
) {
    std::size_t affected = 0;
    try {
        Statement& statement = statements_.get(sql, columns);
        const Use use(*this, statement);
        statement.bind(parameters);
        const bool any = statement.execute();
        if (columns == 0) {
            affected = statement.changed_rows();
        } else if (any) {
            each_row(statement, sink);
        }
    } catch (const soci::soci_error& error) {
        fail(error, sql);
    }
    return affected;
}

void Connection::each_row(Statement& statement, const RowSink& sink) {
    statement.each_row(sink);
}

void WriteTransaction::require_intact() const {
    if (!intact_) throw StatementFailed("a statement of this unit of work has failed before");
}

void WriteTransaction::lock(std::vector<std::string> names) {
    if (kind() == Kind::sqlite || names.empty()) return;
    // In one order for everybody, so that two who want the same names cannot hold one each.
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (std::size_t at = 0; at < names.size(); at += names_per_statement) {
        Parameters parameters;
        for (std::size_t i = 0; i < names_per_statement; ++i) {
            // The last one again, which costs nothing: one statement for every number of names.
            parameters.push_back({lock_parameters.at(i), names[std::min(at + i, names.size() - 1)]}
            );
        }
        (void)find(lock_names, parameters, 1);
    }
}

std::size_t WriteTransaction::run(
    const std::string& sql,
    const Parameters& parameters,
    std::size_t columns,
    const std::function<bool(Row&)>& sink
) {
    require_intact();
    intact_ = false;
    const std::size_t affected = connection_.run(sql, parameters, columns, sink);
    intact_ = true;
    return affected;
}

}  // namespace usher::store
