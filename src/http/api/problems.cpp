#include "http/api/problems.hpp"

#include "store/database.hpp"
#include "usher/scim/json.hpp"

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

using invitation::Problem;
using invitation::ProblemCode;
using scim::Json;
using scim::ScimType;

/// Which part of a list's query an error is about; empty: the body.
std::string_view query_part(ScimType type) {
    switch (type) {
        case ScimType::invalid_filter:
            return "filter";
        case ScimType::invalid_path:
            return "sort";
        case ScimType::invalid_count:
            return "limit";
        case ScimType::invalid_cursor:
        case ScimType::expired_cursor:
            return "cursor";
        default:
            return "";
    }
}

ProblemCode code_of_status(int status) {
    switch (status) {
        case 401:
            return ProblemCode::unauthorized;
        case 403:
            return ProblemCode::forbidden;
        case 404:
            return ProblemCode::not_found;
        case 405:
            return ProblemCode::method_not_allowed;
        case 409:
        case 412:
            return ProblemCode::conflict;
        case 413:
            return ProblemCode::payload_too_large;
        case 415:
            return ProblemCode::unsupported_media_type;
        case 429:
            return ProblemCode::rate_limited;
        case 503:
            return ProblemCode::unavailable;
        default:
            return status < 500 ? ProblemCode::validation_failed : ProblemCode::internal;
    }
}

Response answer(const Problem& problem, int status, std::string_view request_id) {
    const invitation::ProblemKind& kind = problem.kind();
    Json body{
        {"type",       "urn:usher:problem:" + std::string(kind.word)},
        {"title",      kind.title                                   },
        {"status",     status                                       },
        {"detail",     problem.what()                               },
        {"code",       kind.word                                    },
        {"request_id", request_id                                   }
    };
    for (const invitation::FieldProblem& field : problem.fields()) {
        body["errors"].push_back({
            {"pointer", field.pointer},
            {"code",    field.code   },
            {"detail",  field.detail }
        });
    }
    return {
        .status = status,
        .headers = {},
        .content_type = "application/problem+json",
        .body = scim::to_text(body)};
}

}  // namespace

Response problem_response(const Problem& problem, std::string_view request_id) {
    Response response = answer(problem, problem.kind().status, request_id);
    if (problem.code() == ProblemCode::unauthorized) {
        response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"Usher API\"");
    }
    auto after = problem.retry_after();
    if (!after && problem.code() == ProblemCode::unavailable) after = store::retry_when_unavailable;
    if (after) response.headers.emplace_back("Retry-After", std::to_string(after->count()));
    return response;
}

std::optional<Problem> refusal_of(const std::function<void()>& work) {
    try {
        work();
    } catch (const Problem& problem) {
        return problem;
    } catch (const scim::Error& error) {
        return problem_of(error);
    }
    return std::nullopt;
}

Response framing_response(int status, const std::string& reason, std::string_view request_id) {
    return answer(Problem(code_of_status(status), reason), status, request_id);
}

Problem problem_of(const scim::Error& error) {
    const ProblemCode code = code_of_status(error.status());
    if (code == ProblemCode::rate_limited && error.retry_after()) {
        return Problem::rate_limited(*error.retry_after());
    }
    if (code != ProblemCode::validation_failed) return {code, error.detail()};
    return Problem::invalid(
        std::string(query_part(error.type())),
        std::string(
            error.type() == ScimType::none ? std::string_view("invalid") : keyword(error.type())
        ),
        error.detail()
    );
}

}  // namespace usher::http
