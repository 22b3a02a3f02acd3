#include "store/list_filter.hpp"

#include "base/text.hpp"
#include "store/overloaded.hpp"
#include "usher/scim/comparison.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>
#include <charconv>

namespace usher::store {

namespace {

using scim::Comparison;
using scim::Literal;
using scim::Operator;

[[noreturn]] void refuse(const std::string& detail) {
    throw scim::Error::invalid_filter(detail);
}

bool compares_equality_only(FieldKind kind) {
    return kind == FieldKind::word || kind == FieldKind::id || kind == FieldKind::boolean;
}

bool is_substring(Operator op) {
    return op == Operator::co || op == Operator::sw || op == Operator::ew;
}

bool is_order(Operator op) {
    return op == Operator::gt || op == Operator::ge || op == Operator::lt || op == Operator::le;
}

void require_operator(const ListField& field, Operator op) {
    const bool text = field.kind == FieldKind::text || field.kind == FieldKind::folded;
    if ((is_order(op) && compares_equality_only(field.kind)) || (is_substring(op) && !text)) {
        refuse(field.name + " cannot be compared with " + std::string(scim::name_of(op)));
    }
}

/// A literal of the field's kind, as it is bound.
struct Operand {
    std::string value;
    bool rest = false;  ///< of a time: a part below the stored milliseconds was cut off
};

void require_kind(const ListField& field, const Literal& literal, Literal::Kind kind) {
    if (literal.kind == kind) return;
    refuse(
        field.name + " is compared with " +
        (kind == Literal::Kind::string   ? "a text in quotes"
         : kind == Literal::Kind::number ? "a number"
                                         : "true or false")
    );
}

Operand time_operand(const ListField& field, const Literal& literal) {
    constexpr std::size_t up_to_milliseconds = 23;
    const auto canonical = scim::canonical_date_time(literal.text);
    if (!canonical) refuse(field.name + " is compared with a time such as 2026-01-31T09:00:00Z");
    const std::string below = canonical->substr(up_to_milliseconds);
    return {
        .value = canonical->substr(0, up_to_milliseconds) + "Z",
        .rest = below.find_first_of("123456789") != std::string::npos};
}

Operand operand_of(const ListField& field, const Literal& literal) {
    switch (field.kind) {
        case FieldKind::boolean:
            require_kind(field, literal, Literal::Kind::boolean);
            return {.value = literal.text == "true" ? "1" : "0"};
        case FieldKind::number: {
            require_kind(field, literal, Literal::Kind::number);
            std::int64_t number = 0;
            const char* const end = literal.text.data() + literal.text.size();
            const auto read = std::from_chars(literal.text.data(), end, number);
            if (read.ec != std::errc() || read.ptr != end) {
                refuse(field.name + " is compared with a whole number");
            }
            return {.value = literal.text};
        }
        default:
            break;
    }
    require_kind(field, literal, Literal::Kind::string);
    if (field.kind == FieldKind::time) return time_operand(field, literal);
    if (field.kind == FieldKind::folded) return {.value = base::fold_case(literal.text)};
    if (field.kind == FieldKind::word &&
        std::find(field.words.begin(), field.words.end(), literal.text) == field.words.end()) {
        std::string known;
        for (const std::string& word : field.words)
            known += (known.empty() ? "" : ", ") + word;
        refuse(field.name + " is one of " + known);
    }
    return {.value = literal.text};
}

std::string placeholder(const ListField& field, const Operand& operand, Binder& binder) {
    const std::string bound = binder.bind(operand.value);
    const bool number = field.kind == FieldKind::number || field.kind == FieldKind::boolean;
    return "CAST(" + bound + (number ? " AS $INTEGER)" : " AS text)");
}

std::string_view sign_of(Operator op) {
    switch (op) {
        case Operator::gt:
            return " > ";
        case Operator::ge:
            return " >= ";
        case Operator::lt:
            return " < ";
        case Operator::le:
            return " <= ";
        default:
            return " = ";
    }
}

/// That a value that is there compares so.
std::string holds(const ListField& field, Operator op, const Operand& operand, Binder& binder) {
    const std::string& value = field.value;
    if (operand.rest) {
        // The stored time is never equal to one between two milliseconds.
        if (op == Operator::eq) return "1 = 0";
        if (op == Operator::ge) op = Operator::gt;
        if (op == Operator::lt) op = Operator::le;
    }
    const std::string key = placeholder(field, operand, binder);
    switch (op) {
        case Operator::co:
            return "$POSITION(" + value + ", " + key + ") > 0";
        case Operator::sw:
            // The first half is what an index can narrow by.
            return value + " >= " + key + " AND substr(" + value + ", 1, length(" + key +
                   ")) = " + key;
        case Operator::ew:
            return "length(" + value + ") >= length(" + key + ") AND substr(" + value +
                   ", length(" + value + ") - length(" + key + ") + 1) = " + key;
        default:
            return value + std::string(sign_of(op)) + key;
    }
}

std::string comparison_sql(const Comparison& comparison, const ListSource& source, Binder& binder) {
    const std::string name = comparison.path.text();
    const ListField* field = find_field(source, name);
    if (field == nullptr) refuse("this list has no field " + name);
    require_operator(*field, comparison.op);

    const Literal& literal = comparison.literal;
    const bool absent = literal.kind == Literal::Kind::null ||
                        (literal.kind == Literal::Kind::string && literal.text.empty());
    const bool negative = comparison.op == Operator::ne;
    const bool presence = comparison.op == Operator::pr;
    const bool equality = negative || comparison.op == Operator::eq;
    if (absent && !presence && !equality) return "1 = 0";

    const auto some = [&](const std::string& condition) {
        if (field->rows.empty()) return "(" + condition + ")";
        return "(" + source.id + " $AMONG " + field->rows +
               (condition.empty() ? "" : " AND " + condition) + " $END_AMONG)";
    };
    if (presence || absent) {
        const std::string there =
            some(field->rows.empty() ? field->value + " IS NOT NULL" : std::string());
        return absent && !negative && !presence ? "(NOT " + there + ")" : there;
    }
    const Operand operand = operand_of(*field, literal);
    const std::string held = some(
        field->value + " IS NOT NULL AND " +
        holds(*field, negative ? Operator::eq : comparison.op, operand, binder)
    );
    return negative ? "(NOT " + held + ")" : held;
}

std::string joined(
    const std::vector<scim::Filter>& operands,
    std::string_view word,
    const ListSource& source,
    Binder& binder
) {
    std::string sql;
    for (const scim::Filter& operand : operands) {
        sql += sql.empty() ? "(" : std::string(word);
        sql += list_condition(operand, source, binder);
    }
    return sql + ")";
}

}  // namespace

const ListField* find_field(const ListSource& source, std::string_view name) {
    const auto found =
        std::find_if(source.fields.begin(), source.fields.end(), [&](const ListField& field) {
            return field.name == name;
        });
    return found == source.fields.end() ? nullptr : &*found;
}

std::string list_condition(const scim::Filter& filter, const ListSource& source, Binder& binder) {
    return std::visit(
        overloaded{
            [&](const Comparison& comparison) {
                return comparison_sql(comparison, source, binder);
            },
            [](const scim::ValuePath& path) -> std::string {
                refuse(path.path.text() + "[...]: lists have no brackets");
            },
            [&](const scim::And& both) { return joined(both.operands, " AND ", source, binder); },
            [&](const scim::Or& either) { return joined(either.operands, " OR ", source, binder); },
            [&](const scim::Not& no) {
                return "(NOT " + list_condition(no.operand.front(), source, binder) + ")";
            }},
        filter.node
    );
}

}  // namespace usher::store
