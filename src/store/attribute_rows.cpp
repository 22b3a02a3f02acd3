#include "store/attribute_rows.hpp"

#include "store/binder.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace usher::store {

namespace {

constexpr std::size_t rows_per_statement = 64;

using Entries = std::vector<IndexEntry>::const_iterator;

std::vector<Row> insert_piece(
    Transaction& tx, const AttributeOwner& owner, Entries first, Entries last
) {
    Binder binder;
    const std::string organization = binder.bind(owner.organization_id);
    const std::string type = binder.bind(owner.type);
    const std::string resource = binder.bind(owner.resource_id);
    std::string sql =
        "INSERT INTO attribute (organization_id, type, path, fold, resource_id, ordinal, "
        "unique_in) "
        "VALUES ";
    for (Entries entry = first; entry != last; ++entry) {
        if (entry != first) sql += ", ";
        sql += "(" + organization + ", " + type + ", " + binder.bind(entry->path) + ", " +
               binder.bind(entry->fold) + ", " + resource + ", " + std::to_string(entry->ordinal) +
               ", " + binder.bind(entry->unique_in) + ")";
    }
    // A row that is not returned met the unique index: somebody else has that value.
    sql += " ON CONFLICT DO NOTHING RETURNING path, fold";
    return tx.select(sql, binder.parameters(), 2);
}

void delete_paths(
    Transaction& tx, const AttributeOwner& owner, const std::vector<std::string>& paths
) {
    if (paths.empty()) return;
    Binder binder;
    const std::string organization = binder.bind(owner.organization_id);
    const std::string resource = binder.bind(owner.resource_id);
    tx.execute(
        "DELETE FROM attribute WHERE organization_id = " + organization +
            " AND resource_id = " + resource + " AND path IN " + binder.bind_list(paths),
        binder.parameters()
    );
}

/// The paths whose entries differ, each once, in order.
std::vector<std::string> changed_paths(
    std::vector<IndexEntry> before, std::vector<IndexEntry> after
) {
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    std::vector<IndexEntry> different;
    std::set_symmetric_difference(
        before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(different)
    );
    std::vector<std::string> paths;
    for (const IndexEntry& entry : different) {
        if (paths.empty() || paths.back() != entry.path) paths.push_back(entry.path);
    }
    return paths;
}

}  // namespace

std::optional<std::string> insert_attribute_rows(
    Transaction& tx, const AttributeOwner& owner, const std::vector<IndexEntry>& entries
) {
    for (std::size_t at = 0; at < entries.size(); at += rows_per_statement) {
        const auto first = entries.begin() + static_cast<std::ptrdiff_t>(at);
        const auto size = std::min(rows_per_statement, entries.size() - at);
        const auto last = first + static_cast<std::ptrdiff_t>(size);
        const std::vector<Row> inserted = insert_piece(tx, owner, first, last);
        if (inserted.size() == size) continue;
        std::set<std::pair<std::string, std::string>> done;
        for (const Row& row : inserted)
            done.emplace(*row[0], *row[1]);
        const auto taken = std::find_if(first, last, [&](const IndexEntry& entry) {
            return !done.contains({entry.path, entry.fold});
        });
        if (taken != last) return taken->path;
    }
    return std::nullopt;
}

std::optional<std::string> replace_attribute_rows(
    Transaction& tx,
    const AttributeOwner& owner,
    const std::vector<IndexEntry>& before,
    const std::vector<IndexEntry>& after
) {
    std::vector<std::string> with_old_rows;
    std::vector<IndexEntry> added;
    for (const std::string& path : changed_paths(before, after)) {
        const auto here = [&](const IndexEntry& entry) { return entry.path == path; };
        if (std::any_of(before.begin(), before.end(), here)) with_old_rows.push_back(path);
        std::copy_if(after.begin(), after.end(), std::back_inserter(added), here);
    }
    delete_paths(tx, owner, with_old_rows);
    return insert_attribute_rows(tx, owner, added);
}

}  // namespace usher::store
