// SCIM filters (RFC 7644 §3.4.2.2): text → Filter → BoundFilter → matches() or SQL.
//
// A Filter is what was written. bind() looks names up and types the literals; only the BoundFilter
// that it returns reaches evaluation or SQL. All are immutable values, safe to share.
#pragma once

#include "usher/scim/path.hpp"
#include "usher/scim/schema.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace usher::scim {

enum class Operator { eq, ne, co, sw, ew, pr, gt, ge, lt, le };

/// Operators as written ("eq"); reading them takes any letter case (F17).
[[nodiscard]] std::string_view name_of(Operator op);
[[nodiscard]] std::optional<Operator> operator_from(std::string_view name);

/// A comparison value as written. Numbers keep their text; `bare` marks an unquoted word.
struct Literal {
    enum class Kind { none, null, boolean, number, string, bare } kind = Kind::none;
    std::string text;  ///< "true", "12.5", the decoded string

    bool operator==(const Literal&) const = default;
};

struct Filter;

struct Comparison {
    AttributePath path;
    Operator op = Operator::eq;
    Literal literal;  ///< kind none for pr
    bool operator==(const Comparison&) const = default;
};

/// `emails[type eq "work"]`; `.value eq "x"` after it has become one more conjunct inside.
struct ValuePath {
    AttributePath path;
    std::vector<Filter> inner;  ///< exactly one
    bool operator==(const ValuePath&) const;
};

struct And {
    std::vector<Filter> operands;  ///< two or more
    bool operator==(const And&) const;
};

struct Or {
    std::vector<Filter> operands;  ///< two or more
    bool operator==(const Or&) const;
};

struct Not {
    std::vector<Filter> operand;  ///< exactly one
    bool operator==(const Not&) const;
};

struct Filter {
    std::variant<Comparison, ValuePath, And, Or, Not> node;
    bool operator==(const Filter&) const = default;
};

/// What the parser accepts beyond the RFC's grammar, and how much it reads (F29).
struct FilterSyntax {
    bool bare_words = false;         ///< `externalId eq jyoung` (Entra's documentation, EN11)
    bool value_path_suffix = false;  ///< `emails[type eq "work"].value eq "x"` (EN12)
    std::size_t max_length = 100'000;
    std::size_t max_terms = 1'000;  ///< comparisons
    std::size_t max_depth = 50;     ///< parentheses and brackets inside each other
};

/// Parses a filter. Names are not looked up yet: see bind(). `not(` and `not (` are both read
/// (erratum 7319), logic inside brackets too (7322) but no brackets inside brackets, operators in
/// any case. Throws Error::invalid_filter naming the column where reading stopped (from 1, in
/// bytes); the texts of the filter's values never appear in it.
[[nodiscard]] Filter parse_filter(std::string_view text, const FilterSyntax& syntax = {});

/// Renders a filter so that parse_filter() (with all extensions on) reads back the same value.
[[nodiscard]] std::string to_text(const Filter& filter);

/// A PATCH path (RFC 7644 §3.5.2): `attribute[.sub]` or `attribute[filter][.sub]`.
struct PatchPath {
    AttributePath attribute;        ///< sub_attribute holds the one after the bracket, if any
    std::vector<Filter> selection;  ///< the filter in brackets: none or one
    bool operator==(const PatchPath&) const = default;
};

/// Parses a PATCH path. Throws Error::invalid_path, or Error::invalid_filter for what stands in
/// brackets (H22).
[[nodiscard]] PatchPath parse_patch_path(std::string_view text, const FilterSyntax& syntax = {});

struct BoundFilter;

/// Inside a value path the comparison is about one element of `path.attribute`: its
/// `path.sub_attribute`, or, where there is none, the simple element itself.
struct BoundComparison {
    BoundPath path;
    Operator op = Operator::eq;
    /// The comparison_key of the literal. Absent for pr; absent with eq and ne where the literal is
    /// null or "": then they ask for absence and presence. The target may be complex only if
    /// absent.
    std::optional<std::string> key;
    bool operator==(const BoundComparison&) const = default;
};

struct BoundValuePath {
    BoundPath path;
    std::vector<BoundFilter> inner;  ///< exactly one; its comparisons are about one element
};

struct BoundAnd {
    std::vector<BoundFilter> operands;
};

struct BoundOr {
    std::vector<BoundFilter> operands;
};

struct BoundNot {
    std::vector<BoundFilter> operand;
};

/// The attribute does not exist in this resource type (a search over several types, RFC 7644
/// §3.4.2.1): counts as absent (G06), so only `ne` and `eq null` match.
struct BoundAbsent {
    Operator op = Operator::eq;
    bool null_literal = false;
};

struct BoundFilter {
    std::variant<BoundComparison, BoundValuePath, BoundAnd, BoundOr, BoundNot, BoundAbsent> node;
};

struct BindRules {
    bool unknown_is_absent = false;  ///< root searches; otherwise an unknown name is invalidFilter
    bool unqualified_extensions = false;  ///< see resolve()
};

/// Checks a filter against a resource type: every path exists, each operator suits its attribute
/// (no ordering of booleans and binaries, F12; substrings only of strings and references), each
/// literal has its type. `emails co "x"` and `manager eq "id"` mean their `value` (F18, EN14); a
/// complex attribute without one is refused (F28). Attributes returned `never` are refused with
/// Error::sensitive (403, F26); all else throws Error::invalid_filter.
/// The result is the only form that matches() and SQL accept. `type` must outlive it.
[[nodiscard]] BoundFilter bind(
    const Filter& filter, const ResourceType& type, const BindRules& rules = {}
);

/// Binds what stands in the brackets of a PATCH path: names are those of `attribute`'s
/// sub-attributes (a simple multi-valued attribute has `value`).
[[nodiscard]] BoundFilter bind_selection(const Filter& filter, const BoundPath& attribute);

/// Whether `resource` (a document with everything the filter may name, its keys spelled as in the
/// schemas) matches. A multi-valued attribute matches if any value does; `ne` is not eq, so it
/// matches if no value is equal. Absent values make every operator false except `ne`, and `eq
/// null`. A value path matches if one element does; where there is no element, nothing does.
[[nodiscard]] bool matches(const BoundFilter& filter, const Json& resource);

/// Whether one element of a multi-valued (or one complex) attribute matches a selection.
[[nodiscard]] bool matches_element(const BoundFilter& filter, const Json& element);

}  // namespace usher::scim
