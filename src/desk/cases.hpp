// Cases for an admin to decide (domain.md, "Matching"): the same person twice, or not.
#pragma once

#include "desk/office.hpp"
#include "store/cases.hpp"

#include <string>

namespace usher::desk {

/// Thread-safe. Each call is one unit of work. Errors are invitation::Problem.
class Cases {
  public:
    explicit Cases(const Office& office) : office_(office) {}

    [[nodiscard]] store::IdentityCase show(const Caller& caller, const std::string& id);

    /// They are one person: `keep` stays, the other's memberships, role and directory link move
    /// over, the other becomes a tombstone. What changed is kept for undo().
    [[nodiscard]] store::IdentityCase link(
        const Caller& caller, const std::string& id, const std::string& keep
    );
    [[nodiscard]] store::IdentityCase reject(const Caller& caller, const std::string& id);
    /// Takes a link() back.
    [[nodiscard]] store::IdentityCase undo(const Caller& caller, const std::string& id);

  private:
    const Office& office_;
};

}  // namespace usher::desk
