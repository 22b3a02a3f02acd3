#include "base/text.hpp"
#include "scim/patch_editor.hpp"
#include "scim/patch_selection.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/patch.hpp"
#include "usher/scim/validate.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

constexpr std::string_view schemas_name = "schemas";

/// A document on its way through the operations of one message.
class Patching {
  public:
    Patching(Json document, const ResourceType& type)
        : document_(std::move(document)), type_(type), editor_(type.members) {}

    void apply(const PatchOperation& operation);

    [[nodiscard]] Json take() { return std::move(document_); }

  private:
    void apply_to_resource(PatchVerb verb, const Json& attributes);
    void apply_named(PatchVerb verb, const std::string& name, const Json& value);
    void apply_to_schema(
        PatchVerb verb, const Schema& schema, bool extension, const Json& attributes
    );
    void apply_to_schemas(const PatchOperation& operation);
    void apply_to_attribute(const PatchOperation& operation);
    void apply_to_every_element(const PatchOperation& operation, const Slot& slot);
    void check_schemas(const Json& urns) const;
    void remove_schema(const std::string& urn);
    void change(PatchVerb verb, const BoundPath& target, const Json& value);
    Slot slot_of(const BoundPath& target);

    Json document_;
    const ResourceType& type_;
    Editor editor_;
};

Slot Patching::slot_of(const BoundPath& target) {
    const BoundPath whole{target.schema, target.extension, target.attribute, nullptr};
    Json* holder = &document_;
    if (target.extension) {
        holder = &document_[target.schema->id];
        if (!holder->is_object()) *holder = Json::object();
    }
    return {*holder, *target.attribute, whole.text(), true};
}

void Patching::change(PatchVerb verb, const BoundPath& target, const Json& value) {
    editor_.change(verb, slot_of(target), value);
}

void Patching::apply(const PatchOperation& operation) {
    if (!operation.target) {
        apply_to_resource(operation.verb, operation.value);
        return;
    }
    const BoundPath& target = *operation.target;
    const bool appends = operation.verb == PatchVerb::add && operation.selection.empty() &&
                         target.sub_attribute == nullptr;
    if (!appends) editor_.forget_places();
    if (target.schema == nullptr && target.attribute->name == schemas_name) {
        apply_to_schemas(operation);
    } else if (!operation.selection.empty()) {
        apply_to_selection(operation, slot_of(target), editor_);
    } else {
        apply_to_attribute(operation);
    }
}

void Patching::apply_to_attribute(const PatchOperation& operation) {
    const BoundPath& target = *operation.target;
    if (target.sub_attribute == nullptr) {
        change(operation.verb, target, operation.value);
        return;
    }
    const Slot slot = slot_of(target);
    editor_.guarded(slot, [&] {
        if (target.attribute->multi_valued) {
            apply_to_every_element(operation, slot);
            return;
        }
        Json& object = slot.holder[target.attribute->name];
        if (!object.is_object()) object = Json::object();
        editor_.change(
            operation.verb, {object, *target.sub_attribute, target.text(), false}, operation.value
        );
        if (object.empty()) slot.holder.erase(target.attribute->name);
    });
}

/// `emails.type` without a selection: all of them.
void Patching::apply_to_every_element(const PatchOperation& operation, const Slot& slot) {
    const auto found = slot.holder.find(slot.attribute.name);
    if (found == slot.holder.end()) {
        if (operation.verb == PatchVerb::remove) return;
        Json element = Json::object();
        element[operation.target->sub_attribute->name] = operation.value;
        editor_.append(slot, element);
        return;
    }
    std::vector<Json*> elements;
    elements.reserve(found->size());
    for (Json& element : *found)
        elements.push_back(&element);
    apply_to_elements(operation, slot, elements, editor_);
}

void Patching::apply_to_resource(PatchVerb verb, const Json& attributes) {
    if (verb != PatchVerb::add) editor_.forget_places();
    for (const auto& [name, value] : attributes.get_ref<const Json::object_t&>())
        apply_named(verb, name, value);
}

