// A kind of job whose effect can be counted: each item leaves one event that names it.
#pragma once

#include "desk/job_runner.hpp"
#include "store/access.hpp"

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace usher::test {

/// An item whose input is "refuse" is refused, "fail" fails; "once" fails the first time.
inline desk::JobKind tallied_kind() {
    return {
        .name = "tally",
        .carry_out =
            [](store::Transaction&, const store::Job& job, const store::JobItem& item) {
                if (item.input == "refuse") {
                    throw invitation::Problem(invitation::ProblemCode::seat_limit, "no seat");
                }
                if (item.input == "fail") throw std::runtime_error("unforeseen");
                desk::ItemDone done{
                    .outcome = "sent", .result = R"({"email":")" + item.input + "\"}"};
                done.effects.events.push_back({
                    .organization_id = job.organization_id,
                    .action = event::Action::user_updated,
                    .actor = {"job",                         job.id},
                    .subject = {"item",                             std::to_string(item.ordinal)},
                    .data = "{}",
                    .request_id = {                                                        }
                });
                return done;
            },
        .refuse =
            [](const store::JobItem&, std::string_view reason, const std::string& detail) {
                return desk::ItemDone{
                    .outcome = "not_sent",
                    .result = R"({"reason":")" + std::string(reason) + R"(","detail":")" + detail +
                              "\"}"};
            }};
}

inline std::string create_tallied_job(
    store::Database& database,
    const std::string& organization_id,
    const std::vector<std::string>& items
) {
    return database.change([&](store::Transaction& tx) {
        return store::Outcome<std::string>{
            .value = store::create_job(
                tx,
                {.organization_id = organization_id,
                 .kind = "tally",
                 .input = "{}",
                 .created_by = "{}"},
                items
            ),
            .events = {}};
    });
}

inline store::Job job_of(
    store::Database& database, const std::string& organization_id, const std::string& id
) {
    return database
        .read([&](store::Session& session) { return store::find_job(session, organization_id, id); }
        )
        .value();
}

inline std::vector<store::JobItem> items_of(store::Database& database, const store::Job& job) {
    return database.read([&](store::Session& session) {
        std::vector<store::JobItem> items;
        store::each_job_item(session, job, [&](const store::JobItem& item) {
            items.push_back(item);
            return true;
        });
        return items;
    });
}

/// How often each item of a job has had its effect.
inline std::map<std::string, int> effects_of(store::Database& database, const store::Job& job) {
    return database.read([&](store::Session& session) {
        std::map<std::string, int> effects;
        const auto rows = session.select(
            "SELECT subject_id FROM event WHERE organization_id = :organization AND actor_id = "
            ":job",
            {
                {"organization", job.organization_id},
                {"job",          job.id             }
        },
            1
        );
        for (const auto& row : rows)
            ++effects[row[0].value()];
        return effects;
    });
}

}  // namespace usher::test
