// Letters that were queued: what keeps somebody from being told the same thing again and again.
#pragma once

#include "event/letter.hpp"
#include "store/database.hpp"

#include <string>

namespace usher::store {

/// Whether a letter of `kind` was queued at `since` or later, in whatever state it is now.
[[nodiscard]] bool letter_queued_since(
    Session& session, const std::string& organization_id, event::LetterKind kind, base::Time since
);

}  // namespace usher::store
