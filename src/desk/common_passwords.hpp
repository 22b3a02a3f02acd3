// The passwords that are tried first: data.
#pragma once

#include <string_view>

namespace usher::desk {

/// Whether `folded`, a case-folded password without the digits and signs at its end, is among the
/// most common ones, or whether it is one key or one sequence of keys again and again.
[[nodiscard]] bool is_common_password(std::string_view folded);

}  // namespace usher::desk
