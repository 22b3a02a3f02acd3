#include "invitation/states.hpp"

#include "invitation/roles.hpp"
#include "store/delivery_list.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace states_test {

using namespace usher;
using namespace usher::invitation;

namespace {

using Names = std::set<std::string>;

std::string migration() {
    std::ifstream in(USHER_SOURCE_DIR "/src/store/migrations/0003_desk.sql");
    return {std::istreambuf_iterator<char>(in), {}};
}

/// The words that the DDL of `table` allows in `column`.
Names checked_words(const std::string& table, const std::string& column) {
    const std::string text = migration();
    const auto begins = text.find("CREATE TABLE " + table + " (");
    REQUIRE(begins != std::string::npos);
    const std::string ddl = text.substr(begins, text.find("\n)", begins) - begins);
    std::smatch check;
    REQUIRE(std::regex_search(ddl, check, std::regex("CHECK \\(" + column + " IN \\(([^)]*)\\)\\)"))
    );
    const std::string list = check[1];
    const std::regex word("'([a-z_]+)'");
    Names words;
    for (std::sregex_iterator at(list.begin(), list.end(), word), end; at != end; ++at) {
        words.insert((*at)[1]);
    }
    return words;
}

template <class Array>
Names names(const Array& words) {
    return {words.begin(), words.end()};
}

const std::vector<Mover> movers{
    Mover::admin, Mover::invitee, Mover::directory, Mover::sso, Mover::time};

}  // namespace

TEST_CASE("The store allows exactly the states of the tables") {
    CHECK(checked_words("invitation", "state") == names(invitation_state_names));
    CHECK(checked_words("invitation_request", "state") == names(request_state_names));
}

TEST_CASE("The store allows exactly the roles of the table") {
    Names roles;
    for (const Role role : {Role::member, Role::team_admin, Role::account_admin, Role::founder}) {
        roles.emplace(name_of(role));
    }
    CHECK(checked_words("person", "organization_role") == roles);
}

TEST_CASE("A state is found by its name") {
    for (std::size_t at = 0; at < invitation_state_names.size(); ++at) {
        const auto state = static_cast<InvitationState>(at);
        CHECK(invitation_state_from(name_of(state)) == state);
    }
    for (std::size_t at = 0; at < request_state_names.size(); ++at) {
        const auto state = static_cast<RequestState>(at);
        CHECK(request_state_from(name_of(state)) == state);
    }
    CHECK_THROWS_AS(invitation_state_from("pending"), std::invalid_argument);
    CHECK_THROWS_AS(request_state_from("open"), std::invalid_argument);
}

TEST_CASE("An open invitation is moved as the domain says, and by nobody else") {
    struct Allowed {
        InvitationAction action;
        std::vector<Mover> by;
        InvitationState to;
    };

    const std::vector<Allowed> table{
        {InvitationAction::accept,
         {Mover::invitee, Mover::directory, Mover::sso},
         InvitationState::accepted                                                              },
        {InvitationAction::stay,   {Mover::directory},               InvitationState::open      },
        {InvitationAction::revoke, {Mover::admin, Mover::directory}, InvitationState::revoked   },
        {InvitationAction::resend, {Mover::admin, Mover::invitee},   InvitationState::superseded},
        {InvitationAction::follow, {Mover::admin, Mover::directory}, InvitationState::superseded},
        {InvitationAction::expire, {Mover::time},                    InvitationState::expired   },
    };
    REQUIRE(table.size() == invitation_action_names.size());
    for (const auto& [action, by, to] : table) {
        for (const Mover mover : movers) {
            INFO(invitation_action_names.at(static_cast<std::size_t>(action)));
            INFO("by mover " << static_cast<int>(mover));
            const auto* row = find_transition(InvitationState::open, action, mover);
            const bool allowed = std::find(by.begin(), by.end(), mover) != by.end();
            REQUIRE((row != nullptr) == allowed);
            if (row != nullptr) CHECK(row->to == to);
        }
    }
}

TEST_CASE("A final state of an invitation is final: only what expired can be followed by another") {
    for (const auto& row : invitation_transitions()) {
        if (row.from == InvitationState::open) continue;
        CHECK(row.from == InvitationState::expired);
        CHECK(row.action == InvitationAction::resend);
        CHECK(row.to == row.from);
    }
}

TEST_CASE("A pending request is moved as the domain says, and a closed one by nobody") {
    for (const Mover mover : movers) {
        const auto* approve = find_transition(RequestState::pending, RequestAction::approve, mover);
        const auto* dismiss = find_transition(RequestState::pending, RequestAction::dismiss, mover);
        const auto* settle =
            find_transition(RequestState::pending, RequestAction::reconcile, mover);
        CHECK((approve != nullptr) == (mover == Mover::admin));
        CHECK((dismiss != nullptr) == (mover == Mover::admin));
        CHECK((settle != nullptr) == (mover != Mover::time));
        if (approve != nullptr) CHECK(approve->to == RequestState::approved);
        if (dismiss != nullptr) CHECK(dismiss->to == RequestState::dismissed);
        if (settle != nullptr) CHECK(settle->to == RequestState::reconciled);
    }
    for (const auto& row : request_transitions())
        CHECK(row.from == RequestState::pending);
}

TEST_CASE("What an admin may do with an item follows from the tables") {
    using Actions = std::vector<std::string_view>;
    CHECK(admin_actions(InvitationState::open) == Actions{"resend", "revoke"});
    CHECK(admin_actions(InvitationState::expired) == Actions{"resend"});
    CHECK(admin_actions(InvitationState::accepted).empty());
    CHECK(admin_actions(InvitationState::revoked).empty());
    CHECK(admin_actions(InvitationState::superseded).empty());
    CHECK(admin_actions(RequestState::pending) == Actions{"approve", "dismiss"});
    CHECK(admin_actions(RequestState::approved).empty());
    CHECK(admin_actions(RequestState::reconciled).empty());
}

TEST_CASE("An open invitation has expired at the moment of its expiry, not a millisecond before") {
    const std::string expiry = "2026-11-25T10:00:00.000Z";
    using enum InvitationState;
    CHECK(effective(open, expiry, "2026-11-25T09:59:59.999Z") == open);
    CHECK(effective(open, expiry, expiry) == expired);
    CHECK(effective(open, expiry, "2026-11-25T10:00:00.001Z") == expired);
    CHECK(effective(accepted, expiry, "2027-01-01T00:00:00.000Z") == accepted);
    CHECK(effective(revoked, expiry, "2027-01-01T00:00:00.000Z") == revoked);
}

TEST_CASE("the list of deliveries knows the states that the DDL allows, and so does OpenAPI") {
    const auto& fields = store::delivery_list().fields;
    const auto state = std::ranges::find(fields, "state", &store::ListField::name);
    REQUIRE(state != fields.end());
    CHECK(names(state->words) == checked_words("delivery", "state"));

    std::ifstream in(USHER_SOURCE_DIR "/schemas/api/webhooks.json");
    const auto schemas = nlohmann::json::parse(in);
    const auto documented =
        schemas.at("Delivery").at("properties").at("state").at("enum").get<Names>();
    CHECK(documented == names(state->words));
}

}  // namespace states_test
