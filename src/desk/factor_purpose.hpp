// What a second factor's challenge stores beside its target, and what a user's record says about
// where codes can go.
#pragma once

#include "desk/second_factor.hpp"

#include <string>

namespace usher::desk {

[[nodiscard]] std::string to_text(const FactorPurpose& purpose);
/// `text` was made by to_text().
[[nodiscard]] FactorPurpose factor_purpose_from(const std::string& text);

/// The number for SMS, in E.164: the first mobile one, else the first of any type; "" without
/// consent to use it (domain.md, "Joining") or without a number. A number that is offered comes
/// first.
[[nodiscard]] std::string sms_number_of(const FactorOwner& owner);
[[nodiscard]] std::string mailbox_of(const FactorOwner& owner);

/// Enough for its owner to know it again: "a…@example.org", "…456".
[[nodiscard]] std::string mostly_hidden(const std::string& target);

}  // namespace usher::desk
