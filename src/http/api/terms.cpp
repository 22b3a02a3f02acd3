#include "http/api/terms.hpp"

namespace usher::http {

std::vector<store::PromisedGroup> read_groups(FieldReader& fields) {
    std::vector<store::PromisedGroup> groups;
    fields.objects("groups", [&](FieldReader& group) {
        groups.push_back({.id = group.required_text("id"), .role = group.text("role").value_or("")}
        );
    });
    return groups;
}

desk::InvitationTerms read_terms(FieldReader& fields) {
    constexpr std::int64_t a_year = 24L * 365;
    desk::InvitationTerms terms;
    terms.groups = read_groups(fields);
    terms.organization_role = fields.text("organization_role");
    if (auto channels = fields.texts("channels")) terms.channels = std::move(*channels);
    if (const auto hours = fields.number("ttl_hours", 1, a_year)) {
        terms.ttl = std::chrono::hours(*hours);
    }
    terms.locale = fields.text("locale");
    return terms;
}

}  // namespace usher::http
