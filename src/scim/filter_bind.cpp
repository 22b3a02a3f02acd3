#include "base/text.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"
#include "usher/scim/filter.hpp"

#include <nlohmann/json.hpp>

namespace usher::scim {
namespace {

bool is_ordering(Operator op) {
    return op == Operator::gt || op == Operator::ge || op == Operator::lt || op == Operator::le;
}

bool is_substring(Operator op) {
    return op == Operator::co || op == Operator::sw || op == Operator::ew;
}

bool is_text(Type type) {
    return type == Type::string || type == Type::reference;
}

bool is_text(const Literal& literal) {
    return literal.kind == Literal::Kind::string || literal.kind == Literal::Kind::bare;
}

bool suits(Operator op, Type type) {
    if (is_substring(op)) return is_text(type);
    if (is_ordering(op)) return type != Type::boolean && type != Type::binary;
    return true;
}

/// "" is no value (F14), so to be equal to it is to be absent, as with null (F27).
bool asks_for_absence(const Comparison& comparison) {
    if (comparison.op != Operator::eq && comparison.op != Operator::ne) return false;
    if (comparison.literal.kind == Literal::Kind::null) return true;
    return is_text(comparison.literal) && comparison.literal.text.empty();
}

/// The literal as the JSON value that an attribute would hold; null where its kind does not fit.
Json value_of(const Literal& literal, Type type) {
    using Kind = Literal::Kind;
    switch (type) {
        case Type::boolean:
            return literal.kind == Kind::boolean ? Json(literal.text == "true") : Json();
        case Type::integer:
        case Type::decimal:
            return literal.kind == Kind::number ? Json::parse(literal.text, nullptr, false)
                                                : Json();
        default:
            return is_text(literal) ? Json(literal.text) : Json();
    }
}

/// What a literal for an attribute of `type` has to be, for error texts.
const char* wanted_literal(Type type) {
    switch (type) {
        case Type::boolean:
            return "true or false";
        case Type::integer:
        case Type::decimal:
            return "a number";
        case Type::date_time:
            return "a dateTime such as \"2011-05-13T04:42:34Z\"";
        default:
            return "a text in double quotes";
    }
}

std::string literal_key(const Comparison& comparison, const BoundPath& path) {
    const Attribute& target = path.target();
    const Literal& literal = comparison.literal;
    // "" is in every text, and before every text: only as a value to be equal to it is none.
    if (is_text(target.type) && is_text(literal) && literal.text.empty()) return "";
    if (auto key = comparison_key(target, value_of(literal, target.type))) return *std::move(key);
    throw Error::invalid_filter(
        "'" + path.text() + "' is compared with " + wanted_literal(target.type) + "."
    );
}

void refuse_secret(const BoundPath& path) {
    if (path.attribute->returned == Returned::never || path.target().returned == Returned::never) {
        throw Error::sensitive("'" + path.text() + "' cannot be searched by.");
    }
}

/// What `path` means in a comparison of values: of a complex attribute, its `value` (F18, F28).
BoundPath compared(BoundPath path) {
    if (path.target().type != Type::complex) return path;
    path.sub_attribute = path.attribute->find("value");
    if (path.sub_attribute) return path;
    throw Error::invalid_filter(
        "'" + path.text() + "' is complex: name one of its sub-attributes."
    );
}

BoundFilter bind_comparison(const Comparison& comparison, BoundPath path) {
    refuse_secret(path);
    const Operator op = comparison.op;
    if (op == Operator::pr || asks_for_absence(comparison)) {
        return {
            BoundComparison{path, op, {}}
        };
    }
    path = compared(path);
    refuse_secret(path);
    if (!suits(op, path.target().type)) {
        throw Error::invalid_filter(
            "The operator '" + std::string(name_of(op)) + "' does not suit '" + path.text() + "'."
        );
    }
    return {
        BoundComparison{path, op, literal_key(comparison, path)}
    };
}

/// Where the names of a filter are looked up: in a resource type, or, inside brackets, in the
/// elements of one attribute.
struct Scope {
    const ResourceType* type = nullptr;
    std::optional<BoundPath> elements_of = std::nullopt;
    BindRules rules;

