#include "tests/support/whole_store.hpp"

#include <vector>

namespace usher::test {

namespace {

std::vector<std::string> names(
    store::Session& session, const std::string& sql, const store::Parameters& parameters
) {
    std::vector<std::string> all;
    for (const auto& row : session.select(sql, parameters, 1))
        all.push_back(row.at(0).value());
    return all;
}

std::vector<std::string> tables(store::Session& session) {
    if (session.kind() == store::Kind::sqlite) {
        return names(session, "SELECT name FROM sqlite_master WHERE type = 'table'", {});
    }
    return names(
        session,
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'",
        {}
    );
}

std::vector<std::string> columns(store::Session& session, const std::string& table) {
    if (session.kind() == store::Kind::sqlite) {
        return names(session, "SELECT name FROM pragma_table_info('" + table + "')", {});
    }
    return names(
        session,
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = :table",
        {
            {"table", table}
    }
    );
}

}  // namespace

std::set<std::string> whole_store(store::Database& database) {
    return database.read([](store::Session& session) {
        std::set<std::string> values;
        for (const std::string& table : tables(session)) {
            for (const std::string& column : columns(session, table)) {
                const std::string sql =
                    "SELECT CAST(t." + column + " AS TEXT) FROM " + table + " t";
                session.each(sql, {}, 1, [&](const store::Row& row) {
                    if (row.at(0)) values.insert(*row.at(0));
                    return true;
                });
            }
        }
        return values;
    });
}

std::size_t count_rows(store::Database& database, const std::string& table) {
    return database.read([&](store::Session& session) {
        const auto row = session.find("SELECT COUNT(*) FROM " + table + " t", {}, 1);
        return static_cast<std::size_t>(std::stoul(row.value().at(0).value()));
    });
}

}  // namespace usher::test
