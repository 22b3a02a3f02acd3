#include "http/exchange.hpp"

namespace usher::http {

std::string response_media_type(const Request& request) {
    const std::string* accept = request.header("Accept");
    const bool plain = accept != nullptr && accept->find("application/json") != std::string::npos &&
                       accept->find("application/scim+json") == std::string::npos &&
                       accept->find("*/*") == std::string::npos;
    return std::string(plain ? "application/json" : scim_media_type);
}

Response error_response(const scim::Error& error) {
    Response response{
        .status = error.status(),
        .headers = {},
        .content_type = std::string(scim_media_type),
        .body = scim::error_body(error)};
    if (error.status() == 401) {
        response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"Usher SCIM\"");
    }
    if (const auto after = error.retry_after()) {
        response.headers.emplace_back("Retry-After", std::to_string(after->count()));
    }
    return response;
}

}  // namespace usher::http
