#include "base/text.hpp"
#include "scim/message_shape.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/messages.hpp"
#include "usher/scim/patch.hpp"
#include "usher/scim/path.hpp"

#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

PatchVerb verb_of(const Json& operation) {
    const Json* op = find_member(operation, "op");
    if (op == nullptr || !op->is_string())
        throw Error::invalid_syntax("each operation needs an \"op\": add, remove or replace");
    const auto& word = op->get_ref<const std::string&>();
    if (base::equal_ignoring_case(word, "add")) return PatchVerb::add;
    if (base::equal_ignoring_case(word, "remove")) return PatchVerb::remove;
    if (base::equal_ignoring_case(word, "replace")) return PatchVerb::replace;
    throw Error::invalid_syntax("op \"" + word + "\" is none of add, remove, replace");
}

/// An operation on the whole resource: its value holds attributes.
PatchOperation without_path(PatchVerb verb, Json value) {
    if (verb == PatchVerb::remove) throw Error::no_target("remove needs a path");
    if (!value.is_object())
        throw Error::invalid_value("without a path, the value must be an object of attributes");
    return {
        .verb = verb,
        .target = {},
        .selection = {},
        .selection_as_written = {},
        .value = std::move(value)};
}

/// The operations that a path naming a whole schema stands for: its attributes, one removal each.
std::vector<PatchOperation> removals_of(const Extension& extension) {
    std::vector<PatchOperation> operations;
    for (const Attribute& attribute : extension.schema->attributes) {
        if (attribute.mutability == Mutability::read_only) continue;
        PatchOperation removal;
        removal.verb = PatchVerb::remove;
        removal.target = BoundPath{extension.schema, true, &attribute, nullptr};
        operations.push_back(std::move(removal));
    }
    return operations;
}

PatchOperation with_path(
    PatchVerb verb, const std::string& text, Json value, const ResourceType& type
) {
    PatchPath path = parse_patch_path(text);
    PatchOperation operation;
    operation.verb = verb;
    operation.target = require_path(path.attribute, type);
    operation.value = std::move(value);
    if (path.selection.empty()) return operation;

    BoundPath selected = *operation.target;
    selected.sub_attribute = nullptr;
    if (!selected.attribute->multi_valued && selected.attribute->type != Type::complex)
        throw Error::invalid_path(selected.text() + " has one simple value: nothing to select");
    operation.selection.push_back(bind_selection(path.selection.front(), selected));
    operation.selection_as_written = std::move(path.selection.front());
    return operation;
}

void parse_operation(
    const Json& source, const ResourceType& type, std::vector<PatchOperation>& operations
) {
    if (!source.is_object()) throw Error::invalid_syntax("each operation must be an object");
    const PatchVerb verb = verb_of(source);
    const Json* path = find_member(source, "path");
    if (path != nullptr && !path->is_string())
        throw Error::invalid_path("the path must be a string");
    const Json* sent = find_member(source, "value");
    Json value = sent != nullptr ? *sent : Json();
    // A null value is a value: it unassigns (RFC 7643 §2.5).
    if (verb != PatchVerb::remove && sent == nullptr && !has_member(source, "value"))
        throw Error::invalid_value("add and replace need a value");

    if (path == nullptr) {
        operations.push_back(without_path(verb, std::move(value)));
        return;
    }
    const auto& text = path->get_ref<const std::string&>();
    const Extension* extension = type.find_extension(text);
    if (extension != nullptr && verb == PatchVerb::remove) {
        for (PatchOperation& removal : removals_of(*extension))
            operations.push_back(std::move(removal));
    } else if (extension != nullptr || base::equal_ignoring_case(text, type.schema->id)) {
        Json attributes = Json::object();
        attributes[text] = std::move(value);
        operations.push_back(without_path(verb, std::move(attributes)));
    } else {
        operations.push_back(with_path(verb, text, std::move(value), type));
    }
}

}  // namespace

std::vector<PatchOperation> parse_patch(const Json& message, const ResourceType& type) {
    require_message(message, patch_op_urn);
    const Json& sources = require_array(message, "Operations");
    if (sources.empty()) throw Error::invalid_syntax("Operations must hold an operation");
    std::vector<PatchOperation> operations;
    operations.reserve(sources.size());
    for (const Json& source : sources)
        parse_operation(source, type, operations);
    return operations;
}

}  // namespace usher::scim
