#include "scim/dialect_patches.hpp"

#include "base/text.hpp"
#include "scim/dialect_bodies.hpp"
#include "scim/dialect_filters.hpp"
#include "scim/dialect_values.hpp"
#include "scim/message_shape.hpp"
#include "usher/scim/path.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

using habits::Context;

bool has_verb(const Json& operation, std::string_view verb) {
    const Json* op = find_member(operation, "op");
    return op != nullptr && op->is_string() &&
           base::equal_ignoring_case(op->get_ref<const std::string&>(), verb);
}

std::string text_of(const PatchPath& path) {
    if (path.selection.empty()) return path.attribute.text();
    AttributePath attribute = path.attribute;
    const std::string sub_attribute = std::exchange(attribute.sub_attribute, {});
    std::string text = attribute.text() + '[' + to_text(path.selection.front()) + ']';
    return sub_attribute.empty() ? text : text + '.' + sub_attribute;
}

bool is_equality(const Filter& filter) {
    const auto* comparison = std::get_if<Comparison>(&filter.node);
    return comparison != nullptr && comparison->op == Operator::eq;
}

/// Whether the selection says what a value that matches it holds.
bool describes_value(const Filter& filter) {
    const auto* conjunction = std::get_if<And>(&filter.node);
    return conjunction == nullptr ? is_equality(filter)
                                  : std::ranges::all_of(conjunction->operands, is_equality);
}

class OperationAdapter {
  public:
    explicit OperationAdapter(const Context& context) : context_(context) {}

    void adapt(Json operation);

    [[nodiscard]] Json take() { return std::move(adapted_); }

  private:
    void adapt_with_path(Json& operation, std::string path);
    void adapt_target(Json& operation, const PatchPath& path, const BoundPath& target) const;
    void adapt_without_path(Json operation);
    void expand(const Json& op, std::string path, Json value);
    [[nodiscard]] bool dropped(const std::string& key, const Json& value) const;
    [[nodiscard]] std::optional<std::string> path_in(const std::string& key) const;

    const Context& context_;
    Json adapted_ = Json::array();
};

void OperationAdapter::adapt(Json operation) {
    const Json* path = find_member(operation, "path");
    if (path != nullptr && path->is_string()) {
        adapt_with_path(operation, path->get<std::string>());
        adapted_.push_back(std::move(operation));
        return;
    }
    const Json* value = find_member(operation, "value");
    if (path == nullptr && value != nullptr && value->is_object() && !has_verb(operation, "remove"))
        adapt_without_path(std::move(operation));
    else
        adapted_.push_back(std::move(operation));
}

void OperationAdapter::adapt_with_path(Json& operation, std::string text) {
    if (context_.wants(habits::misspelt_urn)) {
        if (auto urn = corrected_urn(text, context_.type)) {
            text = *std::move(urn);
            *find_member_or_null(operation, "path") = text;
            context_.report(habits::misspelt_urn);
        }
    }
    if (const Schema* schema = schema_of(text, context_.type)) {
        if (Json* value = find_member_or_null(operation, "value"))
            adapt_attributes(*value, *schema, context_);
        return;
    }
    PatchPath path = parse_patch_path(text, syntax_for(context_));
    bool changed = adapt_path(path.attribute, context_);
    const auto target = resolve(path.attribute, context_.type);
    if (target && !path.selection.empty())
        changed = adapt_selection(path.selection.front(), *target->attribute, context_) || changed;
    if (changed) *find_member_or_null(operation, "path") = text_of(path);
    if (target) adapt_target(operation, path, *target);
}

