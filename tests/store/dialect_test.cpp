#include "store/dialect.hpp"

#include <catch2/catch.hpp>

namespace dialect_test {

using usher::store::in_dialect;
using usher::store::Kind;

TEST_CASE("Named parameters are numbered in the order of their first occurrence") {
    const std::string sql = "SELECT :b, :a, :b WHERE x=:long_name_2";
    const auto postgresql = in_dialect(sql, Kind::postgresql);
    CHECK(postgresql.text == "SELECT :b, :a, $1 WHERE x=:long_name_2");
    CHECK(postgresql.names == std::vector<std::string>{"b", "a", "long_name_2"});
    const auto sqlite = in_dialect(sql, Kind::sqlite);
    CHECK(sqlite.text == "SELECT ?1, ?2, ?1 WHERE x=?3");
    CHECK(sqlite.names == postgresql.names);
}

TEST_CASE("In quotes, comments and casts there are no parameters") {
    const std::string quoted =
        "SELECT ':a', 'it''s :a $TEXT', \":a\", x::text, '09:05', $1 - 1 / 2";
    for (const Kind kind : {Kind::sqlite, Kind::postgresql}) {
        const auto translated = in_dialect(quoted + " -- :a 'x\n, /* :b $TEXT */ 3 :", kind);
        CHECK(translated.text == quoted + "  ,   3 :");
        CHECK(translated.names.empty());
    }
}

TEST_CASE("An unfinished quote or comment ends with the statement") {
    CHECK(in_dialect("SELECT 'a :b", Kind::sqlite).text == "SELECT 'a :b");
    CHECK(in_dialect("SELECT \"", Kind::sqlite).text == "SELECT \"");
    CHECK(in_dialect("SELECT 1-- x", Kind::sqlite).text == "SELECT 1 ");
    CHECK(in_dialect("SELECT 1/* :x", Kind::sqlite).text == "SELECT 1 ");
    CHECK(in_dialect("", Kind::sqlite).text.empty());
}

TEST_CASE("Tokens become what the database calls them") {
    const std::string sql = "$TEXT, $INTEGER, $POSITION(a, b) $FOR_UPDATE$CLUSTERED";
    CHECK(in_dialect(sql, Kind::sqlite).text == "text, integer, instr(a, b) WITHOUT ROWID");
    CHECK(
        in_dialect(sql, Kind::postgresql).text ==
        "text COLLATE \"C\", bigint, strpos(a, b) FOR UPDATE"
    );
    CHECK_THROWS_AS(in_dialect("SELECT $NONSENSE", Kind::sqlite), std::logic_error);
}

}  // namespace dialect_test
