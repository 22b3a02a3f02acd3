// What the log and the metrics want to know of a request that was answered.
#pragma once

#include <cstddef>
#include <string>

namespace usher::http {

struct Account {
    std::string route = "-";  ///< the route's pattern; "-" where none was found
    std::string organization_id;
    std::string directory_id;
    std::size_t kept_requests = 0;  ///< how many the directory's log holds
    std::string actor;              ///< of the API: "user" or "token", and its id
    std::string habits;             ///< dialect adapters that fired, comma-separated
};

}  // namespace usher::http
