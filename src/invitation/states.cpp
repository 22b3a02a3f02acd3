#include "invitation/states.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <string>

namespace usher::invitation {

namespace {

using enum InvitationState;
using enum InvitationAction;

constexpr std::array invitation_table{
    InvitationTransition{open,    accept, Mover::invitee,   accepted  },
    InvitationTransition{open,    accept, Mover::directory, accepted  },
    InvitationTransition{open,    accept, Mover::sso,       accepted  },
    InvitationTransition{open,    stay,   Mover::directory, open      },
    InvitationTransition{open,    revoke, Mover::admin,     revoked   },
    InvitationTransition{open,    revoke, Mover::directory, revoked   },
    InvitationTransition{open,    expire, Mover::time,      expired   },
    InvitationTransition{open,    resend, Mover::admin,     superseded},
    InvitationTransition{open,    resend, Mover::invitee,   superseded},
    InvitationTransition{open,    follow, Mover::admin,     superseded},
    InvitationTransition{open,    follow, Mover::directory, superseded},
 // What has expired stays so; its successor is open.
    InvitationTransition{expired, resend, Mover::admin,     expired   },
    InvitationTransition{expired, resend, Mover::invitee,   expired   },
};

constexpr std::array request_table{
    RequestTransition{
                      RequestState::pending, RequestAction::approve,   Mover::admin,   RequestState::approved  },
    RequestTransition{
                      RequestState::pending, RequestAction::dismiss,   Mover::admin,   RequestState::dismissed },
    RequestTransition{
                      RequestState::pending, RequestAction::reconcile, Mover::admin,   RequestState::reconciled},
    RequestTransition{
                      RequestState::pending, RequestAction::reconcile, Mover::invitee, RequestState::reconciled},
    RequestTransition{
                      RequestState::pending,
                      RequestAction::reconcile,
                      Mover::directory,
                      RequestState::reconciled                                                                 },
    RequestTransition{
                      RequestState::pending, RequestAction::reconcile, Mover::sso,     RequestState::reconciled},
};

/// Nothing leaves a final state for another one.
constexpr bool only_open_moves() {
    return std::all_of(
        invitation_table.begin(),
        invitation_table.end(),
        [](const InvitationTransition& row) { return row.from == open || row.from == row.to; }
    );
}

static_assert(only_open_moves());

constexpr bool only_pending_moves() {
    return std::all_of(
        request_table.begin(),
        request_table.end(),
        [](const RequestTransition& row) {
            return row.from == RequestState::pending && row.to != RequestState::pending;
        }
    );
}

static_assert(only_pending_moves());

/// One answer to "what happens if": no two rows for one state, action and mover.
template <class Table>
constexpr bool unambiguous(const Table& table) {
    for (std::size_t left = 0; left < table.size(); ++left) {
        for (std::size_t right = left + 1; right < table.size(); ++right) {
            if (table[left].from == table[right].from &&
                table[left].action == table[right].action &&
                table[left].mover == table[right].mover) {
                return false;
            }
        }
    }
    return true;
}

static_assert(unambiguous(invitation_table) && unambiguous(request_table));

template <class State, std::size_t count>
State state_named(const std::array<std::string_view, count>& names, std::string_view name) {
    const auto* const found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) throw std::invalid_argument("no such state: " + std::string(name));
    return static_cast<State>(std::distance(names.begin(), found));
}

template <class Table, class State, class Action>
auto find_row(const Table& table, State from, Action action, Mover mover) {
    const auto* const found = std::find_if(table.begin(), table.end(), [&](const auto& row) {
        return row.from == from && row.action == action && row.mover == mover;
    });
    return found == table.end() ? nullptr : found;
}

}  // namespace

InvitationState invitation_state_from(std::string_view name) {
    return state_named<InvitationState>(invitation_state_names, name);
}

RequestState request_state_from(std::string_view name) {
    return state_named<RequestState>(request_state_names, name);
}

std::span<const InvitationTransition> invitation_transitions() {
    return invitation_table;
}

std::span<const RequestTransition> request_transitions() {
    return request_table;
}

const InvitationTransition* find_transition(
    InvitationState from, InvitationAction action, Mover mover
) {
    return find_row(invitation_table, from, action, mover);
}

const RequestTransition* find_transition(RequestState from, RequestAction action, Mover mover) {
    return find_row(request_table, from, action, mover);
}

std::vector<std::string_view> admin_actions(InvitationState state) {
    std::vector<std::string_view> names;
    for (const InvitationAction action : {resend, revoke}) {
        if (find_transition(state, action, Mover::admin) != nullptr) {
            names.push_back(invitation_action_names.at(static_cast<std::size_t>(action)));
        }
    }
    return names;
}

std::vector<std::string_view> admin_actions(RequestState state) {
    std::vector<std::string_view> names;
    for (const RequestAction action : {RequestAction::approve, RequestAction::dismiss}) {
        if (find_transition(state, action, Mover::admin) != nullptr) {
            names.push_back(request_action_names.at(static_cast<std::size_t>(action)));
        }
    }
    return names;
}

}  // namespace usher::invitation
