// A story played on the real desk, and what one then sees of it, in the model's words.
#pragma once

#include "tests/proof/action.hpp"
#include "tests/proof/model.hpp"
#include "tests/support/world.hpp"

#include <string>
#include <vector>

namespace usher::test {

class Stage {
  public:
    /// A new organization under `rules`.
    Stage(Ground& ground, const Rules& rules);

    /// Does it, and says what came of it.
    Step take(const Action& action);

    [[nodiscard]] Picture picture() const;

    /// What must hold whatever was done (invariants.hpp).
    [[nodiscard]] std::vector<std::string> violations() const;

    /// What `usher reconcile` calls impossible: nothing, on a healthy store.
    [[nodiscard]] std::vector<std::string> reported() const;

  private:
    struct Seen {
        std::vector<std::string> users;  ///< ids, in the order in which they came
        std::vector<store::Invitation> invitations;
        std::vector<store::InvitationRequest> requests;
    };

    [[nodiscard]] Seen look() const;
    void perform(const Action& action);
    void perform_by_admin(const Action& action, const Seen& seen);
    void perform_by_directory(const Action& action, const Seen& seen);
    void perform_by_person(const Action& action, const Seen& seen);
    void invite(const desk::Recipient& recipient);
    [[nodiscard]] std::vector<std::string> events_since(const std::string& before) const;

    World world_;
};

}  // namespace usher::test
