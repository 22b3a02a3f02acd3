#include "desk/factor_purpose.hpp"

#include "desk/user_fields.hpp"
#include "directory/documents.hpp"
#include "invitation/keys.hpp"
#include "invitation/matching.hpp"

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using scim::Json;

}  // namespace

std::string to_text(const FactorPurpose& purpose) {
    return scim::to_text(Json{
        {"sets_up",       purpose.sets_up      },
        {"opens_session", purpose.opens_session},
        {"via",           purpose.via          },
        {"factor",        purpose.factor       },
        {"terms_version", purpose.terms_version},
        {"codes_sent",    purpose.codes_sent   }
    });
}

FactorPurpose factor_purpose_from(const std::string& text) {
    const Json stored = Json::parse(text);
    return {
        .sets_up = stored.at("sets_up").get<bool>(),
        .opens_session = stored.at("opens_session").get<bool>(),
        .via = stored.at("via").get<std::string>(),
        .factor = stored.at("factor").get<std::string>(),
        .terms_version = stored.at("terms_version").get<std::string>(),
        .codes_sent = stored.at("codes_sent").get<int>()};
}

std::string sms_number_of(const FactorOwner& owner) {
    const std::string& region = owner.organization.settings.default_region;
    if (!owner.offered_phone.empty()) {
        return invitation::phone_key(owner.offered_phone, region).value_or("");
    }
    const Json fields = read_fields(directory::document_of(owner.user));
    if (fields.at("consented_to_sms") != true) return {};
    std::string found;
    for (const Json& phone : fields.at("phones")) {
        const auto key = invitation::phone_key(phone.value("value", ""), region);
        if (!key) continue;
        if (phone.value("type", "") == "mobile") return *key;
        if (found.empty()) found = *key;
    }
    return found;
}

std::string mailbox_of(const FactorOwner& owner) {
    return invitation::mail_address_of(directory::document_of(owner.user));
}

std::string mostly_hidden(const std::string& target) {
    constexpr std::size_t shown_digits = 3;
    const auto at = target.rfind('@');
    if (at == std::string::npos) {
        return "…" + target.substr(target.size() - std::min(target.size(), shown_digits));
    }
    return target.substr(0, 1) + "…" + target.substr(at);
}

}  // namespace usher::desk
