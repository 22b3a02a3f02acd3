// How a sign-in's step is answered, whichever road led to it.
#pragma once

#include "desk/admission.hpp"
#include "http/api/services.hpp"
#include "http/front/message.hpp"
#include "usher/scim/json.hpp"

namespace usher::http {

/// `state`: signed_in, with the session's cookie and the CSRF token; or second_factor or set_up,
/// with the challenge to go on with.
[[nodiscard]] Response sign_in_answer(const ApiServices& services, const desk::SignInStep& step);

/// A second factor's challenge, with what an app needs that is being set up.
[[nodiscard]] scim::Json to_json(const desk::PosedFactor& posed);

}  // namespace usher::http
