#include "population/scim_json.hpp"

namespace usher::bench {
namespace {

void put(Json& object, const char* name, const std::string& value) {
    if (!value.empty()) object[name] = value;
}

Json address_json(const Address& address, const char* type) {
    return {
        {"type",          type                                                            },
        {"streetAddress", address.street                                                  },
        {"locality",      address.city                                                    },
        {"postalCode",    address.postal_code                                             },
        {"country",       address.country                                                 },
        {"formatted",     address.street + '\n' + address.postal_code + ' ' + address.city},
    };
}

Json typed(const std::string& value, const char* type) {
    return {
        {"value", value},
        {"type",  type }
    };
}

Json emails_json(const Person& person) {
    auto emails = Json::array({typed(person.work_email, "work")});
    emails[0]["primary"] = true;
    if (!person.home_email.empty()) emails.push_back(typed(person.home_email, "home"));
    return emails;
}

Json phones_json(const Person& person) {
    auto phones = Json::array();
    if (!person.work_phone.empty()) phones.push_back(typed(person.work_phone, "work"));
    if (!person.mobile_phone.empty()) phones.push_back(typed(person.mobile_phone, "mobile"));
    return phones;
}

Json addresses_json(const Person& person) {
    auto addresses = Json::array({address_json(person.work_address, "work")});
    if (person.home_address) addresses.push_back(address_json(*person.home_address, "home"));
    return addresses;
}

Json enterprise_json(const Person& person) {
    return {
        {"employeeNumber", person.employee_number},
        {"costCenter",     person.cost_center    },
        {"organization",   person.organization   },
        {"division",       person.division       },
        {"department",     person.department     },
    };
}

}  // namespace

Json user_json(const Person& person) {
    Json user{
        {"schemas",           {user_schema, enterprise_schema}},
        {"userName",          person.user_name                },
        {"externalId",        person.external_id              },
        {"name",
         {{"givenName", person.given_name},
          {"familyName", person.family_name},
          {"formatted", person.display_name}}                 },
        {"displayName",       person.display_name             },
        {"title",             person.title                    },
        {"userType",          person.user_type                },
        {"preferredLanguage", person.locale                   },
        {"locale",            person.locale                   },
        {"timezone",          person.time_zone                },
        {"active",            person.active                   },
        {"emails",            emails_json(person)             },
        {"addresses",         addresses_json(person)          },
        {enterprise_schema,   enterprise_json(person)         },
    };
    put(user, "nickName", person.nick_name);
    if (auto phones = phones_json(person); !phones.empty())
        user["phoneNumbers"] = std::move(phones);
    return user;
}

Json group_json(const Group& group) {
    return {
        {"schemas",     {group_schema}    },
        {"displayName", group.display_name},
        {"externalId",  group.external_id },
    };
}

}  // namespace usher::bench