void OperationAdapter::adapt_target(Json& operation, const PatchPath& path, const BoundPath& target)
    const {
    // What a removal names is compared, not stored; "" in it must never come to mean everything.
    if (has_verb(operation, "remove")) return;
    if (Json* value = find_member_or_null(operation, "value")) {
        const bool one_of_several = !path.selection.empty() && target.sub_attribute == nullptr;
        // After a path, one value may stand for a list of it (RFC 7644 §3.5.2.1).
        const bool list = target.target().multi_valued && !one_of_several && !value->is_object();
        adapt_value(*value, target.target(), list, context_);
    }
    const bool creates = has_verb(operation, "replace") && !path.selection.empty() &&
                         target.attribute != context_.type.members &&
                         describes_value(path.selection.front());
    if (!creates || !context_.wants(habits::replace_creates)) return;
    *find_member_or_null(operation, "op") = "add";
    context_.report(habits::replace_creates);
}

bool OperationAdapter::dropped(const std::string& key, const Json& value) const {
    static constexpr std::array<std::string_view, 3> ours{"id", "meta", "schemas"};
    const bool server_made = std::ranges::any_of(ours, [&](std::string_view name) {
        return base::equal_ignoring_case(key, name);
    });
    if (server_made && context_.wants(habits::id_in_value)) {
        context_.report(habits::id_in_value);
        return true;
    }
    const bool known =
        resolve({.schema = "", .attribute = key, .sub_attribute = ""}, context_.type) ||
        schema_of(key, context_.type) != nullptr;
    if (known || !value.is_null() || !context_.wants(habits::unknown_nulls)) return false;
    // A null for a path that is known takes that attribute away.
    const auto path = attribute_path_from(key);
    if (path && resolve(*path, context_.type, true)) return false;
    context_.report(habits::unknown_nulls);
    return true;
}

/// The path that a key of an object of attributes stands for, if it is more than a name.
std::optional<std::string> OperationAdapter::path_in(const std::string& key) const {
    if (schema_of(key, context_.type) != nullptr) return std::nullopt;
    if (key.find('[') != std::string::npos && context_.wants(habits::dotted_keys)) {
        context_.report(habits::dotted_keys);
        return key;
    }
    if (resolve({.schema = "", .attribute = key, .sub_attribute = ""}, context_.type))
        return std::nullopt;
    const auto target = misplaced(key, context_);
    return target ? std::optional(target->text()) : std::nullopt;
}

void OperationAdapter::expand(const Json& op, std::string path, Json value) {
    Json expanded = Json::object();
    expanded["op"] = op;
    expanded["path"] = std::move(path);
    expanded["value"] = std::move(value);
    adapt(std::move(expanded));
}

void OperationAdapter::adapt_without_path(Json operation) {
    Json* value = find_member_or_null(operation, "value");
    Json kept = Json::object();
    std::vector<std::pair<std::string, Json>> moved;
    for (auto& [key, item] : value->get_ref<Json::object_t&>()) {
        const auto urn =
            context_.wants(habits::misspelt_urn) ? corrected_urn(key, context_.type) : std::nullopt;
        if (urn) context_.report(habits::misspelt_urn);
        const std::string& name = urn ? *urn : key;
        if (dropped(name, item)) continue;
        if (auto path = path_in(name)) {
            moved.emplace_back(*std::move(path), std::move(item));
            continue;
        }
        if (const Schema* schema = schema_of(name, context_.type))
            adapt_attributes(item, *schema, context_);
        else if (const Attribute* attribute = context_.type.schema->find(name))
            adapt_value(item, *attribute, attribute->multi_valued, context_);
        kept[name] = std::move(item);
    }
    const Json* sent = find_member(operation, "op");
    const Json op = sent != nullptr ? *sent : Json();
    if (!kept.empty() || moved.empty()) {
        *value = std::move(kept);
        adapted_.push_back(std::move(operation));
    }
    for (auto& [path, item] : moved)
        expand(op, std::move(path), std::move(item));
}

}  // namespace

void adapt_operations(Json& message, const Context& context) {
    Json* operations = find_member_or_null(message, "Operations");
    if (operations == nullptr || !operations->is_array()) return;
    OperationAdapter adapter(context);
    for (Json& operation : *operations)
        adapter.adapt(std::move(operation));
    *operations = adapter.take();
}

}  // namespace usher::scim
