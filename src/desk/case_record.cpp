#include "desk/case_record.hpp"

#include "desk/item.hpp"
#include "usher/scim/json.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using scim::Json;
using store::MembershipOf;

Json to_json(const std::vector<MembershipOf>& memberships) {
    Json list = Json::array();
    for (const MembershipOf& one : memberships) {
        list.push_back(Json{
            {"id",   one.group_id},
            {"role", one.role    }
        });
    }
    return list;
}

std::vector<MembershipOf> memberships_from(const Json& list) {
    std::vector<MembershipOf> memberships;
    for (const Json& one : list) {
        memberships.push_back(
            {.group_id = one.at("id").get<std::string>(), .role = one.at("role").get<std::string>()}
        );
    }
    return memberships;
}

}  // namespace

std::string write_record(const CaseRecord& record) {
    return scim::to_text(Json{
        {"kept_id",       record.kept_id                   },
        {"other_id",      record.other_id                  },
        {"joined_groups", to_json(record.joined_groups)    },
        {"other_groups",  to_json(record.other_groups)     },
        {"role_before",   record.role_before               },
        {"role_after",    record.role_after                },
        {"directory_id",  text_or_null(record.directory_id)},
        {"emails",        record.emails                    },
        {"phones",        record.phones                    },
        {"joined_at",     text_or_null(record.joined_at)   },
        {"password",      record.password                  }
    });
}

CaseRecord read_record(const std::string& text) {
    const Json json = scim::parse_json(text);
    return {
        .kept_id = json.at("kept_id").get<std::string>(),
        .other_id = json.at("other_id").get<std::string>(),
        .joined_groups = memberships_from(json.at("joined_groups")),
        .other_groups = memberships_from(json.at("other_groups")),
        .role_before = json.at("role_before").get<std::string>(),
        .role_after = json.at("role_after").get<std::string>(),
        .directory_id = text_or_absent(json.at("directory_id")),
        .emails = json.at("emails").get<std::vector<std::string>>(),
        .phones = json.at("phones").get<std::vector<std::string>>(),
        .joined_at = text_or_absent(json.at("joined_at")),
        .password = json.at("password").get<bool>()};
}

}  // namespace usher::desk
