// Bodies as the request log keeps them: bounded, without secrets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace usher::directory {

/// How much of a body is kept.
inline constexpr std::size_t longest_kept_body = 16 * 1024;

/// What of `body` is worth keeping until without_secrets() has time for it: all of it if it is
/// short enough, else its beginning; or a note in brackets where a cut would make it impossible to
/// find the secret that it may hold. Linear, and copies at most longest_kept_body.
[[nodiscard]] std::string bounded_body(std::string_view body);

/// `kept` (of bounded_body()) with the value of every key that names a secret (password, secret,
/// token) replaced, also where a PATCH names the key in `path`; valid UTF-8 without U+0000.
[[nodiscard]] std::string without_secrets(std::string kept);

/// A request target with the values of parameters that name a secret replaced; bounded.
[[nodiscard]] std::string target_without_secrets(std::string_view target);

}  // namespace usher::directory
