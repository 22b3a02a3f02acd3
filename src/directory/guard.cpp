#include "directory/guard.hpp"

#include "directory/status.hpp"
#include "store/people.hpp"
#include "store/removals.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::directory {

namespace {

store::DirectoryKey key_of(const Call& call) {
    return {.organization_id = call.organization_id, .directory_id = call.directory.id};
}

}  // namespace

Guard::Guard(
    const Call& call,
    const scim::ResourceType& type,
    store::Transaction& tx,
    const store::StoredResource& resource
)
    : call_(call),
      tx_(tx),
      user_id_(resource.id),
      watched_(
          call.by_directory() && call.directory.policies.guard.enabled && shows_status(type) &&
          resource.directory_id == call.directory.id
      ),
      active_(resource.active) {}

void Guard::after_change(const store::StoredResource& changed) const {
    if (watched_ && active_ && !changed.active) count(false);
}

void Guard::after_deletion() const {
    if (watched_) count(true);
}

void Guard::count(bool deleted) const {
    const store::GuardPolicy& policy = call_.directory.policies.guard;
    const store::DirectoryKey key = key_of(call_);
    const store::GuardState state = store::lock_guard_state(tx_, key);
    if (state.paused) throw RemovalRefused();
    if (state.released) return;
    const base::Time since = tx_.now() - policy.window;
    const std::size_t removed = store::count_removals_with(tx_, key, user_id_, since);
    store::record_removal(tx_, key, user_id_, deleted, since);
    // The fewest managed users with whom this removal is still one of few.
    const std::size_t enough = (removed * 100 + policy.percent - 1) / policy.percent;
    const std::size_t managed =
        store::count_managed(tx_, key, since, std::max(policy.minimum, enough));
    if (managed >= policy.minimum && managed < enough) throw RemovalRefused(removed, managed);
}

void pause_by_guard(store::Database& database, const Call& call, const RemovalRefused& refused) {
    if (refused.removed() == 0) return;
    database.change([&](store::Transaction& tx) {
        store::Outcome<bool> outcome{.value = true, .events = {}};
        const store::DirectoryKey key = key_of(call);
        if (store::lock_guard_state(tx, key).paused) return outcome;
        store::pause_directory(tx, key, store::paused_by_guard);
        const scim::Json data{
            {"reason",  store::paused_by_guard},
            {"removed", refused.removed()     },
            {"managed", refused.managed()     }
        };
        outcome.events.push_back(call.event(
            event::Action::directory_paused, "directory", call.directory.id, scim::to_text(data)
        ));
        for (const char* role : {"founder", "account_admin"}) {
            for (const auto& id : store::members_of_role(tx, call.organization_id, role)) {
                outcome.letters.push_back({
                    .organization_id = call.organization_id,
                    .channel = event::Channel::mail,
                    .kind = event::LetterKind::directory_paused,
                    .subject = {.kind = "directory", .id = call.directory.id},
                    .data = scim::to_text(scim::Json{{"user_id", id}                  }
                      )
                });
            }
        }
        return outcome;
    });
}

}  // namespace usher::directory
