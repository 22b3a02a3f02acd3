#include "usher/scim/client_dialects.hpp"

#include "base/text.hpp"
#include "scim/dialect_bodies.hpp"
#include "scim/dialect_filters.hpp"
#include "scim/dialect_patches.hpp"
#include "scim/habits.hpp"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

constexpr std::array<std::pair<Dialect, std::string_view>, 4> spellings{
    {{Dialect::strict, "strict"},
     {Dialect::entra, "entra"},
     {Dialect::okta, "okta"},
     {Dialect::automatic, "auto"}}
};

/// Whether a bracket is followed by a dot, outside of quotes: what the parser folds into the
/// brackets and does not tell.
bool has_value_path_suffix(std::string_view text) {
    bool quoted = false;
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '\\' && quoted)
            ++i;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && text[i] == ']' && text[i + 1] == '.')
            return true;
    }
    return false;
}

}  // namespace

std::optional<Dialect> dialect_from(std::string_view name) {
    for (const auto& [dialect, spelling] : spellings)
        if (base::equal_ignoring_case(spelling, name)) return dialect;
    return std::nullopt;
}

std::string_view name_of(Dialect dialect) {
    for (const auto& [candidate, spelling] : spellings)
        if (candidate == dialect) return spelling;
    return {};
}

BodyRules body_rules(Dialect dialect) {
    return {.schemas_optional = dialect == Dialect::automatic, .ignore_unknown = false};
}

Json adapt_resource(Json body, const ResourceType& type, Dialect dialect, Habits& habits) {
    if (dialect != Dialect::strict) adapt_body(body, {type, dialect, habits});
    return body;
}

Json adapt_patch(Json message, const ResourceType& type, Dialect dialect, Habits& habits) {
    if (dialect != Dialect::strict) adapt_operations(message, {type, dialect, habits});
    return message;
}

Filter adapt_filter(
    std::string_view text, const ResourceType& type, Dialect dialect, Habits& habits
) {
    const habits::Context context{type, dialect, habits};
    Filter filter = parse_filter(text, syntax_for(context));
    if (dialect == Dialect::strict) return filter;
    adapt_comparisons(filter, context);
    if (has_value_path_suffix(text)) context.report(habits::value_path_suffix);
    return filter;
}

}  // namespace usher::scim