void Patching::apply_named(PatchVerb verb, const std::string& name, const Json& value) {
    if (base::equal_ignoring_case(name, type_.schema->id)) {
        apply_to_schema(verb, *type_.schema, false, value);
        return;
    }
    if (const Extension* extension = type_.find_extension(name)) {
        apply_to_schema(verb, *extension->schema, true, value);
        return;
    }
    // The URN holds dots of its own; a dot after it is no name (dialects rewrite `name.givenName`).
    const std::size_t colon = name.rfind(':');
    const AttributePath path{
        .schema = colon == std::string::npos ? "" : name.substr(0, colon),
        .attribute = colon == std::string::npos ? name : name.substr(colon + 1),
        .sub_attribute = ""};
    const auto target = resolve(path, type_);
    if (!target) throw Error::invalid_syntax(type_.name + " has no attribute \"" + name + "\"");
    if (target->schema == nullptr && target->attribute->name == schemas_name) {
        check_schemas(value);
    } else if (target->attribute->mutability != Mutability::read_only) {
        change(verb, *target, value);
    }
}

void Patching::apply_to_schema(
    PatchVerb verb, const Schema& schema, bool extension, const Json& attributes
) {
    if (attributes.is_null()) {
        if (verb == PatchVerb::replace && extension) document_.erase(schema.id);
        return;
    }
    if (!attributes.is_object())
        throw Error::invalid_value(schema.id + " must be an object of attributes");
    for (const auto& [name, value] : attributes.get_ref<const Json::object_t&>()) {
        const Attribute* attribute = schema.find(name);
        if (attribute == nullptr)
            throw Error::invalid_syntax(schema.id + " has no attribute \"" + name + "\"");
        if (attribute->mutability != Mutability::read_only)
            change(verb, {&schema, extension, attribute, nullptr}, value);
    }
}

void Patching::check_schemas(const Json& urns) const {
    for (const Json& urn : urns.is_array() ? urns : Json::array({urns})) {
        if (!urn.is_string()) throw Error::invalid_value("schemas holds URNs only");
        const auto& text = urn.get_ref<const std::string&>();
        if (!base::equal_ignoring_case(text, type_.schema->id) && !type_.find_extension(text))
            throw Error::invalid_value("\"" + text + "\" is no schema of " + type_.name);
    }
}

/// Taking an extension's URN away takes its attributes away.
void Patching::remove_schema(const std::string& urn) {
    if (base::equal_ignoring_case(urn, type_.schema->id))
        throw Error::mutability("schemas must keep " + type_.schema->id);
    if (const Extension* extension = type_.find_extension(urn))
        document_.erase(extension->schema->id);
}

void Patching::apply_to_schemas(const PatchOperation& operation) {
    if (operation.verb != PatchVerb::remove) {
        check_schemas(operation.value);
        return;
    }
    std::vector<std::string> removed;
    const auto present = document_.find(schemas_name);
    if (!operation.selection.empty()) {
        for (const Json& urn : present == document_.end() ? Json::array() : *present)
            if (matches_element(operation.selection.front(), urn))
                removed.push_back(urn.get<std::string>());
    } else if (operation.value.is_null()) {
        removed.push_back(type_.schema->id);
    } else {
        check_schemas(operation.value);
        const Json& value = operation.value;
        removed = value.is_array() ? value.get<std::vector<std::string>>()
                                   : std::vector<std::string>{value.get<std::string>()};
    }
    for (const std::string& urn : removed)
        remove_schema(urn);
}

}  // namespace

Json apply_patch(
    Json document, std::span<const PatchOperation> operations, const ResourceType& type
) {
    Patching patching(document, type);
    for (const PatchOperation& operation : operations)
        patching.apply(operation);
    Json patched = settle(patching.take(), type);
    // A value taken away and put back stands elsewhere in the object, but nothing happened (R05).
    return equivalent(patched, document) ? std::move(document) : std::move(patched);
}

}  // namespace usher::scim
