// What real identity providers send, rewritten to standard requests before the strict core sees it.
//
// Each habit is one named adapter ("entra.string_booleans"); those that fired are reported, so that
// the request log can show why a request that the RFC would refuse was understood. Pure. Sources:
// scim.md section 3 (rows EN1…, OK1…, OneLogin, JumpCloud, Ping, SailPoint).
#pragma once

#include "usher/scim/filter.hpp"
#include "usher/scim/json.hpp"
#include "usher/scim/schema.hpp"
#include "usher/scim/validate.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::scim {

/// A directory's setting. `automatic` (spelled "auto") applies every adapter that the request's
/// shape calls for, those of providers without a dialect of their own included.
enum class Dialect { strict, entra, okta, automatic };

[[nodiscard]] std::optional<Dialect> dialect_from(std::string_view name);
[[nodiscard]] std::string_view name_of(Dialect dialect);

/// The names of the adapters that changed something, each once, in order.
using Habits = std::vector<std::string_view>;

/// Every habit there is with the one sentence that docs/scim-support.md prints.
struct HabitDescription {
    std::string_view name;
    std::string_view row;  ///< "EN2", "OneLogin"
    std::string_view description;
    bool entra, okta;  ///< applied under that dialect; `automatic` applies all, `strict` none
};

[[nodiscard]] const std::vector<HabitDescription>& habit_descriptions();

/// The rules for accept_new()/accept_replacement() under `dialect`: `automatic` takes a body
/// without `schemas`. An attribute that no schema defines is refused everywhere: dropping data in
/// silence is no service to anybody (unless it is null, EN10).
[[nodiscard]] BodyRules body_rules(Dialect dialect);

/// Rewrites the body of a POST or PUT: string booleans, unknown nulls, an object where a list is
/// wanted, a string where {value} is wanted, unknown URIs, unqualified or dotted extension keys,
/// JSON text in values. A body that is no object is returned as it is.
[[nodiscard]] Json adapt_resource(
    Json body, const ResourceType& type, Dialect dialect, Habits& habits
);

/// Rewrites a PatchOp message so that parse_patch() understands it: dotted and URN-qualified keys
/// (EN4) become operations with paths, string booleans (EN2, EN3) in values and in path filters
/// become booleans, a manager may be a string, a list or "" (EN8), extension paths may lack their
/// URN, `replace` with an eq-only selection becomes `add` (EN7, not for members), `id` and
/// `schemas` in path-less values are dropped (OK7). Member removal by `value` (EN5) is left as it
/// is: the core understands it. Throws Error::invalid_path and Error::invalid_filter as
/// parse_patch() does; any other fault is left for the core to find.
[[nodiscard]] Json adapt_patch(
    Json message, const ResourceType& type, Dialect dialect, Habits& habits
);

/// Parses a filter as the dialect allows and rewrites it: bare words (EN11), value path suffix
/// (EN12), string booleans (EN3), unqualified extension attributes (EN8, EN14). Throws as
/// parse_filter() does.
[[nodiscard]] Filter adapt_filter(
    std::string_view text, const ResourceType& type, Dialect dialect, Habits& habits
);

}  // namespace usher::scim
