#include "directory/member_patch.hpp"

#include "base/text.hpp"
#include "directory/documents.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>
#include <iterator>

namespace usher::directory {

namespace {

using scim::Json;
using scim::PatchOperation;
using scim::PatchVerb;
using store::MembersChanged;

bool is_value(const scim::BoundPath& path) {
    return path.sub_attribute == nullptr || path.sub_attribute->name == "value";
}

/// The ids of `value eq "a" or value eq "b"`; false if the filter says anything else.
bool ids_named(const scim::BoundFilter& filter, std::vector<std::string>& ids) {
    if (const auto* comparison = std::get_if<scim::BoundComparison>(&filter.node)) {
        if (comparison->op != scim::Operator::eq || !comparison->key ||
            !is_value(comparison->path)) {
            return false;
        }
        ids.push_back(*comparison->key);
        return true;
    }
    const auto* either = std::get_if<scim::BoundOr>(&filter.node);
    return either != nullptr &&
           std::all_of(either->operands.begin(), either->operands.end(), [&](const auto& operand) {
               return ids_named(operand, ids);
           });
}

/// The members that a selection picks: read only where the filter is about more than ids.
std::vector<std::string> selected(
    store::Transaction& tx, const store::GroupKey& group, const scim::BoundFilter& selection
) {
    std::vector<std::string> ids;
    if (ids_named(selection, ids)) return ids;
    ids.clear();
    store::each_member(tx, group.organization_id, {group.id}, [&](const store::Member& member) {
        const Json element{
            {"value",   member.id     },
            {"type",    member.type   },
            {"display", member.display}
        };
        if (scim::matches_element(selection, element)) ids.push_back(member.id);
    });
    return ids;
}

MembersChanged remove(
    store::Transaction& tx, const store::GroupKey& group, const PatchOperation& operation
) {
    if (operation.target->sub_attribute != nullptr) {
        throw scim::Error::mutability(
            "members: a member's attributes are immutable; remove the member"
        );
    }
    if (!operation.selection.empty()) {
        return store::remove_members(tx, group, selected(tx, group, operation.selection.front()));
    }
    if (!operation.value.is_null())
        return store::remove_members(tx, group, ids_in(operation.value));
    return store::remove_members(tx, group, store::member_ids(tx, group));
}

MembersChanged carry_out(
    store::Transaction& tx,
    const store::GroupKey& group,
    const scim::ResourceType& type,
    const PatchOperation& operation
) {
    if (operation.verb == PatchVerb::remove) return remove(tx, group, operation);
    if (operation.target->sub_attribute != nullptr) {
        throw scim::Error::mutability("members: a member's attributes are immutable");
    }
    if (!operation.selection.empty()) {
        // Replacing one member by another: the selected ones go, the given ones come.
        const auto ids = selected(tx, group, operation.selection.front());
        MembersChanged changed =
            store::add_members(tx, group, member_types(type), ids_in(operation.value));
        if (operation.verb == PatchVerb::replace) {
            std::vector<std::string> leaving;
            const auto staying = ids_in(operation.value);
            std::copy_if(ids.begin(), ids.end(), std::back_inserter(leaving), [&](const auto& id) {
                return std::find(staying.begin(), staying.end(), id) == staying.end();
            });
            changed.removed = store::remove_members(tx, group, leaving).removed;
            if (changed.removed.size() < leaving.size() || ids.empty()) {
                throw scim::Error::no_target("members: nobody matches the filter");
            }
        }
        return changed;
    }
    if (operation.verb == PatchVerb::add) {
        return store::add_members(tx, group, member_types(type), ids_in(operation.value));
    }
    return store::replace_members(tx, group, member_types(type), ids_in(operation.value));
}

void append(std::vector<std::string>& to, std::vector<std::string>& from) {
    std::move(from.begin(), from.end(), std::back_inserter(to));
}

/// Takes what `ids` and `others` have in common out of both: added and removed again within one
/// PATCH is no change.
void cancel(std::vector<std::string>& ids, std::vector<std::string>& others) {
    std::sort(ids.begin(), ids.end());
    std::sort(others.begin(), others.end());
    std::vector<std::string> left;
    std::vector<std::string> right;
    std::set_difference(
        ids.begin(), ids.end(), others.begin(), others.end(), std::back_inserter(left)
    );
    std::set_difference(
        others.begin(), others.end(), ids.begin(), ids.end(), std::back_inserter(right)
    );
    ids = std::move(left);
    others = std::move(right);
}

}  // namespace

std::vector<std::string> member_types(const scim::ResourceType& type) {
    const scim::Attribute* reference = type.members->find("$ref");
    if (reference == nullptr || reference->reference_types.empty()) return {"User", "Group"};
    return reference->reference_types;
}

void require_known(const MembersChanged& changed) {
    if (changed.unknown.empty()) return;
    constexpr std::size_t shown = 5;
    std::string detail = "members: no such resource:";
    for (std::size_t at = 0; at < std::min(shown, changed.unknown.size()); ++at) {
        detail += " " + changed.unknown[at].substr(0, 64);
    }
    if (changed.unknown.size() > shown) {
        detail += " and " + std::to_string(changed.unknown.size() - shown) + " more";
    }
    throw scim::Error::invalid_value(detail);
}

PartedPatch part_patch(std::vector<PatchOperation> operations, const scim::ResourceType& type) {
    PartedPatch parted;
    for (PatchOperation& operation : operations) {
        if (type.members == nullptr) {
            parted.on_document.push_back(std::move(operation));
        } else if (operation.target) {
            const bool members = operation.target->attribute == type.members;
            (members ? parted.on_members : parted.on_document).push_back(std::move(operation));
        } else {
            const Json* members = find_ignoring_case(operation.value, type.members->name);
            if (members != nullptr) {
                parted.on_members.push_back({
                    .verb = operation.verb,
                    .target = scim::BoundPath{.schema = type.schema,                         .attribute = type.members},
                    .selection = {},
                    .selection_as_written = {                                             },
                    .value = *members
                });
                Json rest = Json::object();
                for (const auto& [name, value] : operation.value.items()) {
                    if (!base::equal_ignoring_case(name, type.members->name)) rest[name] = value;
                }
                if (rest.empty()) continue;
                operation.value = std::move(rest);
            }
            parted.on_document.push_back(std::move(operation));
        }
    }
    return parted;
}

MembersChanged patch_members(
    store::Transaction& tx,
    const store::GroupKey& group,
    const scim::ResourceType& type,
    std::span<const PatchOperation> operations
) {
    MembersChanged all;
    for (const PatchOperation& operation : operations) {
        MembersChanged changed = carry_out(tx, group, type, operation);
        require_known(changed);
        append(all.added, changed.added);
        append(all.removed, changed.removed);
    }
    cancel(all.added, all.removed);
    return all;
}

}  // namespace usher::directory
