// Invitation requests (domain.md, "Invitation request"): from the sign-in page to an admin's word.
#pragma once

#include "desk/invitations.hpp"
#include "desk/office.hpp"
#include "store/requests.hpp"

#include <string>
#include <vector>

namespace usher::desk {

/// What somebody sends from the sign-in page.
struct RequestWish {
    std::string email;
    store::Value name;
    store::Value message;
    store::Value locale;
};

/// Thread-safe. Each call is one unit of work. Errors are invitation::Problem.
class Requests {
  public:
    explicit Requests(const Office& office) : office_(office) {}

    /// Takes a request. Says nothing about whether the address is known: a member is mailed how to
    /// sign in, somebody invited gets the invitation again, everybody else waits for an admin (or
    /// for nobody, where a domain rule approves). Throws Problem requests_disabled, not_found,
    /// validation_failed.
    void submit(
        const std::string& slug, const RequestWish& wish, const std::string& http_request_id
    );

    [[nodiscard]] store::InvitationRequest show(const Caller& caller, const std::string& id);

    /// Registers the person if need be, opens an invitation. Problem already_member or not_pending
    /// (naming who and what won) if it is too late.
    [[nodiscard]] store::InvitationRequest approve(
        const Caller& caller, const std::string& id, const InvitationTerms& terms
    );
    /// `tell`: the requester is mailed the reason.
    [[nodiscard]] store::InvitationRequest dismiss(
        const Caller& caller, const std::string& id, const store::Value& reason, bool tell
    );

  private:
    [[nodiscard]] store::Effects submit_in(
        store::Transaction& tx,
        const Organization& organization,
        const RequestWish& wish,
        const std::string& email_key,
        const Caller& requester
    );
    [[nodiscard]] store::Effects approve_in(
        store::Transaction& tx,
        const Organization& organization,
        const Caller& reviewer,
        const store::InvitationRequest& request,
        const InvitationTerms& terms
    );

    const Office& office_;
};

}  // namespace usher::desk
