#include "store/removals.hpp"

#include <algorithm>

namespace usher::store {

namespace {

Parameters scope_of(const DirectoryKey& directory) {
    return {
        {"organization", directory.organization_id},
        {"directory",    directory.directory_id   }
    };
}

Parameters scope_of(const DirectoryKey& directory, std::string_view name, Value value) {
    Parameters parameters = scope_of(directory);
    parameters.push_back({name, std::move(value)});
    return parameters;
}

/// The ordinal at one end of the removals since `since`; 0 if there are none.
std::size_t ordinal_at(
    Session& session, const DirectoryKey& directory, base::Time since, bool first
) {
    static const std::string ordinals =
        "SELECT ordinal FROM directory_removal WHERE organization_id = :organization "
        "AND directory_id = :directory AND at >= :since ";
    static const std::string forward = ordinals + "ORDER BY at, ordinal LIMIT 1";
    static const std::string backward = ordinals + "ORDER BY at DESC, ordinal DESC LIMIT 1";
    const auto row = session.find(
        first ? forward : backward, scope_of(directory, "since", base::to_text(since)), 1
    );
    return row ? std::stoull(*row->at(0)) : 0;
}

/// The moment of this unit of work, or of the last removal if that is later: units of work that
/// waited for each other began in another order, and ordinals must rise with the time.
std::string not_before_the_last(Transaction& tx, const DirectoryKey& directory) {
    const auto row = tx.find(
        "SELECT at FROM directory_removal WHERE organization_id = :organization "
        "AND directory_id = :directory ORDER BY at DESC LIMIT 1",
        scope_of(directory),
        1
    );
    const std::string now = base::to_text(tx.now());
    return row ? std::max(now, *row->at(0)) : now;
}

std::size_t count_now(Session& session, const DirectoryKey& directory, base::Time since) {
    const auto row = session.find(
        "SELECT (SELECT count(*) FROM resource WHERE organization_id = :organization "
        "AND directory_id = :directory AND type = 'User') + "
        "(SELECT count(*) FROM directory_removal WHERE organization_id = :organization "
        "AND directory_id = :directory AND at >= :since AND deleted = 1)",
        scope_of(directory, "since", base::to_text(since)),
        1
    );
    return std::stoull(*row->at(0));
}

}  // namespace

GuardState lock_guard_state(Transaction& tx, const DirectoryKey& directory) {
    const auto row = tx.find(
        "SELECT paused_at, guard_released_until FROM directory WHERE organization_id = "
        ":organization AND id = :directory $FOR_UPDATE",
        scope_of(directory),
        2
    );
    if (!row) return {};
    return {
        .paused = row->at(0).has_value(),
        .released = row->at(1) && *row->at(1) > base::to_text(tx.now())};
}

std::size_t count_removals_with(
    Transaction& tx, const DirectoryKey& directory, const std::string& user_id, base::Time since
) {
    Parameters parameters = scope_of(directory, "user", user_id);
    parameters.push_back({"since", base::to_text(since)});
    const auto known = tx.find(
        "SELECT ordinal FROM directory_removal WHERE organization_id = :organization "
        "AND directory_id = :directory AND user_id = :user AND at >= :since",
        parameters,
        1
    );
    const std::size_t last = ordinal_at(tx, directory, since, false);
    const std::size_t counted = last == 0 ? 0 : last - ordinal_at(tx, directory, since, true) + 1;
    return known ? counted : counted + 1;
}

void record_removal(
    Transaction& tx,
    const DirectoryKey& directory,
    const std::string& user_id,
    bool deleted,
    base::Time since
) {
    tx.execute(
        "DELETE FROM directory_removal WHERE organization_id = :organization "
        "AND directory_id = :directory AND at < :since",
        scope_of(directory, "since", base::to_text(since))
    );
    const std::size_t last = ordinal_at(tx, directory, since, false);
    Parameters parameters = scope_of(directory, "user", user_id);
    parameters.push_back({"now", not_before_the_last(tx, directory)});
    parameters.push_back({"ordinal", std::to_string(last + 1)});
    parameters.push_back({"deleted", deleted ? "1" : "0"});
    tx.execute(
        "INSERT INTO directory_removal (organization_id, directory_id, user_id, at, ordinal, "
        "deleted) VALUES (:organization, :directory, :user, :now, :ordinal, :deleted) "
        "ON CONFLICT (organization_id, directory_id, user_id) DO UPDATE SET deleted = "
        "excluded.deleted",
        parameters
    );
}

std::size_t count_managed(
    Transaction& tx, const DirectoryKey& directory, base::Time since, std::size_t doubtful
) {
    const auto cached = tx.find(
        "SELECT managed_users FROM directory WHERE organization_id = :organization "
        "AND id = :directory AND managed_counted_at >= :since",
        scope_of(directory, "since", base::to_text(since)),
        1
    );
    if (cached && cached->at(0)) {
        const std::size_t counted = std::stoull(*cached->at(0));
        if (counted >= doubtful) return counted;
    }
    const std::size_t counted = count_now(tx, directory, since);
    Parameters parameters = scope_of(directory, "users", std::to_string(counted));
    parameters.push_back({"now", base::to_text(tx.now())});
    tx.execute(
        "UPDATE directory SET managed_users = :users, managed_counted_at = :now "
        "WHERE organization_id = :organization AND id = :directory",
        parameters
    );
    return counted;
}

void pause_directory(Transaction& tx, const DirectoryKey& directory, const std::string& reason) {
    Parameters parameters = scope_of(directory, "now", base::to_text(tx.now()));
    parameters.push_back({"reason", reason});
    tx.execute(
        "UPDATE directory SET paused_at = :now, pause_reason = :reason, guard_released_until = "
        "NULL WHERE organization_id = :organization AND id = :directory",
        parameters
    );
}

bool release_directory(Transaction& tx, const DirectoryKey& directory, base::Time until) {
    const std::size_t released = tx.execute(
        "UPDATE directory SET paused_at = NULL, pause_reason = NULL, guard_released_until = "
        ":until, managed_counted_at = NULL WHERE organization_id = :organization "
        "AND id = :directory AND paused_at IS NOT NULL",
        scope_of(directory, "until", base::to_text(until))
    );
    if (released == 0) return false;
    tx.execute(
        "DELETE FROM directory_removal WHERE organization_id = :organization "
        "AND directory_id = :directory",
        scope_of(directory)
    );
    return true;
}

}  // namespace usher::store
