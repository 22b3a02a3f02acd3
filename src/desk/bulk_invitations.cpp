#include "desk/bulk_invitations.hpp"

#include "base/id.hpp"
#include "desk/bulk_plan.hpp"
#include "desk/bulk_texts.hpp"
#include "invitation/keys.hpp"
#include "invitation/problem.hpp"
#include "invitation/status.hpp"
#include "store/identity_keys.hpp"
#include "store/jobs.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::desk {

namespace {

using invitation::Permission;
using invitation::Problem;
using invitation::Status;
using scim::Json;
using store::Transaction;

constexpr const char* was_sent = "sent";
constexpr const char* not_sent = "not_sent";
constexpr const char* not_allowed = "not_allowed";

InviteResult result_of(const RecipientEntry& entry) {
    InviteResult result;
    result.email = entry.email;
    result.line = entry.line;
    return result;
}

InviteResult refused(InviteResult result, std::string_view reason, std::string detail) {
    result.reason = reason;
    result.detail = std::move(detail);
    return result;
}

InviteResult result_of(const NotRecognised& entry) {
    InviteResult result;
    result.email = entry.text;
    result.line = entry.line;
    return refused(std::move(result), entry.reason, entry.detail);
}

ItemDone done_of(const InviteResult& result) {
    return {
        .outcome = result.reason.empty() ? was_sent : not_sent,
        .result = scim::to_text(to_json(result))};
}

/// Why somebody who is there already would not be invited; empty: they would.
InviteResult verdict(InviteResult result, const store::StoredResource& user, std::string_view now) {
    switch (invitation::status_of(user, now)) {
        case Status::active:
            return refused(
                std::move(result), "already_member", "the person is in the organization already"
            );
        case Status::pending:
            return refused(
                std::move(result), "already_invited", "an invitation is open; send it again instead"
            );
        case Status::inactive:
            return refused(std::move(result), not_allowed, "the person is deactivated");
        case Status::registered:
        case Status::expired:
            break;
    }
    return result;
}

bool may_see(const Caller& caller, const store::Job& job) {
    const Json creator = scim::parse_json(job.created_by);
    const bool own = creator.at("kind") == caller.actor.kind && creator.at("id") == caller.actor.id;
    return own || (caller.may(Permission::users_bulk_invite) && !caller.limited_to_teams());
}

std::string result_text(store::Session& session, const store::Job& job) {
    std::string lists[2];
    store::each_job_item(session, job, [&](const store::JobItem& item) {
        std::string& list = lists[item.outcome == was_sent ? 0 : 1];
        list += (list.empty() ? "" : ",") + item.result.value_or("null");
        return true;
    });
    return R"({"recognised":)" + std::to_string(read_recognised(job.input)) + R"(,"sent":[)" +
           lists[0] + R"(],"not_sent":[)" + lists[1] + "]}";
}

}  // namespace

Json to_json(const InviteResult& result) {
    Json item = Json::object();
    item["email"] = result.email;
    item["line"] = result.line;
    if (!result.reason.empty()) {
        item["reason"] = result.reason;
        item["detail"] = result.detail;
        return item;
    }
    item["invitation_id"] = result.sent() ? Json(result.invitation_id) : Json(nullptr);
    item["user_id"] = result.user_id.empty() ? Json(nullptr) : Json(result.user_id);
    if (result.link) item["link"] = *result.link;
    if (!result.warnings.empty()) item["warnings"] = result.warnings;
    return item;
}

BulkInvitations::BulkInvitations(const Office& office, Invitations& invitations)
    : office_(office), invitations_(invitations) {}

Invitations::InvitedOne BulkInvitations::invite_entry(
    Transaction& tx, const Caller& caller, const InvitationTerms& terms, const RecipientEntry& entry
) const {
    const auto planned = InvitationPlanner(office_, caller, terms).plan(tx, entry);
    return invitations_.invite_one(tx, caller, planned.terms, planned.recipient);
}

InviteResult BulkInvitations::invite_now(
    const Caller& caller, const InvitationTerms& terms, const RecipientEntry& entry
) const {
    try {
        return office_.database.change([&](Transaction& tx) {
            auto one = invite_entry(tx, caller, terms, entry);
            return store::Outcome<InviteResult>{
                .value = std::move(one.result),
                .events = std::move(one.effects.events),
                .letters = std::move(one.effects.letters)};
        });
    } catch (const Problem& problem) {
        return refused(result_of(entry), not_allowed, problem.what());
    }
}

