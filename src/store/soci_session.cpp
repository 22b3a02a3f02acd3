#include "store/soci_session.hpp"

#include <stdexcept>

namespace usher::store {

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
        affected = statement.run(sink);
    } catch (const soci::soci_error& error) {
        fail(error, sql);
    }
    return affected;
}

void WriteTransaction::require_intact() const {
    if (!intact_) throw StatementFailed("a statement of this unit of work has failed before");
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
