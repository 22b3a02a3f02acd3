// A table of the tests' own, and the few things that most of them do with it.
#pragma once

#include "base/clock.hpp"
#include "store/database.hpp"
#include "tests/support/databases.hpp"

#include <string>
#include <vector>

namespace usher::store {

using Events = std::vector<event::Event>;

inline const std::string insert_note = "INSERT INTO note (id, body) VALUES (:id, :body)";

inline void create_notes(Database& database) {
    database.exclusively([](Transaction& tx) {
        tx.execute(
            "CREATE TABLE note (id $TEXT NOT NULL PRIMARY KEY, body $TEXT, "
            "count $INTEGER NOT NULL DEFAULT 0)",
            {}
        );
    });
}

inline void add_note(Database& database, const std::string& id, const Value& body = "") {
    database.change([&](Transaction& tx) {
        tx.execute(
            insert_note,
            {
                {"id",   id  },
                {"body", body}
        }
        );
        return Outcome<int>{.value = 0, .events = {}};
    });
}

inline std::vector<std::string> note_ids(Database& database) {
    return database.read([](Session& session) {
        std::vector<std::string> ids;
        for (const Row& row : session.select("SELECT id FROM note ORDER BY id", {}, 1)) {
            ids.push_back(row[0].value());
        }
        return ids;
    });
}

/// A database of one kind with the table.
struct Notes {
    explicit Notes(Kind kind, std::size_t sessions = 4)
        : url(test::fresh_database_url(kind)),
          database({.url = url, .read_sessions = sessions, .write_sessions = sessions}, clock) {
        create_notes(database);
    }

    base::SystemClock clock;
    std::string url;
    Database database;
};

}  // namespace usher::store