    [[nodiscard]] std::optional<BoundPath> find(const AttributePath& path) const;

    [[nodiscard]] std::string name() const {
        return elements_of ? elements_of->text() : type->name;
    }
};

std::optional<BoundPath> Scope::find(const AttributePath& path) const {
    if (!elements_of) return resolve(path, *type, rules.unqualified_extensions);
    if (!path.schema.empty() || !path.sub_attribute.empty()) return std::nullopt;
    BoundPath found = *elements_of;
    if (found.attribute->type == Type::complex) {
        found.sub_attribute = found.attribute->find(path.attribute);
        return found.sub_attribute ? std::optional(found) : std::nullopt;
    }
    // A simple element has no names of its own; it is called as in the complex ones.
    return base::equal_ignoring_case(path.attribute, "value") ? std::optional(found) : std::nullopt;
}

struct Binder {
    const Scope& scope;

    BoundFilter operator()(const Comparison& comparison) const;
    BoundFilter operator()(const ValuePath& value_path) const;

    BoundFilter operator()(const And& all) const { return {BoundAnd{each(all.operands)}}; }

    BoundFilter operator()(const Or& any) const { return {BoundOr{each(any.operands)}}; }

    BoundFilter operator()(const Not& negation) const { return {BoundNot{each(negation.operand)}}; }

    [[nodiscard]] std::vector<BoundFilter> each(const std::vector<Filter>& filters) const;
    [[nodiscard]] Error unknown(const AttributePath& path) const;
};

BoundFilter bind_in(const Scope& scope, const Filter& filter) {
    return std::visit(Binder{scope}, filter.node);
}

std::vector<BoundFilter> Binder::each(const std::vector<Filter>& filters) const {
    std::vector<BoundFilter> bound;
    bound.reserve(filters.size());
    for (const Filter& filter : filters) {
        bound.push_back(bind_in(scope, filter));
    }
    return bound;
}

Error Binder::unknown(const AttributePath& path) const {
    return Error::invalid_filter(
        "'" + path.text() + "' is not an attribute of '" + scope.name() + "'."
    );
}

BoundFilter Binder::operator()(const Comparison& comparison) const {
    if (const auto path = scope.find(comparison.path)) return bind_comparison(comparison, *path);
    if (!scope.rules.unknown_is_absent) throw unknown(comparison.path);
    return {
        BoundAbsent{.op = comparison.op, .null_literal = asks_for_absence(comparison)}
    };
}

/// Binds `filter` to the elements of `attribute`, by what is left of `rules` inside brackets.
BoundFilter bind_elements(
    const Filter& filter, const BoundPath& attribute, const BindRules& rules
) {
    const bool has_elements =
        attribute.attribute->type == Type::complex || attribute.attribute->multi_valued;
    if (!has_elements || attribute.sub_attribute) {
        throw Error::invalid_filter(
            "'" + attribute.text() + "' has no elements to select with '['."
        );
    }
    refuse_secret(attribute);
    return bind_in({.elements_of = attribute, .rules = rules}, filter);
}

BoundFilter Binder::operator()(const ValuePath& value_path) const {
    if (scope.elements_of) throw Error::invalid_filter("Brackets inside brackets are not allowed.");
    const auto path = scope.find(value_path.path);
    if (!path && scope.rules.unknown_is_absent) return {BoundAbsent{.op = Operator::pr}};
    if (!path) throw unknown(value_path.path);
    BoundValuePath bound{.path = *path, .inner = {}};
    bound.inner.push_back(bind_elements(value_path.inner.front(), *path, scope.rules));
    return {std::move(bound)};
}

}  // namespace

BoundFilter bind(const Filter& filter, const ResourceType& type, const BindRules& rules) {
    return bind_in({.type = &type, .rules = rules}, filter);
}

BoundFilter bind_selection(const Filter& filter, const BoundPath& attribute) {
    return bind_elements(filter, attribute, {});
}

}  // namespace usher::scim
