#include "store/challenges.hpp"

#include "base/id.hpp"

namespace usher::store {

namespace {

constexpr const char* challenge_columns =
    "id, kind, user_id, purpose, target, attempts, created_at, expires_at, proved_at";
constexpr std::size_t column_count = 9;
constexpr std::chrono::hours challenges_kept_for{24};

Challenge read_challenge(const Row& row) {
    return {
        .id = *row[0],
        .kind = *row[1],
        .user_id = row[2],
        .purpose = *row[3],
        .target = row[4],
        .attempts = std::stoul(*row[5]),
        .created_at = *row[6],
        .expires_at = *row[7],
        .proved_at = row[8]};
}

Parameters key(const std::string& organization_id, const std::string& id) {
    return {
        {"organization", organization_id},
        {"id",           id             }
    };
}

/// Of a statement that returns the columns of one row at most. Read to its end: SQLite
/// finishes an UPDATE ... RETURNING only then.
std::optional<Challenge> returned(
    Transaction& tx, const std::string& sql, const Parameters& parameters
) {
    const auto rows = tx.select(sql, parameters, column_count);
    if (rows.empty()) return std::nullopt;
    return read_challenge(rows.front());
}

}  // namespace

Challenge insert_challenge(
    Transaction& tx, const std::string& organization_id, const NewChallenge& wanted
) {
    Challenge made{
        .id = base::new_id(tx.now()),
        .kind = std::string(wanted.kind),
        .user_id = wanted.user_id,
        .purpose = wanted.purpose,
        .target = wanted.target,
        .attempts = 0,
        .created_at = base::to_text(tx.now()),
        .expires_at = base::to_text(tx.now() + wanted.lifetime),
        .proved_at = {}};
    tx.execute(
        "INSERT INTO challenge (organization_id, id, kind, user_id, purpose, target, attempts, "
        "created_at, expires_at) "
        "VALUES (:organization, :id, :kind, :user, :purpose, :target, 0, :created, :expires)",
        {
            {"organization", organization_id},
            {"id",           made.id        },
            {"kind",         made.kind      },
            {"user",         made.user_id   },
            {"purpose",      made.purpose   },
            {"target",       made.target    },
            {"created",      made.created_at},
            {"expires",      made.expires_at}
    }
    );
    return made;
}

std::optional<Challenge> find_challenge(
    Session& session, const std::string& organization_id, const std::string& id
) {
    const auto row = session.find(
        std::string("SELECT ") + challenge_columns +
            " FROM challenge WHERE organization_id = :organization AND id = :id",
        key(organization_id, id),
        column_count
    );
    if (!row) return std::nullopt;
    return read_challenge(*row);
}

std::optional<Challenge> take_attempt(
    Transaction& tx, const std::string& organization_id, const std::string& id, std::size_t most
) {
    Parameters parameters = key(organization_id, id);
    parameters.push_back({"most", std::to_string(most)});
    parameters.push_back({"now", base::to_text(tx.now())});
    return returned(
        tx,
        std::string("UPDATE challenge SET attempts = attempts + 1 "
                    "WHERE organization_id = :organization AND id = :id AND proved_at IS NULL "
                    "AND expires_at > :now AND attempts < CAST(:most AS $INTEGER) RETURNING "
        ) + challenge_columns,
        parameters
    );
}

bool prove_challenge(Transaction& tx, const std::string& organization_id, const std::string& id) {
    Parameters parameters = key(organization_id, id);
    parameters.push_back({"now", base::to_text(tx.now())});
    const auto changed = tx.execute(
        "UPDATE challenge SET proved_at = :now WHERE organization_id = :organization AND id = :id "
        "AND proved_at IS NULL AND expires_at > :now",
        parameters
    );
    return changed > 0;
}

std::optional<Challenge> replace_challenge(
    Transaction& tx, const std::string& organization_id, const Challenge& changed
) {
    Parameters parameters = key(organization_id, changed.id);
    parameters.push_back({"successor", base::new_id(tx.now())});
    parameters.push_back({"purpose", changed.purpose});
    parameters.push_back({"target", changed.target});
    parameters.push_back({"now", base::to_text(tx.now())});
    return returned(
        tx,
        std::string("UPDATE challenge SET id = :successor, purpose = :purpose, target = :target "
                    "WHERE organization_id = :organization AND id = :id AND proved_at IS NULL "
                    "AND expires_at > :now RETURNING "
        ) + challenge_columns,
        parameters
    );
}

void remove_challenge(Transaction& tx, const std::string& organization_id, const std::string& id) {
    tx.execute(
        "DELETE FROM challenge WHERE organization_id = :organization AND id = :id",
        key(organization_id, id)
    );
}

ChallengeCount count_challenges(
    Session& session,
    const std::string& organization_id,
    const std::string& user_id,
    std::string_view kind,
    base::Time since
) {
    const auto row = session.find(
        "SELECT COALESCE(SUM(attempts), 0), COUNT(*) FROM challenge "
        "WHERE organization_id = :organization AND created_at > :since AND user_id = :user "
        "AND kind = :kind",
        {
            {"organization", organization_id     },
            {"since",        base::to_text(since)},
            {"user",         user_id             },
            {"kind",         std::string(kind)   }
    },
        2
    );
    return {.attempts = std::stoul(*row->at(0)), .challenges = std::stoul(*row->at(1))};
}

void sweep_challenges(Transaction& tx, const std::string& organization_id) {
    tx.execute(
        "DELETE FROM challenge WHERE organization_id = :organization AND expires_at <= :ended",
        {
            {"organization", organization_id                              },
            {"ended",        base::to_text(tx.now() - challenges_kept_for)}
    }
    );
}

}  // namespace usher::store
