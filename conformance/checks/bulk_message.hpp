// What the checks of bulk have in common.
#pragma once

#include "conformance/engine/run.hpp"

#include <string>
#include <vector>

namespace usher::conformance {

/// Sends the operations; what they create is remembered for cleaning up.
const Exchange& bulk(Run& run, const Value& operations, std::int64_t fail_on_errors = 0);

/// The results of a bulk that was answered 200.
const Value& bulk_results(const Exchange& answer);

/// The status of one result, also where it is a number, or an object as in drafts of the RFC.
[[nodiscard]] std::string bulk_status(const Value& result);

/// Each result has its status, and there are no more and no fewer.
void expect_statuses(const Exchange& answer, const std::vector<std::string>& wanted);

/// POST of a new user, or of a group with members, under a bulkId.
[[nodiscard]] Value post_user(Run& run, const char* bulk_id, const Value& extra = {});
[[nodiscard]] Value post_group(
    Run& run, const char* bulk_id, const std::vector<std::string>& members
);

/// The id in the location of a result.
[[nodiscard]] std::string created_id(const Value& result);

}  // namespace usher::conformance
