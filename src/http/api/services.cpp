#include "http/api/services.hpp"

namespace usher::http {

ApiServices::ApiServices(desk::Office at)
    : office(std::move(at)),
      cursor_key(base::derive_key(office.server_key, "api cursor")),
      csrf_key(base::derive_key(office.server_key, "csrf")),
      people(office),
      invitations(office),
      requests(office),
      groups(office),
      directories(office) {}

}  // namespace usher::http
