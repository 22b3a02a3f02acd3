#include "store/database.hpp"

#include "store/engine.hpp"

#include <iterator>

namespace usher::store {

namespace {

std::unique_ptr<Engine> engine_for(const DatabaseOptions& options, const base::Clock& clock) {
    if (options.read_sessions == 0 || options.write_sessions == 0) {
        throw std::invalid_argument("a database needs a session to read and one to write");
    }
    const std::string& url = options.url;
    if (url.starts_with("sqlite:")) return sqlite_engine(options, clock);
    if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
        return postgresql_engine(options, clock);
    }
    throw std::invalid_argument("the database URL must begin with \"sqlite:\" or \"postgresql://\""
    );
}

}  // namespace

Unavailable::Unavailable(const std::string& what, bool maybe_committed)
    : std::runtime_error(what), ambiguous_(maybe_committed) {}

void Effects::append(Effects more) {
    std::move(more.events.begin(), more.events.end(), std::back_inserter(events));
    std::move(more.letters.begin(), more.letters.end(), std::back_inserter(letters));
}

std::vector<Row> Session::select(
    const std::string& sql, const Parameters& parameters, std::size_t columns
) {
    std::vector<Row> rows;
    run(sql, parameters, columns, [&rows](Row& row) {
        rows.push_back(std::move(row));
        return true;
    });
    return rows;
}

void Session::each(
    const std::string& sql,
    const Parameters& parameters,
    std::size_t columns,
    const std::function<bool(const Row&)>& each_row
) {
    run(sql, parameters, columns, [&each_row](Row& row) { return each_row(row); });
}

std::optional<Row> Session::find(
    const std::string& sql, const Parameters& parameters, std::size_t columns
) {
    std::optional<Row> found;
    run(sql, parameters, columns, [&found](Row& row) {
        if (!found) found = std::move(row);
        return true;  // to the end: SQLite completes an INSERT ... RETURNING only there
    });
    return found;
}

std::size_t Transaction::execute(const std::string& sql, const Parameters& parameters) {
    return run(sql, parameters, 0, [](Row&) { return true; });
}

Database::Database(DatabaseOptions options, const base::Clock& clock)
    : engine_(engine_for(options, clock)) {}

Database::~Database() = default;

Kind Database::kind() const {
    return engine_->kind();
}

bool Database::ping() {
    try {
        return read([](Session& session) { return session.find("SELECT 1", {}, 1).has_value(); });
    } catch (const Unavailable&) {
        return false;
    }
}

DatabaseCounters Database::counters() const {
    return engine_->counters();
}

void Database::exclusively(const std::function<void(Transaction&)>& body) {
    engine_->exclusively(body);
}

void Database::with_reader(const std::function<void(Session&)>& body) {
    engine_->with_reader(body);
}

void Database::with_writer(const std::function<Effects(Transaction&)>& body) {
    engine_->with_writer(body);
}

}  // namespace usher::store
