// The rows of the API's table, by area. Each stands beside its handlers; routes.cpp joins them.
#pragma once

#include "http/api/route.hpp"

#include <span>

namespace usher::http {

[[nodiscard]] std::span<const ApiRoute> session_routes();
[[nodiscard]] std::span<const ApiRoute> organization_routes();
[[nodiscard]] std::span<const ApiRoute> user_routes();
[[nodiscard]] std::span<const ApiRoute> invitation_routes();
[[nodiscard]] std::span<const ApiRoute> bulk_routes();
[[nodiscard]] std::span<const ApiRoute> invitation_sheet_routes();
[[nodiscard]] std::span<const ApiRoute> request_routes();
[[nodiscard]] std::span<const ApiRoute> event_routes();
[[nodiscard]] std::span<const ApiRoute> case_routes();
[[nodiscard]] std::span<const ApiRoute> reconciliation_routes();
[[nodiscard]] std::span<const ApiRoute> sign_in_routes();
[[nodiscard]] std::span<const ApiRoute> me_routes();
[[nodiscard]] std::span<const ApiRoute> join_routes();
[[nodiscard]] std::span<const ApiRoute> openapi_routes();
[[nodiscard]] std::span<const ApiRoute> group_routes();
[[nodiscard]] std::span<const ApiRoute> directory_routes();
[[nodiscard]] std::span<const ApiRoute> webhook_routes();
[[nodiscard]] std::span<const ApiRoute> mail_template_routes();

}  // namespace usher::http
