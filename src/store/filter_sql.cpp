#include "store/filter_sql.hpp"

#include "store/attribute_index.hpp"
#include "store/overloaded.hpp"

#include <string_view>

namespace usher::store {

namespace {

using scim::BoundComparison;
using scim::Operator;

/// Sorts after every indexed text that starts with `prefix`: no such text is as long, and none has
/// a later character.
std::string beyond(const std::string& prefix) {
    constexpr std::string_view last_character = "\xF4\x8F\xBF\xBF";
    std::string text = prefix;
    while (text.size() <= longest_fold)
        text += last_character;
    return text;
}

const Condition anything{.sql = "", .exact = false};

/// `column` against a key; nullopt for what only matches() can say.
std::optional<std::string> compare(
    const std::string& column, Operator op, const std::string& key, Binder& binder
) {
    switch (op) {
        case Operator::eq:
            return column + " = " + binder.bind(key);
        case Operator::gt:
            return column + " > " + binder.bind(key);
        case Operator::ge:
            return column + " >= " + binder.bind(key);
        case Operator::lt:
            return column + " < " + binder.bind(key);
        case Operator::le:
            return column + " <= " + binder.bind(key);
        case Operator::sw: {
            const std::string from = binder.bind(key);
            return column + " >= " + from + " AND " + column + " < " + binder.bind(beyond(key));
        }
        default:
            return std::nullopt;
    }
}

/// The stored times have milliseconds, keys nanoseconds: they order alike once cut to one width,
/// except within one millisecond.
Condition on_time(const std::string& column, const BoundComparison& comparison, Binder& binder) {
    if (comparison.op == Operator::pr) return {};
    constexpr std::size_t up_to_milliseconds = 23;
    if (!comparison.key || comparison.key->size() < up_to_milliseconds) return anything;
    const std::string moment = comparison.key->substr(0, up_to_milliseconds) + "Z";
    switch (comparison.op) {
        case Operator::eq:
            return {.sql = column + " = " + binder.bind(moment), .exact = false};
        case Operator::gt:
        case Operator::ge:
            return {.sql = column + " >= " + binder.bind(moment), .exact = false};
        case Operator::lt:
        case Operator::le:
            return {.sql = column + " <= " + binder.bind(moment), .exact = false};
        default:
            return anything;
    }
}

Condition on_id(const BoundComparison& comparison, Binder& binder) {
    if (comparison.op == Operator::pr) return {};
    if (comparison.op == Operator::ne && comparison.key) {
        return {.sql = "r.id <> " + binder.bind(*comparison.key), .exact = true};
    }
    if (!comparison.key) return anything;
    if (auto sql = compare("r.id", comparison.op, *comparison.key, binder)) {
        return {.sql = "(" + *sql + ")", .exact = true};
    }
    return anything;
}

/// `members eq "id"`, `members[value eq "id"]`: the membership table answers, without the group's
/// other members.
Condition on_members(
    const BoundComparison& comparison, const ConditionScope& scope, Binder& binder
) {
    const bool by_value =
        comparison.path.sub_attribute == nullptr || comparison.path.sub_attribute->name == "value";
    if (!by_value || comparison.op != Operator::eq || !comparison.key) return anything;
    return {
        .sql = "r.id $AMONG SELECT m.group_id FROM membership m WHERE m.organization_id = " +
               scope.organization + " AND m.member_id = " + binder.bind(*comparison.key) +
               " $END_AMONG",
        .exact = true};
}

std::string among(const std::string& rows) {
    return "r.id $AMONG " + rows + " $END_AMONG";
}

Condition on_index(
    const scim::IndexedPath& indexed,
    const BoundComparison& comparison,
    const ConditionScope& scope,
    Binder& binder
) {
    // What every resource has needs no look.
    if (comparison.op == Operator::pr && indexed.path.target().required &&
        indexed.path.sub_attribute == nullptr && !indexed.path.extension) {
        return {};
    }
    std::string rows =
        "SELECT a.resource_id FROM attribute a WHERE a.organization_id = " + scope.organization +
        " AND a.type = " + scope.type_name + " AND a.path = " + binder.bind(indexed.path.text());
    bool inside = true;
    if (comparison.op == Operator::ne || comparison.op == Operator::pr || !comparison.key) {
        // pr, ne null: there is a row. eq null: there is none. ne key: no row has it.
        inside =
            comparison.op == Operator::pr || (comparison.op == Operator::ne && !comparison.key);
        if (comparison.key) rows += " AND a.fold = " + binder.bind(*comparison.key);
    } else if (auto sql = compare("a.fold", comparison.op, *comparison.key, binder)) {
        rows += " AND " + *sql;
    } else {
        // co, ew: matches() decides, but only what has the attribute at all can match.
        return {.sql = among(rows), .exact = false};
    }
    std::string sql = (inside ? "" : "NOT ") + among(rows);
    if (indexed.per_directory) {
        const std::string own = is_of_viewer(scope.viewpoint, binder);
        sql = "(" + sql + (inside ? " AND " : " OR NOT ") + own + ")";
    }
    return {.sql = sql, .exact = true};
}

Condition comparison_sql(
    const BoundComparison& comparison, const ConditionScope& scope, Binder& binder
) {
    if (comparison.path.schema == nullptr) {
        const std::string name = comparison.path.text();
        if (name == "id") return on_id(comparison, binder);
        if (name == "meta.created") return on_time("r.created_at", comparison, binder);
        if (name == "meta.lastModified") return on_time("r.modified_at", comparison, binder);
    }
    if (scope.type.members != nullptr && comparison.path.attribute == scope.type.members) {
        return on_members(comparison, scope, binder);
    }
    // `emails co "x"` has been bound to emails.value; the index knows it under that name.
    if (const scim::IndexedPath* indexed = scope.type.find_indexed(comparison.path)) {
        return on_index(*indexed, comparison, scope, binder);
    }
    return anything;
}

Condition all_of(
    const std::vector<scim::BoundFilter>& operands, const ConditionScope& scope, Binder& binder
) {
    Condition all;
    for (const scim::BoundFilter& operand : operands) {
        const Condition one = to_sql(operand, scope, binder);
        all.exact = all.exact && one.exact;
        if (one.sql.empty()) continue;
        all.sql += (all.sql.empty() ? "" : " AND ") + one.sql;
    }
    if (!all.sql.empty()) all.sql = "(" + all.sql + ")";
    return all;
}

Condition any_of(
    const std::vector<scim::BoundFilter>& operands, const ConditionScope& scope, Binder& binder
) {
    Condition any;
    const std::size_t bound_before = binder.size();
    for (const scim::BoundFilter& operand : operands) {
        const Condition one = to_sql(operand, scope, binder);
        if (one.sql.empty()) {
            binder.forget_after(bound_before);
            return one;
        }
        any.exact = any.exact && one.exact;
        any.sql += (any.sql.empty() ? "" : " OR ") + one.sql;
    }
    any.sql = "(" + any.sql + ")";
    return any;
}

/// The conjuncts about one element: each narrows by its own path; that they meet in one element is
/// for matches().
Condition value_path_sql(
    const scim::BoundValuePath& path, const ConditionScope& scope, Binder& binder
) {
    std::vector<const BoundComparison*> conjuncts;
    const auto collect = [&](const auto& self, const scim::BoundFilter& filter) -> void {
        if (const auto* comparison = std::get_if<BoundComparison>(&filter.node)) {
            conjuncts.push_back(comparison);
        } else if (const auto* both = std::get_if<scim::BoundAnd>(&filter.node)) {
            for (const scim::BoundFilter& operand : both->operands)
                self(self, operand);
        }
    };
    collect(collect, path.inner.front());

    Condition narrowed{.sql = "", .exact = false};
    for (const BoundComparison* conjunct : conjuncts) {
        // ne and null say something about the element that a row somewhere else could contradict.
        if (conjunct->op == Operator::ne || (conjunct->op != Operator::pr && !conjunct->key))
            continue;
        BoundComparison whole = *conjunct;
        whole.path = path.path;
        whole.path.sub_attribute = conjunct->path.sub_attribute != nullptr
                                       ? conjunct->path.sub_attribute
                                       : conjunct->path.attribute;
        const Condition one = comparison_sql(whole, scope, binder);
        if (one.sql.empty()) continue;
        const bool whole_meaning = conjuncts.size() == 1 &&
                                   scope.type.members == path.path.attribute &&
                                   std::holds_alternative<BoundComparison>(path.inner.front().node);
        narrowed.exact = whole_meaning && one.exact;
        narrowed.sql += (narrowed.sql.empty() ? "" : " AND ") + one.sql;
    }
    if (!narrowed.sql.empty()) narrowed.sql = "(" + narrowed.sql + ")";
    return narrowed;
}

}  // namespace

std::string is_of_viewer(const Viewpoint& viewpoint, Binder& binder) {
    return "COALESCE(r.directory_id, '') = " + binder.bind(viewpoint.directory_id);
}

Condition to_sql(const scim::BoundFilter& filter, const ConditionScope& scope, Binder& binder) {
    return std::visit(
        overloaded{
            [&](const BoundComparison& comparison) {
                return comparison_sql(comparison, scope, binder);
            },
            [&](const scim::BoundValuePath& path) { return value_path_sql(path, scope, binder); },
            [&](const scim::BoundAnd& both) { return all_of(both.operands, scope, binder); },
            [&](const scim::BoundOr& either) { return any_of(either.operands, scope, binder); },
            [&](const scim::BoundNot& no) -> Condition {
                // What lets too many through lets too few through once negated.
                const std::size_t bound_before = binder.size();
                const Condition inner = to_sql(no.operand.front(), scope, binder);
                if (!inner.exact) {
                    binder.forget_after(bound_before);
                    return anything;
                }
                if (inner.sql.empty()) return {.sql = "1 = 0", .exact = true};
                return {.sql = "NOT " + inner.sql, .exact = true};
            },
            [&](const scim::BoundAbsent& absent) -> Condition {
                const bool holds = absent.op == Operator::ne
                                       ? !absent.null_literal
                                       : absent.op == Operator::eq && absent.null_literal;
                return {.sql = holds ? "" : "1 = 0", .exact = true};
            }},
        filter.node
    );
}

}  // namespace usher::store
