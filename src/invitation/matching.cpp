#include "invitation/matching.hpp"

#include "base/text.hpp"
#include "invitation/keys.hpp"
#include "store/locks.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::invitation {

namespace {

using scim::Json;
using store::Encounter;

/// The texts `value` of the elements of a multi-valued attribute, the primary one first.
std::vector<std::string> values_of(const Json& document, const char* name) {
    std::vector<std::string> values;
    const auto list = document.find(name);
    if (list == document.end() || !list->is_array()) return values;
    for (const Json& element : *list) {
        const auto value = element.find("value");
        if (value == element.end() || !value->is_string()) continue;
        const auto primary = element.find("primary");
        const bool first = primary != element.end() && *primary == true;
        values.insert(first ? values.begin() : values.end(), value->get<std::string>());
    }
    return values;
}

std::string user_name_of(const Json& document) {
    const auto name = document.find("userName");
    return name != document.end() && name->is_string() ? name->get<std::string>() : "";
}

void sort_each_once(std::vector<std::string>& keys) {
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

Suspicion suspicion(const char* kind, const Encounter& met) {
    const bool email = met.kind == store::email_kind;
    const std::string name = email                          ? "email"
                             : met.kind == code_path        ? "code"
                             : met.kind == external_id_path ? "external_id"
                                                            : "user_name";
    return {
        .kind = kind,
        .other_user_id = met.user_id,
        .evidence = scim::to_text(Json{{name, met.key}}
          )
    };
}

/// One suspicion for each other user: the first that was found.
void add_once(std::vector<Suspicion>& all, Suspicion more) {
    const bool known = std::any_of(all.begin(), all.end(), [&](const Suspicion& one) {
        return one.other_user_id == more.other_user_id;
    });
    if (!known) all.push_back(std::move(more));
}

}  // namespace

store::IdentityKeys keys_of(const Json& document, const std::string& region) {
    store::IdentityKeys keys;
    for (const std::string& email : values_of(document, "emails")) {
        if (auto key = email_key(email)) keys.emails.push_back(std::move(*key));
    }
    if (auto key = email_key(user_name_of(document))) keys.emails.push_back(std::move(*key));
    for (const std::string& phone : values_of(document, "phoneNumbers")) {
        if (auto key = phone_key(phone, region)) keys.phones.push_back(std::move(*key));
    }
    for (const std::string& email : keys.emails)
        keys.likenesses.push_back(email_likeness(email));
    sort_each_once(keys.emails);
    sort_each_once(keys.likenesses);
    sort_each_once(keys.phones);
    return keys;
}

std::string mail_address_of(const Json& document) {
    for (std::string& email : values_of(document, "emails")) {
        if (email_key(email)) return std::string(base::trimmed(email));
    }
    const std::string name = user_name_of(document);
    return email_key(name) ? name : "";
}

std::vector<std::string> locks_of(
    const std::string& organization_id, const store::IdentityKeys& keys
) {
    std::vector<std::string> names;
    for (const std::string& email : keys.emails)
        names.push_back(store::mailbox_lock(organization_id, email));
    for (const std::string& phone : keys.phones)
        names.push_back(store::phone_lock(organization_id, phone));
    return names;
}

Match match_push(const store::Encounters& met, const Pusher& pusher) {
    Match match;
    const auto named = std::find_if(met.users.begin(), met.users.end(), [](const Encounter& one) {
        return one.kind == user_name_path;
    });
    if (named != met.users.end()) {
        match.user_id = named->user_id;
        match.by_user_name = true;
    }
    std::vector<std::string> unmanaged;
    for (const Encounter& one : met.users) {
        if (one.kind == store::email_kind && !one.directory_id) unmanaged.push_back(one.user_id);
    }
    sort_each_once(unmanaged);
    if (!match.user_id && pusher.adopts && unmanaged.size() == 1) match.user_id = unmanaged.front();

    const bool ambiguous = !match.user_id && pusher.adopts && unmanaged.size() > 1;
    for (const Encounter& one : met.users) {
        if (one.user_id == match.user_id) continue;
        const bool theirs = one.directory_id == pusher.directory_id;
        if (one.kind == external_id_path) {
            if (theirs) add_once(match.suspicions, suspicion("conflict", one));
        } else if (one.kind == store::email_kind && ambiguous && !one.directory_id) {
            add_once(match.suspicions, suspicion("ambiguous", one));
        } else if (one.kind != user_name_path) {
            add_once(match.suspicions, suspicion("possible_duplicate", one));
        }
    }
    return match;
}

std::vector<Suspicion> suspicions_of(
    const store::Encounters& met,
    const std::string& user_id,
    const std::optional<std::string>& directory_id
) {
    std::vector<Suspicion> all;
    for (const Encounter& one : met.users) {
        if (one.user_id == user_id || one.kind == user_name_path) continue;
        if (one.kind == external_id_path) {
            if (directory_id && one.directory_id == directory_id) {
                add_once(all, suspicion("conflict", one));
            }
        } else {
            add_once(all, suspicion("possible_duplicate", one));
        }
    }
    return all;
}

}  // namespace usher::invitation
