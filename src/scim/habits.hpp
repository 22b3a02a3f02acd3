// The habits of identity providers that have an adapter, by name, and who may use which.
//
// Rows of scim.md section 3 that are not here need no rewriting of messages:
//  EN1 letter case of `op`, EN5 removal by a `value` list, EN6 null `$ref`, EN10's known attributes
//      that are null and its `meta`, EN18: parse_patch, apply_patch and accept_new understand them;
//  EN13, EN15, EN16, EN20 to EN25: routes, answers, tokens and limits, in http and directory;
//  EN14 `manager eq "id"`: bind; EN17 verbatim values: the store keeps what it is given;
//  EN26 a replace without `members` leaves them: apply_patch;
//  OK1, OK2, OK4, OK5, OK14: PUT and path-less PATCH of the core; readOnly attributes are ignored;
//  OK3, OK6, OK8 to OK13: lists, answers and limits, in store, directory and http;
//  JumpCloud's `emails: null` and `addresses: []`: RFC 7643 §2.5, accept_new;
//  Ping: PUTs users and reads lists of groups, all of it standard;
//  SailPoint's replace of one complex attribute that names some of its sub-attributes: RFC 7644
//      §3.5.2.3 as apply_patch has it leaves the others.
#pragma once

#include "usher/scim/client_dialects.hpp"

namespace usher::scim::habits {

inline constexpr HabitDescription string_booleans{
    "entra.string_booleans",
    "EN2, EN3",
    "\"True\" and \"False\" as strings become booleans, in values and in filters.",
    true,
    false};
inline constexpr HabitDescription dotted_keys{
    "entra.dotted_keys",
    "EN4",
    "Keys like \"name.givenName\" or \"urn:…:User:department\" in an object of attributes count as "
    "paths.",
    true,
    false};
inline constexpr HabitDescription replace_creates{
    "entra.replace_creates",
    "EN7",
    "A replace on emails[type eq \"work\"].value creates that value where there is none.",
    true,
    false};
inline constexpr HabitDescription bare_reference{
    "entra.bare_reference",
    "EN8",
    "A string where {\"value\": …} is wanted, as for manager, becomes that.",
    true,
    false};
inline constexpr HabitDescription list_for_single{
    "entra.list_for_single",
    "EN8",
    "A list of one object for a single-valued attribute becomes the object.",
    true,
    false};
inline constexpr HabitDescription empty_string_removes{
    "entra.empty_string_removes",
    "EN8",
    "\"\" for a complex attribute, as for manager, removes it.",
    true,
    false};
inline constexpr HabitDescription unqualified_extension{
    "entra.unqualified_extension",
    "EN8, EN10, EN14",
    "An extension's attribute without its URN, as in `manager`, is found if only one extension has "
    "it.",
    true,
    false};
inline constexpr HabitDescription json_text{
    "entra.json_text",
    "EN9",
    "JSON text inside a value, as for app roles, is read as the object that it spells.",
    true,
    false};
inline constexpr HabitDescription unknown_nulls{
    "entra.unknown_nulls",
    "EN10",
    "Attributes that no schema defines are dropped if they are null.",
    true,
    true};
inline constexpr HabitDescription unknown_schemas{
    "entra.unknown_schemas",
    "EN10",
    "URIs in `schemas` that the resource type does not have are dropped.",
    true,
    true};
inline constexpr HabitDescription misspelt_urn{
    "entra.misspelt_urn",
    "EN10",
    "A schema URN with a colon too few or too many, as in …:enterprise:2.0User, is put right.",
    true,
    false};
inline constexpr HabitDescription unquoted_words{
    "entra.unquoted_words",
    "EN11",
    "A word without quotes in a filter counts as a string.",
    true,
    false};
inline constexpr HabitDescription value_path_suffix{
    "entra.value_path_suffix",
    "EN12",
    "emails[type eq \"work\"].value eq \"x\" in a filter means one value that is both.",
    true,
    false};
inline constexpr HabitDescription id_in_value{
    "okta.id_in_value",
    "OK7",
    "`id`, `meta` and `schemas` among the attributes of a PATCH without path are dropped.",
    false,
    true};
inline constexpr HabitDescription single_object_for_list{
    "onelogin.single_object_for_list",
    "OneLogin",
    "One object where a list is wanted, as for emails, becomes a list of it.",
    false,
    false};
inline constexpr HabitDescription null_values{
    "jumpcloud.null_values",
    "JumpCloud",
    "List values that are null, or have a label but a null or empty value, are dropped.",
    false,
    false};

/// What one call adapts for, and where it reports to.
struct Context {
    const ResourceType& type;
    Dialect dialect;
    Habits& fired;

    [[nodiscard]] bool wants(const HabitDescription& habit) const;

    /// Reports `habit`, once.
    void report(const HabitDescription& habit) const;
};

}  // namespace usher::scim::habits
