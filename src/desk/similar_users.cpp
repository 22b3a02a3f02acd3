#include "desk/similar_users.hpp"

#include "invitation/keys.hpp"
#include "store/identity_keys.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using scim::Json;
using store::Lookalike;

/// Of `all`, which stand by likeness and user: those like `key`.
Json others_like(const std::vector<Lookalike>& all, const std::string& key) {
    const std::string likeness = invitation::email_likeness(key);
    Json others = Json::array();
    for (auto at = all.begin(); at != all.end() && others.size() < most_similar;) {
        const auto end = std::find_if(at, all.end(), [&](const Lookalike& one) {
            return one.likeness != at->likeness || one.user_id != at->user_id;
        });
        const bool has_it =
            std::any_of(at, end, [&](const Lookalike& one) { return one.email_key == key; });
        if (at->likeness == likeness && !has_it) {
            others.push_back({
                {"id",           at->user_id     },
                {"display_name", at->display_name}
            });
        }
        at = end;
    }
    return others;
}

}  // namespace

std::map<std::string, Json> similar_users(
    store::Session& session,
    const std::string& organization_id,
    const std::vector<std::string>& email_keys
) {
    std::map<std::string, Json> similar;
    if (email_keys.empty()) return similar;
    std::vector<std::string> likenesses;
    for (const std::string& key : email_keys)
        likenesses.push_back(invitation::email_likeness(key));
    std::sort(likenesses.begin(), likenesses.end());
    likenesses.erase(std::unique(likenesses.begin(), likenesses.end()), likenesses.end());
    const auto all = store::lookalikes(session, organization_id, likenesses);
    for (const std::string& key : email_keys) {
        Json others = others_like(all, key);
        if (!others.empty()) similar[key] = std::move(others);
    }
    return similar;
}

}  // namespace usher::desk
