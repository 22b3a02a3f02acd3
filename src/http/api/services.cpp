#include "http/api/services.hpp"

namespace usher::http {

ApiServices::ApiServices(const ServiceGround& ground)
    : database(ground.database),
      registry(ground.registry),
      clock(ground.clock),
      public_url(ground.public_url),
      cursor_key(base::derive_key(ground.server_key, "api cursor")),
      csrf_key(base::derive_key(ground.server_key, "csrf")) {}

}  // namespace usher::http
