#include "http/api/services.hpp"

namespace usher::http {

ApiServices::ApiServices(desk::Office at, bool private_webhooks)
    : office(std::move(at)),
      cursor_key(base::derive_key(office.server_key, "api cursor")),
      csrf_key(base::derive_key(office.server_key, "csrf")),
      people(office),
      invitations(office),
      requests(office),
      groups(office),
      directories(office),
      sign_in(office),
      phones(office, sign_in.admission()),
      administrators(office),
      account(office, sign_in.second_factors()),
      joining(office, sign_in.second_factors()),
      webhooks(office.database, office.server_key, private_webhooks),
      public_pace({.requests = 60, .per = std::chrono::minutes(1)}, office.clock),
      address_pace({.requests = 5, .per = std::chrono::hours(1)}, office.clock) {}

}  // namespace usher::http
