#include "scim/dialect_filters.hpp"

#include "scim/dialect_values.hpp"
#include "usher/scim/path.hpp"

#include <utility>

namespace usher::scim {

namespace {

using habits::Context;

bool adapt_literal(Literal& literal, const Attribute* attribute, const Context& context) {
    const bool bare = literal.kind == Literal::Kind::bare;
    if (!bare && literal.kind != Literal::Kind::string) return false;
    if (bare) {
        literal.kind = Literal::Kind::string;
        context.report(habits::unquoted_words);
    }
    if (attribute == nullptr || attribute->type != Type::boolean) return bare;
    const auto spelt = spelt_boolean(literal.text);
    if (!spelt || !context.wants(habits::string_booleans)) return bare;
    literal = {.kind = Literal::Kind::boolean, .text = *spelt ? "true" : "false"};
    if (!bare) context.report(habits::string_booleans);
    return true;
}

/// Rewrites one filter tree; its depth is bounded by the parser.
struct FilterAdapter {
    const Context& context;
    const Attribute* element;  ///< whose sub-attributes are compared; nullptr for a resource's

    bool operator()(Comparison& comparison) const {
        if (element != nullptr)
            return adapt_literal(
                comparison.literal, element->find(comparison.path.attribute), context
            );
        const bool moved = adapt_path(comparison.path, context);
        const auto found = resolve(comparison.path, context.type);
        const Attribute* target = found ? &found->target() : nullptr;
        return adapt_literal(comparison.literal, target, context) || moved;
    }

    bool operator()(ValuePath& value_path) const {
        const bool moved = adapt_path(value_path.path, context);
        const auto found = resolve(value_path.path, context.type);
        if (!found) return moved;
        return adapt_selection(value_path.inner.front(), *found->attribute, context) || moved;
    }

    bool operator()(And& all) const { return each(all.operands); }

    bool operator()(Or& any) const { return each(any.operands); }

    bool operator()(Not& negation) const { return each(negation.operand); }

    bool each(std::vector<Filter>& operands) const {
        bool changed = false;
        for (Filter& operand : operands)
            changed = std::visit(*this, operand.node) || changed;
        return changed;
    }
};

}  // namespace

FilterSyntax syntax_for(const Context& context) {
    FilterSyntax syntax;
    syntax.bare_words = context.wants(habits::unquoted_words);
    syntax.value_path_suffix = context.wants(habits::value_path_suffix);
    return syntax;
}

bool adapt_path(AttributePath& path, const Context& context) {
    if (resolve(path, context.type)) return false;
    if (!path.schema.empty()) {
        if (!context.wants(habits::misspelt_urn)) return false;
        auto urn = corrected_urn(path.schema, context.type);
        if (!urn) return false;
        path.schema = *std::move(urn);
        context.report(habits::misspelt_urn);
        return true;
    }
    if (!context.wants(habits::unqualified_extension)) return false;
    const auto found = resolve(path, context.type, true);
    if (!found) return false;
    path.schema = found->schema->id;
    context.report(habits::unqualified_extension);
    return true;
}

bool adapt_comparisons(Filter& filter, const Context& context) {
    return std::visit(FilterAdapter{context, nullptr}, filter.node);
}

bool adapt_selection(Filter& filter, const Attribute& attribute, const Context& context) {
    return std::visit(FilterAdapter{context, &attribute}, filter.node);
}

}  // namespace usher::scim
