// An organization's rows on their way out of one database and into another (`usher export`,
// `usher import`).
//
// What may travel is a list of tables and columns, here; nothing of a file is ever taken for a
// name. Secrets stay: tokens, sessions, second factors, webhooks (their secrets are sealed with the
// server's key), and what is only of the moment: deliveries, jobs, logs.
#pragma once

#include "store/database.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace usher::store {

struct TransferColumn {
    std::string_view name;
    bool number = false;
};

/// A table without its organization_id. The first `key_size` columns are the rest of its key, and
/// the order in which its rows travel.
struct TransferTable {
    std::string_view name;
    std::size_t key_size;
    std::span<const TransferColumn> columns;
};

/// In an order in which what is referred to comes first.
[[nodiscard]] std::span<const TransferTable> transferred_tables();

/// The tables with an organization_id that stay where they are.
[[nodiscard]] std::span<const std::string_view> staying_tables();

/// Hands on each row of an organization, in the order of the key, a page at a time.
void each_row_of(
    Database& database,
    const std::string& organization_id,
    const TransferTable& table,
    const std::function<void(const Row&)>& each
);

/// Inserts rows, each with a value for every column.
void insert_rows(
    Transaction& tx,
    const std::string& organization_id,
    const TransferTable& table,
    const std::vector<Row>& rows
);

/// Whether an organization has no row yet that travels, but events.
[[nodiscard]] bool is_empty_organization(Session& session, const std::string& organization_id);

/// Forgets that the organization was created, before its real history comes.
void remove_events(Transaction& tx, const std::string& organization_id);

}  // namespace usher::store
