// An organization's directories and their tokens, as an admin sees and changes them.
#pragma once

#include "store/access.hpp"
#include "store/database.hpp"

#include <optional>
#include <string>
#include <vector>

namespace usher::store {

struct DirectoryRecord {
    Directory directory;
    std::string created_at;
    Value paused_at;
    Value pause_reason;
    Value guard_released_until;
    Value last_request_at;
};

struct TokenRecord {
    std::string id;
    std::string created_at;
    Value expires_at;
    Value last_used_at;
};

/// In the order of creation. An organization has few.
[[nodiscard]] std::vector<DirectoryRecord> list_directories(
    Session& session, const std::string& organization_id
);
/// nullopt: there is none, or it was deleted.
[[nodiscard]] std::optional<DirectoryRecord> find_directory(
    Session& session, const std::string& organization_id, const std::string& id
);
/// As find_directory(), holding the row until the transaction ends.
[[nodiscard]] std::optional<DirectoryRecord> lock_directory(
    Transaction& tx, const std::string& organization_id, const std::string& id
);

/// Name, on_create, dialect and policies.
void update_directory(
    Transaction& tx, const std::string& organization_id, const Directory& directory
);

/// Its tokens end now and its request log goes. Its resources keep its id, but as no such
/// directory lives, nobody manages them: the next directory that writes one adopts it.
void delete_directory(Transaction& tx, const std::string& organization_id, const std::string& id);

/// Whether there is such a directory, not deleted.
[[nodiscard]] bool directory_lives(
    Session& session, const std::string& organization_id, const std::string& id
);

/// Those that have not expired, oldest first.
[[nodiscard]] std::vector<TokenRecord> valid_tokens(
    Session& session,
    const std::string& organization_id,
    const std::string& directory_id,
    base::Time now
);
/// False: there is no such valid token.
[[nodiscard]] bool end_token(
    Transaction& tx,
    const std::string& organization_id,
    const std::string& directory_id,
    const std::string& token_id
);

/// How many resources of `type` the directory manages.
[[nodiscard]] std::size_t count_resources_of(
    Session& session,
    const std::string& organization_id,
    const std::string& directory_id,
    const std::string& type
);

}  // namespace usher::store
