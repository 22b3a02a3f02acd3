#include "desk/bulk_texts.hpp"

#include "desk/item.hpp"
#include "invitation/authority.hpp"

#include <array>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using scim::Json;

struct EntryField {
    const char* name;
    std::string RecipientEntry::*value;
    bool of_user = true;  ///< a field of the API's users
};

constexpr std::array entry_fields{
    EntryField{"email",                       &RecipientEntry::email,    false},
    EntryField{"user_id",                             &RecipientEntry::user_id,                                              false},
    EntryField{"given_name",                        &RecipientEntry::given_name   },
    EntryField{"family_name",&RecipientEntry::family_name},
    EntryField{"user_name",                       &RecipientEntry::user_name                                               },
    EntryField{"title",&RecipientEntry::title},
    EntryField{"department",                           &RecipientEntry::department                                                                                             },
    EntryField{"mobile",&RecipientEntry::mobile},
    EntryField{"code",                               &RecipientEntry::code                                                                                                                                                    },
    EntryField{"manager",&RecipientEntry::manager,false},
    EntryField{"role",                            &RecipientEntry::role,                                                                                                                                                                                                  false},
    EntryField{"time_zone",                        &RecipientEntry::time_zone},
    EntryField{"locale",                             &RecipientEntry::locale                                           },
};

}  // namespace

std::string write_terms(const InvitationTerms& terms, std::size_t recognised) {
    Json groups = Json::array();
    for (const store::PromisedGroup& group : terms.groups)
        groups.push_back({group.id, group.role});
    Json text = Json::object();
    text["groups"] = std::move(groups);
    text["organization_role"] = text_or_null(terms.organization_role);
    text["channels"] = terms.channels;
    text["ttl_hours"] = terms.ttl ? Json(terms.ttl->count()) : Json(nullptr);
    text["locale"] = text_or_null(terms.locale);
    text["source"] = terms.source;
    text["recognised"] = recognised;
    return scim::to_text(text);
}

InvitationTerms read_terms(const std::string& text) {
    const Json kept = scim::parse_json(text);
    InvitationTerms terms;
    for (const Json& group : kept.at("groups"))
        terms.groups.push_back({.id = group.at(0), .role = group.at(1)});
    terms.organization_role = text_or_absent(kept.at("organization_role"));
    terms.channels = kept.at("channels").get<std::vector<std::string>>();
    if (!kept.at("ttl_hours").is_null()) {
        terms.ttl = std::chrono::hours(kept.at("ttl_hours").get<std::int64_t>());
    }
    terms.locale = text_or_absent(kept.at("locale"));
    terms.source = kept.at("source");
    return terms;
}

std::size_t read_recognised(const std::string& terms_text) {
    return scim::parse_json(terms_text).at("recognised").get<std::size_t>();
}

std::string write_caller(const Caller& caller) {
    Json text = Json::object();
    text["kind"] = caller.actor.kind;
    text["id"] = caller.actor.id;
    text["role"] = std::string(name_of(caller.role));
    text["request_id"] = caller.request_id;
    return scim::to_text(text);
}

Caller read_caller(
    store::Session& session, const std::string& organization_id, const std::string& text
) {
    const Json kept = scim::parse_json(text);
    Caller caller;
    caller.organization_id = organization_id;
    caller.actor = {.kind = kept.at("kind"), .id = kept.at("id")};
    caller.request_id = kept.at("request_id");
    const bool is_user = caller.actor.kind == "user";
    if (is_user) caller.user_id = caller.actor.id;
    const auto given = invitation::role_from(kept.at("role").get<std::string>());
    const auto authority =
        is_user ? invitation::authority_of_user(session, organization_id, caller.user_id)
                : invitation::authority_of_token(given.value_or(invitation::Role::member));
    caller.role = authority.role;
    caller.permissions = authority.permissions;
    return caller;
}

std::string write_entry(const RecipientEntry& entry) {
    Json text = Json::object();
    text["line"] = entry.line;
    for (const EntryField& field : entry_fields) {
        if (const std::string& value = entry.*field.value; !value.empty()) text[field.name] = value;
    }
    if (!entry.groups.empty()) text["groups"] = entry.groups;
    return scim::to_text(text);
}

std::string write_entry(const NotRecognised& entry) {
    Json text = Json::object();
    text["line"] = entry.line;
    text["email"] = entry.text;
    text["reason"] = entry.reason;
    text["detail"] = entry.detail;
    return scim::to_text(text);
}

KeptEntry read_entry(const std::string& text) {
    const Json kept = scim::parse_json(text);
    KeptEntry read;
    read.entry.line = kept.at("line").get<std::size_t>();
    for (const EntryField& field : entry_fields)
        read.entry.*field.value = kept.value(field.name, "");
    if (kept.contains("groups")) {
        read.entry.groups = kept.at("groups").get<std::vector<std::string>>();
    }
    read.reason = kept.value("reason", "");
    read.detail = kept.value("detail", "");
    return read;
}

Json fields_of(const RecipientEntry& entry) {
    Json fields = Json::object();
    for (const EntryField& field : entry_fields) {
        const std::string& value = entry.*field.value;
        if (field.of_user && !value.empty()) fields[field.name] = value;
    }
    return fields;
}

}  // namespace usher::desk
