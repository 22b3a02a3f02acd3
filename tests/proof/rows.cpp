#include "tests/proof/rows.hpp"

#include "invitation/problem.hpp"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::test {

Json named(const std::string& user_name, const Json& more) {
    Json fields{
        {"user_name",   user_name},
        {"given_name",  "Ann"    },
        {"family_name", "Example"},
    };
    fields.update(more);
    return fields;
}

std::string register_fields(World& world, const Json& fields) {
    desk::RegisterWish wish;
    wish.fields = fields;
    return world.ground().people.register_user(world.token(), wish).user.id;
}

Json document_of(const World& world, const std::string& user_id) {
    return Json::parse(world.find_user(user_id).value().document);
}

Texts pointers_of(const std::function<void()>& attempt) {
    try {
        attempt();
    } catch (const invitation::Problem& problem) {
        Texts pointers;
        for (const auto& field : problem.fields())
            pointers.push_back(field.pointer);
        return sorted(pointers);
    }
    throw std::runtime_error("it was not refused");
}

std::size_t count_events(const World& world, const std::string& before, const std::string& action) {
    const auto happened = world.events_since(before);
    return static_cast<std::size_t>(std::count_if(
        happened.begin(),
        happened.end(),
        [&](const std::string& line) { return line.starts_with(action + " "); }
    ));
}

}  // namespace usher::test
