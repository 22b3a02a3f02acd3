#include "desk/case_linking.hpp"

#include "directory/documents.hpp"
#include "invitation/keys.hpp"
#include "invitation/roles.hpp"
#include "store/people.hpp"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using scim::Json;
using store::MembershipOf;
using Keys = std::vector<std::string>;

bool has_key(const Keys& sorted, const std::string& key) {
    return std::binary_search(sorted.begin(), sorted.end(), key);
}

/// The values at `name` of a multi-valued attribute.
std::vector<std::string> values_of(const Json& document, const char* name) {
    std::vector<std::string> values;
    const auto list = document.find(name);
    if (list == document.end() || !list->is_array()) return values;
    for (const Json& element : *list) {
        const auto value = element.find("value");
        if (value != element.end() && value->is_string()) values.push_back(*value);
    }
    return values;
}

void add_values(Json& document, const char* name, const std::vector<std::string>& values) {
    for (const std::string& value : values) {
        document[name].push_back(Json{
            {"value", value}
        });
    }
}

void remove_values(Json& document, const char* name, const std::vector<std::string>& values) {
    const auto list = document.find(name);
    if (list == document.end() || !list->is_array()) return;
    list->erase(
        std::remove_if(
            list->begin(),
            list->end(),
            [&](const Json& element) {
                const std::string value = element.value("value", "");
                return std::find(values.begin(), values.end(), value) != values.end();
            }
        ),
        list->end()
    );
    if (list->empty()) document.erase(name);
}

std::vector<MembershipOf> without(
    const std::vector<MembershipOf>& groups, const std::vector<MembershipOf>& present
) {
    std::vector<MembershipOf> rest;
    std::copy_if(groups.begin(), groups.end(), std::back_inserter(rest), [&](const auto& one) {
        return std::none_of(present.begin(), present.end(), [&](const auto& there) {
            return there.group_id == one.group_id;
        });
    });
    return rest;
}

std::string role_of(
    store::Session& session, const std::string& organization_id, const std::string& user_id
) {
    return store::person_of(session, organization_id, user_id).organization_role;
}

bool is_member(const LockedUser& user) {
    return user.resource.active && user.resource.joined_at;
}

/// The stronger of two roles.
std::string stronger(const std::string& left, const std::string& right) {
    const auto one = invitation::role_from(left).value_or(invitation::Role::member);
    const auto another = invitation::role_from(right).value_or(invitation::Role::member);
    return std::string(invitation::name_of(std::max(one, another)));
}

/// The other's addresses and numbers that the kept one is not known by.
void plan_values(
    CaseRecord& plan,
    const Organization& organization,
    const LockedUser& kept,
    const LockedUser& other
) {
    const Json document = directory::document_of(other.resource);
    for (const std::string& email : values_of(document, "emails")) {
        const auto key = invitation::email_key(email);
        if (key && !has_key(kept.keys.emails, *key)) plan.emails.push_back(email);
    }
    for (const std::string& phone : values_of(document, "phoneNumbers")) {
        const auto key = invitation::phone_key(phone, organization.settings.default_region);
        if (key && !has_key(kept.keys.phones, *key)) plan.phones.push_back(phone);
    }
}

}  // namespace

CaseRecord plan_link(
    store::Transaction& tx,
    const Organization& organization,
    const LockedUser& kept,
    const LockedUser& other
) {
    const std::string& id = organization.row.id;
    CaseRecord plan;
    plan.kept_id = kept.resource.id;
    plan.other_id = other.resource.id;
    plan.other_groups = store::memberships_of(tx, id, plan.other_id);
    plan.joined_groups = without(plan.other_groups, store::memberships_of(tx, id, plan.kept_id));
    plan.role_before = role_of(tx, id, plan.kept_id);
    plan.role_after = stronger(plan.role_before, role_of(tx, id, plan.other_id));
    if (!kept.resource.directory_id) plan.directory_id = other.resource.directory_id;
    const bool joins = is_member(other) && kept.resource.active && !kept.resource.joined_at;
    if (joins) plan.joined_at = base::to_text(tx.now());
    plan.password =
        store::has_password(tx, id, plan.other_id) && !store::has_password(tx, id, plan.kept_id);
    plan_values(plan, organization, kept, other);
    return plan;
}

void carry_out(
    CaseChange& change, const CaseRecord& plan, LockedUser& kept, const LockedUser& other
) {
    change.join(plan.kept_id, plan.joined_groups);
    if (plan.role_after != plan.role_before) change.give_role(plan.kept_id, plan.role_after);
    if (plan.joined_at) change.join_organization(kept);
    if (plan.password) change.move_password(plan.other_id, plan.kept_id);
    change.remove(other.resource);

    Json document = directory::document_of(kept.resource);
    add_values(document, "emails", plan.emails);
    add_values(document, "phoneNumbers", plan.phones);
    if (plan.directory_id) {
        const Json theirs = directory::document_of(other.resource);
        const auto external_id = theirs.find("externalId");
        if (external_id != theirs.end()) document["externalId"] = *external_id;
    }
    change.write(
        kept,
        {.document = std::move(document),
         .directory_id = plan.directory_id ? plan.directory_id : kept.resource.directory_id,
         .joined_at = kept.resource.joined_at}
    );
    change.arrive(kept, kept.resource.joined_at.has_value());
}

void take_from_kept(CaseChange& change, const CaseRecord& record, LockedUser& kept) {
    Json document = directory::document_of(kept.resource);
    remove_values(document, "emails", record.emails);
    remove_values(document, "phoneNumbers", record.phones);
    auto manager = kept.resource.directory_id;
    if (record.directory_id && manager == record.directory_id) {
        manager.reset();
        document.erase("externalId");
    }
    auto joined_at = kept.resource.joined_at;
    if (record.joined_at && joined_at == record.joined_at) joined_at.reset();
    change.write(
        kept, {.document = std::move(document), .directory_id = manager, .joined_at = joined_at}
    );
    change.leave(record.kept_id, record.joined_groups);
    if (record.role_after != record.role_before) {
        change.take_role(record.kept_id, record.role_after, record.role_before);
    }
}

void give_back(CaseChange& change, const CaseRecord& record) {
    change.join(record.other_id, record.other_groups);
    if (record.password) change.move_password(record.kept_id, record.other_id);
}

}  // namespace usher::desk
