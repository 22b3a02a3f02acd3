#include "directory/render.hpp"

#include "directory/etag.hpp"
#include "directory/status.hpp"

#include <algorithm>

namespace usher::directory {

namespace {

using scim::append_json_string;

/// Without a string in between: a page of people is thousands of these.
void append(std::string& text, std::initializer_list<std::string_view> pieces) {
    for (const std::string_view piece : pieces)
        text += piece;
}

/// Nothing is asked for that needs a look into the text: at most members or groups are left out as
/// a whole, and those were not put in.
bool text_suffices(const View& view) {
    const scim::Projection& asked = view.projection;
    if (view.type.needs_projection || asked.restricted || !asked.excluded_schemas.empty())
        return false;
    return std::all_of(
        asked.excluded.begin(),
        asked.excluded.end(),
        [&](const scim::BoundPath& path) {
            return path.sub_attribute == nullptr &&
                   (path.attribute == view.type.members || path.attribute == view.type.memberships);
        }
    );
}

}  // namespace

Renderer::Renderer(const scim::Registry& registry, const base::Clock& clock, std::string base_url)
    : registry_(registry), clock_(clock), base_url_(std::move(base_url)) {
    for (const scim::ResourceType& type : registry.resource_types()) {
        if (type.members != nullptr && group_type_ == nullptr) group_type_ = &type;
    }
}

std::string Renderer::location(const scim::ResourceType& type, const std::string& id) const {
    return base_url_ + type.endpoint + "/" + id;
}

Related Renderer::related(
    store::Session& session,
    const std::string& organization_id,
    const View& view,
    const std::vector<std::string>& resource_ids
) const {
    Related related;
    if (view.type.memberships != nullptr && view.projection.wants(*view.type.memberships)) {
        for (auto& reference : store::group_references(session, organization_id, resource_ids)) {
            related.groups[reference.member_id].push_back(std::move(reference));
        }
    }
    if (view.type.members != nullptr && view.projection.wants(*view.type.members)) {
        store::each_member(
            session,
            organization_id,
            resource_ids,
            [&](const store::Member& member) {
                std::string& text = related.members[member.group_id];
                text += text.empty() ? "{\"value\":\"" : ",{\"value\":\"";
                text += member.id + "\",\"$ref\":\"";
                const scim::ResourceType* type = registry_.find_type(member.type);
                if (type != nullptr) text += location(*type, member.id);
                text += "\",\"type\":\"" + member.type + "\"";
                if (!member.display.empty()) {
                    text += ",\"display\":";
                    append_json_string(text, member.display);
                }
                text += '}';
            }
        );
    }
    return related;
}

void Renderer::append_groups(
    std::string& text, const std::string& name, const std::vector<store::GroupReference>& groups
) const {
    append(text, {",\"", name, "\":["});
    bool first = true;
    for (const store::GroupReference& group : groups) {
        append(
            text,
            {first ? "{\"value\":\"" : ",{\"value\":\"",
             group.group_id,
             "\",\"$ref\":\"",
             base_url_,
             group_type_->endpoint,
             "/",
             group.group_id,
             "\",\"display\":"}
        );
        first = false;
        append_json_string(text, group.display);
        text += group.direct ? ",\"type\":\"direct\"}" : ",\"type\":\"indirect\"}";
    }
    text += ']';
}

void Renderer::append_meta(
    std::string& text, const store::StoredResource& resource, const scim::ResourceType& type
) const {
    append(
        text,
        {",\"meta\":{\"resourceType\":\"",
         type.name,
         "\",\"created\":\"",
         resource.created_at,
         "\",\"lastModified\":\"",
         resource.modified_at,
         "\",\"location\":"}
    );
    append_json_string(text, location(type, resource.id));
    text += ",\"version\":";
    append_json_string(text, etag_of(resource.version));
    text += '}';
}

std::string Renderer::render(
    const store::StoredResource& resource, const View& view, const Related& related
) const {
    // What is added behind the document comes to about so much.
    constexpr std::size_t addition = 1024;
    std::string text;
    text.reserve(resource.document.size() + addition);
    text = resource.document;
    if (shows_status(view.type)) splice_status(text, resource, base::to_text(clock_.now()));
    text.pop_back();
    if (const auto groups = related.groups.find(resource.id); groups != related.groups.end()) {
        append_groups(text, view.type.memberships->name, groups->second);
    }
    if (const auto members = related.members.find(resource.id); members != related.members.end()) {
        append(text, {",\"", view.type.members->name, "\":[", members->second, "]"});
    }
    append_meta(text, resource, view.type);
    text += '}';

    const bool foreign = resource.directory_id && *resource.directory_id != view.viewer;
    if (!foreign && text_suffices(view)) return text;
    scim::Json representation = scim::parse_json(text, {.keys_per_object = 1'000'000});
    if (foreign) representation.erase("externalId");
    return scim::to_text(scim::project(representation, view.projection, view.type));
}

}  // namespace usher::directory
