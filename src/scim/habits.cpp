#include "scim/habits.hpp"

#include <algorithm>

namespace usher::scim {

const std::vector<HabitDescription>& habit_descriptions() {
    using namespace habits;
    static const std::vector<HabitDescription> all{
        string_booleans,
        dotted_keys,
        replace_creates,
        bare_reference,
        list_for_single,
        empty_string_removes,
        unqualified_extension,
        json_text,
        unknown_nulls,
        unknown_schemas,
        misspelt_urn,
        unquoted_words,
        value_path_suffix,
        id_in_value,
        single_object_for_list,
        null_values};
    return all;
}

namespace habits {

bool Context::wants(const HabitDescription& habit) const {
    switch (dialect) {
        case Dialect::strict:
            return false;
        case Dialect::entra:
            return habit.entra;
        case Dialect::okta:
            return habit.okta;
        case Dialect::automatic:
            return true;
    }
    return false;
}

void Context::report(const HabitDescription& habit) const {
    if (std::find(fired.begin(), fired.end(), habit.name) == fired.end())
        fired.push_back(habit.name);
}

}  // namespace habits

}  // namespace usher::scim
