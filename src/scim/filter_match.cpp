#include "usher/scim/comparison.hpp"
#include "usher/scim/filter.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::scim {
namespace {

const Json* find_key(const Json* object, const std::string& key) {
    if (!object || !object->is_object()) return nullptr;
    const auto found = object->find(key);
    return found == object->end() ? nullptr : &*found;
}

/// The value of the top-level attribute that `path` names, its own or an extension's.
const Json* find_attribute(const BoundPath& path, const Json& resource) {
    const Json* home = path.extension ? find_key(&resource, path.schema->id) : &resource;
    return find_key(home, path.attribute->name);
}

/// Whether `test` holds for `value` or, if it is an array, for one of its elements.
template <class Test>
bool any_value(const Json* value, const Test& test) {
    if (!value) return false;
    return value->is_array() ? std::ranges::any_of(*value, test) : test(*value);
}

/// Whether there is anything in `value`: not null, "", [], {} or more of these (F14).
bool has_content(const Json& value) {
    if (value.is_structured()) return std::ranges::any_of(value, has_content);
    return !value.is_null() && !(value.is_string() && value.get_ref<const std::string&>().empty());
}

bool holds(Operator op, const std::string& value, const std::string& literal) {
    switch (op) {
        case Operator::eq:
        case Operator::ne:
            return value == literal;
        case Operator::co:
            return value.find(literal) != std::string::npos;
        case Operator::sw:
            return value.starts_with(literal);
        case Operator::ew:
            return value.ends_with(literal);
        case Operator::gt:
            return value > literal;
        case Operator::ge:
            return value >= literal;
        case Operator::lt:
            return value < literal;
        case Operator::le:
            return value <= literal;
        case Operator::pr:
            return true;
    }
    return false;
}

/// Whether one of the values in `value` compares as wanted; `ne` counts as eq here.
bool any_compares(const BoundComparison& comparison, const Json* value) {
    return any_value(value, [&](const Json& element) {
        if (!comparison.key) return has_content(element);
        const auto key = comparison_key(comparison.path.target(), element);
        return key && holds(comparison.op, *key, *comparison.key);
    });
}

/// Whether one of the values that `value`, an attribute or one element of it, holds under the
/// path compares as wanted.
bool any_below(const BoundComparison& comparison, const Json* value) {
    const Attribute* sub = comparison.path.sub_attribute;
    if (!sub) return any_compares(comparison, value);
    return any_value(value, [&](const Json& element) {
        return any_compares(comparison, find_key(&element, sub->name));
    });
}

bool compare(const BoundComparison& comparison, const Json* value) {
    // Without a key, eq asks for absence and ne for presence; with one, ne is not eq.
    const bool inverted = comparison.op == (comparison.key ? Operator::ne : Operator::eq);
    return any_below(comparison, value) != inverted;
}

/// Evaluates a filter on `value`: a resource, or one element of an attribute.
struct Evaluator {
    const Json& value;
    bool is_element;

    bool operator()(const BoundComparison& comparison) const {
        return compare(comparison, is_element ? &value : find_attribute(comparison.path, value));
    }

    bool operator()(const BoundValuePath& value_path) const {
        return any_value(find_attribute(value_path.path, value), [&](const Json& element) {
            return has_content(element) && matches_element(value_path.inner.front(), element);
        });
    }

    bool operator()(const BoundAnd& all) const {
        return std::ranges::all_of(all.operands, [this](const auto& f) { return evaluate(f); });
    }

    bool operator()(const BoundOr& any) const {
        return std::ranges::any_of(any.operands, [this](const auto& f) { return evaluate(f); });
    }

    bool operator()(const BoundNot& negation) const { return !evaluate(negation.operand.front()); }

    bool operator()(const BoundAbsent& absent) const {
        return absent.op == (absent.null_literal ? Operator::eq : Operator::ne);
    }

    [[nodiscard]] bool evaluate(const BoundFilter& filter) const {
        return std::visit(*this, filter.node);
    }
};

}  // namespace

bool matches(const BoundFilter& filter, const Json& resource) {
    return Evaluator{.value = resource, .is_element = false}.evaluate(filter);
}

bool matches_element(const BoundFilter& filter, const Json& element) {
    return Evaluator{.value = element, .is_element = true}.evaluate(filter);
}

}  // namespace usher::scim
