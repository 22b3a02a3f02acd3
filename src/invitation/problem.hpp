// What the desk can answer instead of doing what was asked (RFC 9457): one catalogue of codes.
//
// Thrown, it ends the unit of work: nothing has changed. The codes are stable words that clients
// branch on (api.md); title and HTTP status hang on the code, detail is for the reader.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace usher::invitation {

enum class ProblemCode {
    already_member,
    already_invited,
    not_pending,
    not_open,
    expired,
    revoked,
    superseded,
    accepted,
    invalid_email,
    not_allowed,
    requests_disabled,
    seat_limit,
    rate_limited,
    forbidden,
    unauthorized,
    second_factor_required,
    inactive,
    not_joined,
    terms_not_accepted,
    not_found,
    method_not_allowed,
    conflict,
    last_founder,
    validation_failed,
    unsupported_media_type,
    payload_too_large,
    unavailable,
    internal,
};

inline constexpr std::size_t problem_code_count =
    static_cast<std::size_t>(ProblemCode::internal) + 1;

/// The word, what it means in a few words, and the HTTP status.
struct ProblemKind {
    std::string_view word;
    std::string_view title;
    int status;
};

/// Every code, in the order of the enum.
[[nodiscard]] const std::array<ProblemKind, problem_code_count>& problem_kinds();

/// What is wrong with one field of the body: `pointer` is a JSON pointer ("/recipients/3/email").
struct FieldProblem {
    std::string pointer;
    std::string code;
    std::string detail;
};

class Problem : public std::runtime_error {
  public:
    Problem(ProblemCode code, const std::string& detail)
        : std::runtime_error(detail), code_(code) {}

    /// validation_failed with what is wrong where; `fields` is not empty.
    explicit Problem(std::vector<FieldProblem> fields);

    [[nodiscard]] static Problem not_found(const std::string& what);
    [[nodiscard]] static Problem forbidden(const std::string& detail);
    [[nodiscard]] static Problem conflict(const std::string& detail);
    [[nodiscard]] static Problem invalid(
        const std::string& pointer, const std::string& code, const std::string& detail
    );
    [[nodiscard]] static Problem rate_limited(std::chrono::seconds retry_after);

    [[nodiscard]] ProblemCode code() const { return code_; }

    [[nodiscard]] const ProblemKind& kind() const;

    [[nodiscard]] const std::vector<FieldProblem>& fields() const { return fields_; }

    [[nodiscard]] std::optional<std::chrono::seconds> retry_after() const { return retry_after_; }

  private:
    ProblemCode code_;
    std::vector<FieldProblem> fields_;
    std::optional<std::chrono::seconds> retry_after_;
};

}  // namespace usher::invitation
