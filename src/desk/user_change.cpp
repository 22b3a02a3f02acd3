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

void UserChange::write() {
    document_ = scim::settle(std::move(document_), office_.user_type());
    if (document_["userName"] != before_["userName"]) {
        for (const auto& entry : store::index_entries(document_, office_.user_type(), "")) {
            if (entry.path != invitation::user_name_path) continue;
            const auto holders = store::holders_of(
                tx_, call_.organization_id, "User", {.path = entry.path, .fold = entry.fold}, 2
            );
            const bool taken = std::any_of(holders.begin(), holders.end(), [&](const auto& holder) {
                return holder != user_.id;
            });
            if (taken) {
                throw Problem::invalid(
                    "/user_name", "taken", "somebody has this user name already"
                );
            }
        }
    }
    effects.append(work_.overwrite(user_, before_, document_));
    before_ = document_;
}

}  // namespace usher::desk
