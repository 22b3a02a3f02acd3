#include "base/text.hpp"
#include "usher/scim/filter.hpp"
#include "usher/scim/json.hpp"

#include <algorithm>
#include <array>

namespace usher::scim {
namespace {

struct NamedOperator {
    Operator op;
    std::string_view name;
};

constexpr std::array<NamedOperator, 10> operators = {
    {
     {Operator::eq, "eq"},
     {Operator::ne, "ne"},
     {Operator::co, "co"},
     {Operator::sw, "sw"},
     {Operator::ew, "ew"},
     {Operator::pr, "pr"},
     {Operator::gt, "gt"},
     {Operator::ge, "ge"},
     {Operator::lt, "lt"},
     {Operator::le, "le"},
     }
};

std::string rendered(const Filter& filter);

/// An operand of `and`, `or`: what is logic itself stands in parentheses, so that reading the text
/// gives the same tree again.
std::string operand(const Filter& filter) {
    const bool is_logic =
        std::holds_alternative<And>(filter.node) || std::holds_alternative<Or>(filter.node);
    return is_logic ? '(' + rendered(filter) + ')' : rendered(filter);
}

std::string joined(const std::vector<Filter>& operands, std::string_view word) {
    std::string text;
    for (const Filter& filter : operands) {
        if (!text.empty()) text.append(" ").append(word).append(" ");
        text += operand(filter);
    }
    return text;
}

struct Renderer {
    std::string operator()(const Comparison& comparison) const {
        std::string text = comparison.path.text() + ' ';
        text += name_of(comparison.op);
        if (comparison.op == Operator::pr) return text;
        text += ' ';
        if (comparison.literal.kind == Literal::Kind::string) {
            append_json_string(text, comparison.literal.text);
        } else {
            text += comparison.literal.text;
        }
        return text;
    }

    std::string operator()(const ValuePath& value_path) const {
        return value_path.path.text() + '[' + rendered(value_path.inner.front()) + ']';
    }

    std::string operator()(const And& all) const { return joined(all.operands, "and"); }

    std::string operator()(const Or& any) const { return joined(any.operands, "or"); }

    std::string operator()(const Not& negation) const {
        return "not (" + rendered(negation.operand.front()) + ')';
    }
};

std::string rendered(const Filter& filter) {
    return std::visit(Renderer{}, filter.node);
}

}  // namespace

// Spelled out since clang 14 crashes on the defaulted ones, which refer to each other through
// Filter.
bool ValuePath::operator==(const ValuePath& other) const {
    return path == other.path && inner == other.inner;
}

bool And::operator==(const And& other) const {
    return operands == other.operands;
}

bool Or::operator==(const Or& other) const {
    return operands == other.operands;
}

bool Not::operator==(const Not& other) const {
    return operand == other.operand;
}

std::string_view name_of(Operator op) {
    return std::ranges::find(operators, op, &NamedOperator::op)->name;
}

std::optional<Operator> operator_from(std::string_view name) {
    const auto* const found =
        std::ranges::find_if(operators, [name](const NamedOperator& candidate) {
            return base::equal_ignoring_case(candidate.name, name);
        });
    if (found == operators.end()) return std::nullopt;
    return found->op;
}

std::string to_text(const Filter& filter) {
    return rendered(filter);
}

}  // namespace usher::scim
