#include "store/sqlite_statistics.hpp"

#include <array>

namespace usher::store {

namespace {

/// "rows, then how many rows share the index's first column, first two, ..."
/// (sqlite.org/fileformat2.html#stat1tab).
struct Statistic {
    const char* table;
    const char* index;
    const char* shape;
};

// A table WITHOUT ROWID is itself the index of its key.
constexpr std::array statistics{
    Statistic{"resource",           "sqlite_autoindex_resource_1", "1000000 1000000 500000 1"               },
    Statistic{"attribute",          "attribute",                   "9000000 9000000 9000000 900000 2 1 1"   },
    Statistic{"attribute",          "attribute_of_resource",       "9000000 9000000 10"                     },
    Statistic{"attribute",          "attribute_unique",            "1000000 1000000 1000000 500000 500000 1"},
    Statistic{"membership",         "membership",                  "1000000 1000000 1000 1"                 },
    Statistic{"membership",         "membership_of_member",        "1000000 1000000 5 1 1"                  },
    Statistic{"invitation_request", "invitation_request_of_state", "1000000 1000000 500000 1"               },
    Statistic{"invitation_request", "invitation_request_pending",  "500000 500000 1"                        },
};

}  // namespace

bool has_statistics(Session& session) {
    const std::string table = "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'";
    if (!session.find(table, {}, 1)) return false;
    return session.select("SELECT idx FROM sqlite_stat1", {}, 1).size() == statistics.size();
}

void write_statistics(Transaction& tx) {
    tx.execute("ANALYZE", {});
    tx.execute("DELETE FROM sqlite_stat1", {});
    for (const Statistic& statistic : statistics) {
        tx.execute(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (:table, :index, :shape)",
            {
                {"table", statistic.table},
                {"index", statistic.index},
                {"shape", statistic.shape}
        }
        );
    }
}

}  // namespace usher::store
