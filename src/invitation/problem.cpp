#include "invitation/problem.hpp"

namespace usher::invitation {

const std::array<ProblemKind, problem_code_count>& problem_kinds() {
    static constexpr std::array<ProblemKind, problem_code_count> kinds{
        {
         {"already_member", "The person is a member already", 409},
         {"already_invited", "The person is invited already", 409},
         {"not_pending", "The request is not pending any more", 409},
         {"not_open", "The invitation is not open any more", 409},
         {"expired", "The invitation has expired", 410},
         {"revoked", "The invitation was revoked", 410},
         {"superseded", "A newer invitation was sent", 410},
         {"accepted", "The invitation was accepted already", 410},
         {"invalid_email", "This is not an e-mail address", 400},
         {"not_allowed", "The organization's rules do not allow this", 403},
         {"requests_disabled", "This organization takes no requests for invitations", 403},
         {"seat_limit", "The organization has no free seat", 409},
         {"rate_limited", "Too many requests", 429},
         {"forbidden", "You may not do this", 403},
         {"unauthorized", "Sign in first", 401},
         {"second_factor_required", "A second factor is needed", 403},
         {"inactive", "This account is inactive", 403},
         {"not_joined", "This person has not joined yet", 403},
         {"terms_not_accepted", "The terms must be accepted first", 403},
         {"not_found", "There is no such thing", 404},
         {"method_not_allowed", "This address does not know the method", 405},
         {"conflict", "This does not fit the present state", 409},
         {"last_founder", "The last founder cannot be removed, deactivated or demoted", 409},
         {"validation_failed", "Something in the request is not right", 400},
         {"unsupported_media_type", "The body has the wrong type", 415},
         {"payload_too_large", "The body is too large", 413},
         {"unavailable", "The service is busy; try again", 503},
         {"internal", "Something went wrong on our side", 500},
         }
    };
    return kinds;
}

Problem::Problem(std::vector<FieldProblem> fields)
    : std::runtime_error(fields.empty() ? "" : fields.front().detail),
      code_(ProblemCode::validation_failed),
      fields_(std::move(fields)) {}

Problem Problem::not_found(const std::string& what) {
    return {ProblemCode::not_found, "there is no " + what};
}

Problem Problem::forbidden(const std::string& detail) {
    return {ProblemCode::forbidden, detail};
}

Problem Problem::conflict(const std::string& detail) {
    return {ProblemCode::conflict, detail};
}

Problem Problem::invalid(
    const std::string& pointer, const std::string& code, const std::string& detail
) {
    return Problem({
        {.pointer = pointer, .code = code, .detail = detail}
    });
}

Problem Problem::rate_limited(std::chrono::seconds retry_after) {
    Problem problem(ProblemCode::rate_limited, "try again later");
    problem.retry_after_ = retry_after;
    return problem;
}

const ProblemKind& Problem::kind() const {
    return problem_kinds().at(static_cast<std::size_t>(code_));
}

}  // namespace usher::invitation
