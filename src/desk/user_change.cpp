#include "desk/user_change.hpp"

#include "base/id.hpp"
#include "directory/documents.hpp"
#include "invitation/matching.hpp"
#include "invitation/problem.hpp"
#include "store/attribute_index.hpp"
#include "usher/scim/validate.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Problem;
using scim::Json;

store::StoredResource lock_user(
    store::Transaction& tx, const Caller& caller, const std::string& id
) {
    if (base::is_id(id)) require_sight(tx, caller, id);
    auto user = base::is_id(id) ? store::lock_resource(tx, caller.organization_id, "User", id)
                                : std::nullopt;
    if (!user) throw Problem::not_found("user " + id);
    return std::move(*user);
}

}  // namespace

UserChange::UserChange(
    store::Transaction& tx,
    const Office& office,
    const Caller& caller,
    const Organization& organization,
    const std::string& id
)
    : tx_(tx),
      office_(office),
      call_(call_of(caller, organization)),
      work_(call_, office.user_type(), tx),
      user_(lock_user(tx, caller, id)),
      before_(directory::document_of(user_)),
      document_(before_) {}

void UserChange::require_free(std::string_view path, const char* pointer, const std::string& what)
    const {
    const auto key_in = [&](const Json& document) {
        for (const auto& entry : store::index_entries(document, office_.user_type(), "")) {
            if (entry.path == path) return entry.fold;
        }
        return std::string();
    };
    const std::string key = key_in(document_);
    if (key.empty() || key == key_in(before_)) return;
    const auto holders = store::holders_of(
        tx_, call_.organization_id, "User", {.path = std::string(path), .fold = key}, 2
    );
    const bool taken = std::any_of(holders.begin(), holders.end(), [&](const auto& holder) {
        return holder != user_.id;
    });
    if (taken) throw Problem::invalid(pointer, "taken", "somebody has this " + what + " already");
}

void UserChange::write() {
    document_ = scim::settle(std::move(document_), office_.user_type());
    require_free(invitation::user_name_path, "/user_name", "user name");
    require_free(invitation::code_path, "/code", "code");
    effects.append(work_.overwrite(user_, before_, document_));
    before_ = document_;
}

}  // namespace usher::desk
