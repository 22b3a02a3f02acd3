#include "tests/proof/action.hpp"

#include <array>
#include <string_view>

namespace usher::test {

namespace {

constexpr std::array<const char*, 3> names{"ann", "bob", "cai"};
constexpr std::array<const char*, 3> keys{
    "a@one.example", "b@one.example", "c@xn--bcher-kva.example"};
/// Each mailbox as people write it.
constexpr std::array<std::array<const char*, 3>, 3> spellings{
    {{"a@one.example", "A@One.Example", "A@ONE.example"},
     {"b@one.example", "B@one.example", "b@ONE.EXAMPLE"},
     {"c@xn--bcher-kva.example",
      "C@b\xC3\xBC"
      "cher.example",
      "c@B\xC3\xBC"
      "cher.example"}}
};

/// What a deed speaks of.
enum class Object { user, invitation, request, mailbox, person, none };

struct DeedRow {
    std::string_view text;
    Object object;
    int weight;
};

/// In the order of Deed.
constexpr std::array<DeedRow, deed_count> deeds{
    {{"an admin registers", Object::person, 3},
     {"an admin invites", Object::mailbox, 6},
     {"an admin invites user", Object::user, 3},
     {"an admin resends invitation", Object::invitation, 4},
     {"an admin revokes invitation", Object::invitation, 3},
     {"an admin approves request", Object::request, 5},
     {"an admin dismisses request", Object::request, 3},
     {"an admin pauses user", Object::user, 3},
     {"an admin wakes user", Object::user, 3},
     {"an admin deletes user", Object::user, 2},
     {"an admin restores user", Object::user, 3},
     {"an admin moves user", Object::user, 3},
     {"the invitee accepts invitation", Object::invitation, 4},
     {"the invitee wants a fresh link for invitation", Object::invitation, 3},
     {"a person asks for an invitation from", Object::mailbox, 8},
     {"the directory posts", Object::person, 7},
     {"the directory posts inactive", Object::person, 2},
     {"the directory puts user", Object::user, 4},
     {"the directory moves user", Object::user, 4},
     {"the directory pauses user", Object::user, 3},
     {"the directory wakes user", Object::user, 3},
     {"the directory deletes user", Object::user, 3},
     {"SSO brings user", Object::user, 4},
     {"hours pass:", Object::none, 6},
     {"the sweeper runs", Object::none, 2}}
};

constexpr std::array<int, 4> steps{1, 24, 167, 169};

const DeedRow& row_of(const Action& action) {
    return deeds.at(static_cast<std::size_t>(action.deed));
}

bool names_address(const Action& action) {
    return action.deed == Deed::admin_moves || action.deed == Deed::directory_puts ||
           action.deed == Deed::directory_moves;
}

}  // namespace

Story random_story(std::mt19937& random, std::size_t length) {
    std::vector<int> weights;
    for (const DeedRow& row : deeds)
        weights.push_back(row.weight);
    std::discrete_distribution<int> deed(weights.begin(), weights.end());
    const auto below = [&](std::uint32_t end) {
        return std::uniform_int_distribution<std::uint32_t>(0, end - 1)(random);
    };
    Story story;
    for (std::size_t step = 0; step < length; ++step) {
        story.push_back(
            {.deed = static_cast<Deed>(deed(random)),
             .which = below(6),
             .name = below(names.size()),
             .address = below(keys.size()),
             .spelling = below(3),
             .hours = steps.at(below(steps.size()))}
        );
    }
    return story;
}

std::string name_text(const Action& action) {
    return names.at(action.name);
}

std::string address_key(const Action& action) {
    return keys.at(action.address);
}

std::string address_text(const Action& action) {
    return spellings.at(action.address).at(action.spelling);
}

int hours_of(const Action& action) {
    return action.deed == Deed::hours_pass ? action.hours : 0;
}

std::string to_text(const Action& action) {
    const DeedRow& row = row_of(action);
    std::string text(row.text);
    const auto which = std::to_string(action.which);
    switch (row.object) {
        case Object::user:
            text += " (" + which + ")";
            break;
        case Object::invitation:
            text += " (" + which + ")";
            break;
        case Object::request:
            text += " (" + which + ")";
            break;
        case Object::mailbox:
            text += " " + address_text(action);
            break;
        case Object::person:
            text += " " + name_text(action) + " <" + address_text(action) + ">";
            break;
        case Object::none:
            break;
    }
    if (action.deed == Deed::directory_puts) text += " as " + name_text(action);
    if (names_address(action)) text += " to " + address_text(action);
    if (action.deed == Deed::hours_pass) text += " " + std::to_string(action.hours);
    return text;
}

}  // namespace usher::test