InviteResult BulkInvitations::foresee(
    store::Session& session,
    const Caller& caller,
    const InvitationTerms& terms,
    const RecipientEntry& entry
) const {
    InviteResult result = result_of(entry);
    try {
        (void)InvitationPlanner(office_, caller, terms).plan(session, entry);
    } catch (const Problem& problem) {
        return refused(std::move(result), not_allowed, problem.what());
    }
    std::vector<std::string> holders{entry.user_id};
    if (entry.user_id.empty()) {
        const auto key = invitation::email_key(entry.email).value();
        const auto settings = require_organization(session, caller.organization_id).settings;
        const auto& domains = settings.allowed_domains;
        const auto domain = invitation::domain_of(key);
        if (!domains.empty() && std::ranges::count(domains, domain) == 0) {
            return refused(
                std::move(result),
                not_allowed,
                "the organization invites no addresses of this domain"
            );
        }
        holders = store::holders_of_key(session, caller.organization_id, store::email_kind, key, 2);
    }
    if (holders.empty()) return result;
    if (holders.size() > 1) {
        return refused(std::move(result), not_allowed, "several people have this address");
    }
    const auto user =
        store::find_resource(session, caller.organization_id, "User", holders.front());
    if (!user) return refused(std::move(result), not_allowed, "there is no such user");
    return verdict(std::move(result), *user, base::to_text(office_.clock.now()));
}

std::string BulkInvitations::create_job(
    const Caller& caller, const InvitationTerms& terms, const Recipients& recipients
) const {
    // In the order of lines, so that the result reads like the list.
    std::vector<std::pair<std::size_t, std::string>> lines;
    for (const RecipientEntry& entry : recipients.recognised)
        lines.emplace_back(entry.line, write_entry(entry));
    for (const NotRecognised& entry : recipients.not_recognised)
        lines.emplace_back(entry.line, write_entry(entry));
    std::ranges::stable_sort(lines, {}, &std::pair<std::size_t, std::string>::first);
    std::vector<std::string> items;
    for (auto& [line, text] : lines)
        items.push_back(std::move(text));
    const store::NewJob job{
        .organization_id = caller.organization_id,
        .kind = std::string(invite_job),
        .input = write_terms(terms, recipients.recognised.size()),
        .created_by = write_caller(caller)};
    return office_.database.change([&](Transaction& tx) {
        return store::Outcome<std::string>{
            .value = store::create_job(tx, job, items), .events = {}};
    });
}

BulkAnswer BulkInvitations::invite(
    const Caller& caller, const InvitationTerms& terms, const Recipients& recipients, bool dry_run
) const {
    const std::size_t entries = recipients.recognised.size() + recipients.not_recognised.size();
    invitations_.require_terms(caller, terms, entries);
    BulkAnswer answer{.recognised = recipients.recognised.size(), .results = {}, .job_id = {}};
    if (!dry_run && entries > most_at_once) {
        answer.job_id = create_job(caller, terms, recipients);
        return answer;
    }
    if (dry_run) {
        office_.database.read([&](store::Session& session) {
            answer.results.clear();  // it may run twice
            for (const RecipientEntry& entry : recipients.recognised)
                answer.results.push_back(foresee(session, caller, terms, entry));
            return true;
        });
    } else {
        for (const RecipientEntry& entry : recipients.recognised)
            answer.results.push_back(invite_now(caller, terms, entry));
    }
    for (const NotRecognised& entry : recipients.not_recognised)
        answer.results.push_back(result_of(entry));
    std::ranges::stable_sort(answer.results, {}, &InviteResult::line);
    return answer;
}

JobKind BulkInvitations::job_kind() const {
    return {
        .name = std::string(invite_job),
        .carry_out =
            [bulk = *this](Transaction& tx, const store::Job& job, const store::JobItem& item) {
                const KeptEntry kept = read_entry(item.input);
                if (!kept.reason.empty()) {
                    return done_of(refused(result_of(kept.entry), kept.reason, kept.detail));
                }
                const Caller caller = read_caller(tx, job.organization_id, job.created_by);
                require_permission(caller, Permission::users_invite);
                require_permission(caller, Permission::users_bulk_invite);
                auto one = bulk.invite_entry(tx, caller, read_terms(job.input), kept.entry);
                one.result.link.reset();  // a usable secret is never stored
                ItemDone done = done_of(one.result);
                done.effects = std::move(one.effects);
                return done;
            },
        .refuse =
            [](const store::JobItem& item, std::string_view reason, const std::string& detail) {
                const auto word = reason == "internal" ? "delivery_failed" : not_allowed;
                return done_of(refused(result_of(read_entry(item.input).entry), word, detail));
            }};
}

std::string BulkInvitations::show_job(const Caller& caller, const std::string& id) const {
    return office_.database.read([&](store::Session& session) {
        const auto job =
            base::is_id(id) ? store::find_job(session, caller.organization_id, id) : std::nullopt;
        if (!job || !may_see(caller, *job)) throw Problem::not_found("job " + id);
        Json head = Json::object();
        head["id"] = job->id;
        head["kind"] = job->kind;
        head["state"] = job->state;
        head["done"] = job->done;
        head["total"] = job->total;
        head["created_at"] = job->created_at;
        head["closed_at"] = job->closed_at ? Json(*job->closed_at) : Json(nullptr);
        std::string text = scim::to_text(head);
        text.back() = ',';
        return text + R"("result":)" + (job->closed_at ? result_text(session, *job) : "null") + "}";
    });
}

}  // namespace usher::desk
