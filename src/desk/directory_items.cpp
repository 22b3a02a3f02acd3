#include "desk/directory_items.hpp"

#include "base/text.hpp"
#include "desk/item.hpp"
#include "invitation/problem.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::FieldProblem;
using scim::Json;

constexpr std::array<std::string_view, 4> on_create_words{"auto", "activate", "invite", "register"};
constexpr std::array<std::string_view, 4> dialect_words{"auto", "strict", "entra", "okta"};
constexpr std::size_t longest_directory_name = 100;

void take_name(
    std::string& into, const std::optional<std::string>& wish, std::vector<FieldProblem>& faults
) {
    if (!wish) return;
    into = base::trimmed(*wish);
    const bool printable = std::none_of(into.begin(), into.end(), [](char c) {
        return static_cast<unsigned char>(c) < ' ' || c == 0x7F;
    });
    if (!into.empty() && into.size() <= longest_directory_name && printable) return;
    faults.push_back(
        {.pointer = "/name",
         .code = into.empty() ? "required" : "invalid",
         .detail = "name: 1 to " + std::to_string(longest_directory_name) + " bytes of text"}
    );
}

struct WordField {
    const char* name;
    std::span<const std::string_view> words;
};

void take_word(
    std::string& into,
    const std::optional<std::string>& wish,
    const WordField& field,
    std::vector<FieldProblem>& faults
) {
    if (!wish) return;
    into = *wish;
    if (std::find(field.words.begin(), field.words.end(), into) != field.words.end()) return;
    std::string detail = std::string(field.name) + " is one of";
    for (const std::string_view word : field.words)
        detail += " " + std::string(word);
    faults.push_back(
        {.pointer = "/" + std::string(field.name), .code = "invalid", .detail = std::move(detail)}
    );
}

void take_policies(store::Policies& into, const Json* changes, std::vector<FieldProblem>& faults) {
    if (changes == nullptr) return;
    std::vector<store::PolicyFault> wrong;
    into = store::apply_changes(into, *changes, wrong);
    for (const store::PolicyFault& fault : wrong) {
        faults.push_back(
            {.pointer = "/policies/" + fault.name,
             .code = fault.unknown ? "unknown" : "invalid",
             .detail = fault.detail}
        );
    }
}

Json token_items(const std::vector<store::TokenRecord>& tokens) {
    Json items = Json::array();
    for (const store::TokenRecord& token : tokens) {
        items.push_back({
            {"id",           token.id                        },
            {"created_at",   token.created_at                },
            {"expires_at",   text_or_null(token.expires_at)  },
            {"last_used_at", text_or_null(token.last_used_at)}
        });
    }
    return items;
}

Json health_of(const store::DirectoryRecord& record, const store::RequestCounts& counts) {
    const double share = counts.all == 0
                             ? 0.0
                             : static_cast<double>(counts.failed) / static_cast<double>(counts.all);
    std::string state = "ok";
    if (!record.last_request_at) state = "silent";
    if (share > 0.1) state = "failing";
    if (record.paused_at) state = record.directory.stopped ? "stopped" : "paused";
    return {
        {"state",           state                               },
        {"last_request_at", text_or_null(record.last_request_at)},
        {"requests",        counts.all                          },
        {"failed",          counts.failed                       },
        {"error_share",     share                               }
    };
}

}  // namespace

void apply(store::Directory& directory, const DirectoryChange& change) {
    std::vector<FieldProblem> faults;
    take_name(directory.name, change.name, faults);
    take_word(directory.on_create, change.on_create, {"on_create", on_create_words}, faults);
    take_word(directory.dialect, change.dialect, {"dialect", dialect_words}, faults);
    take_policies(directory.policies, change.policies, faults);
    if (!faults.empty()) throw invitation::Problem(std::move(faults));
}

Json directory_item(
    store::Session& session,
    const Office& office,
    const std::string& organization_id,
    const store::DirectoryRecord& record
) {
    const store::Directory& directory = record.directory;
    const auto managed = [&](const scim::ResourceType& type) {
        return store::count_resources_of(session, organization_id, directory.id, type.name);
    };
    const auto counts = store::count_directory_requests(
        session, {.organization_id = organization_id, .directory_id = directory.id}
    );
    return {
        {"id",          directory.id                      },
        {"name",        directory.name                    },
        {"on_create",   directory.on_create               },
        {"dialect",     directory.dialect                 },
        {"policies",    store::to_json(directory.policies)},
        {"scim_url",    office.public_url + "/scim/v2"    },
        {"tokens",
         token_items(store::valid_tokens(session,           organization_id, directory.id, office.clock.now())
         )},
        {"users", managed(office.user_type())                         },
        {"groups",       managed(office.group_type())             },
        {"health",      health_of(record,      counts)},
        {"paused_at",      text_or_null(record.paused_at)                  },
        {"pause_reason",             text_or_null(record.pause_reason)                                    },
        {"guard_released_until",             text_or_null(record.guard_released_until)               },
        {"created_at",             record.created_at}
    };
}

Json request_item(const store::DirectoryRequest& request, bool with_bodies) {
    Json item{
        {"id",          request.id         },
        {"at",          request.at         },
        {"request_id",  request.request_id },
        {"method",      request.method     },
        {"target",      request.target     },
        {"status",      request.status     },
        {"habits",      Json::array()      },
        {"duration_us", request.duration_us}
    };
    std::string_view rest = request.habits;
    while (!rest.empty()) {
        const std::string_view habit = rest.substr(0, rest.find(','));
        rest.remove_prefix(std::min(rest.size(), habit.size() + 1));
        item["habits"].push_back(base::trimmed(habit));
    }
    if (!with_bodies) return item;
    item["request_body"] = request.request_body;
    item["response_body"] = request.response_body;
    return item;
}

Json changed_parts(const store::Directory& before, const store::Directory& after) {
    Json changed = Json::array();
    if (before.name != after.name) changed.push_back("name");
    if (before.on_create != after.on_create) changed.push_back("on_create");
    if (before.dialect != after.dialect) changed.push_back("dialect");
    const Json old = store::to_json(before.policies);
    const Json present = store::to_json(after.policies);
    for (const auto& [name, value] : present.items()) {
        if (old[name] != value) changed.push_back("policies." + name);
    }
    return changed;
}

}  // namespace usher::desk
