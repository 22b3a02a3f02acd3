// Inviting many people in one call, on both databases.
#include "desk/bulk_invitations.hpp"

#include "desk/csv_recipients.hpp"
#include "desk/paste.hpp"
#include "tests/desk/desk_world.hpp"

#include <iostream>
#include <map>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace bulk_invitations_test {

using namespace usher;
using test::Json;
using test::Kind;

namespace {

struct BulkWorld : test::DeskWorld {
    explicit BulkWorld(Kind kind) : DeskWorld(kind) {}

    desk::BulkAnswer invite(std::string_view text, bool dry_run = false) {
        return bulk.invite(admin(), {}, desk::read_pasted(text), dry_run);
    }

    /// Does what waits; returns the job as it is shown to `caller`.
    Json run_job(const desk::Caller& caller, const std::string& id) {
        desk::JobRunner runner(database(), log, {bulk.job_kind()});
        while (runner.run_next())
            continue;
        return Json::parse(bulk.show_job(caller, id));
    }

    base::Log log{{}, clock(), std::cerr};
    desk::Invitations invitations{office()};
    desk::BulkInvitations bulk{office(), invitations};
};

/// Reason of each address, "" for who is sent to.
std::map<std::string, std::string> verdicts(const desk::BulkAnswer& answer) {
    std::map<std::string, std::string> reasons;
    for (const auto& result : answer.results)
        reasons[result.email] = result.reason;
    return reasons;
}

desk::InvitationTerms from_csv() {
    desk::InvitationTerms terms;
    terms.source = "csv";
    return terms;
}

desk::InvitationTerms by_link() {
    desk::InvitationTerms terms;
    terms.channels = {"link"};
    return terms;
}

std::string addresses(int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "p" + std::to_string(i) + "@example.org\n";
    return text;
}

}  // namespace

TEST_CASE("rows 54, 55, 87, 88: one call, one answer for each address, each with its reason") {
    BulkWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.push("member@x.org");
    (void)world.invite("open@x.org");
    const auto answer =
        world.invite("a@x.org, A@X.org\nno address\nmember@x.org\nopen@x.org\nb@x.org");
    CHECK(answer.recognised == 4);
    CHECK(answer.job_id.empty());
    CHECK(
        verdicts(answer) ==
        std::map<std::string, std::string>{
            {"a@x.org",      ""               },
            {"A@X.org",      "duplicate"      },
            {"no address",   "invalid_email"  },
            {"member@x.org", "already_member" },
            {"open@x.org",   "already_invited"},
            {"b@x.org",      ""               }
    }
    );
    CHECK(answer.results.front().sent());
    CHECK(answer.results.back().line == 5);
    CHECK(world.events("invitation.opened") == 3);
}

TEST_CASE("row 77: a dry run says the same and has no effect") {
    BulkWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.push("member@x.org");
    (void)world.invite("open@x.org");
    const auto events = world.texts("SELECT id FROM event").size();
    const auto* const text = "a@x.org, a@x.org\nno address\nmember@x.org\nopen@x.org\nb@x.org";
    const auto foreseen = world.invite(text, true);
    CHECK_FALSE(foreseen.results.front().sent());
    CHECK(world.texts("SELECT id FROM event").size() == events);
    CHECK(world.invite(addresses(300), true).results.size() == 300);
    CHECK(world.texts("SELECT id FROM job").empty());
    CHECK(verdicts(foreseen) == verdicts(world.invite(text)));
}

TEST_CASE("row 78: a CSV row brings its fields, its manager and its own groups") {
    BulkWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto boss = world.push("boss@x.org");
    const auto team = world.add_group("Field crew");
    const auto* const text =
        "email,given_name,family_name,title,code,manager,groups,role\n"
        "ada@x.org,Ada,Lovelace,Analyst,E1,Boss@x.org,field CREW,manager\n"
        "bob@x.org,Bob,Bell,,E2,E1,,\n"
        "eve@x.org,Eve,Else,,,,No such team,\n"
        "mal@x.org,Mal,Low,,E1,,,\n";
    const auto answer =
        world.bulk.invite(world.admin(), from_csv(), desk::read_csv_recipients(text), false);
    REQUIRE(answer.results.size() == 4);
    REQUIRE(answer.results[0].sent());
    REQUIRE(answer.results[1].sent());
    const auto ada = world.document(answer.results[0].user_id);
    CHECK(ada["name"]["familyName"] == "Lovelace");
    CHECK(ada[test::enterprise_urn]["manager"]["value"] == boss);
    const auto bob = world.document(answer.results[1].user_id);
    CHECK(bob[test::enterprise_urn]["manager"]["value"] == answer.results[0].user_id);
    const auto promised =
        world.texts("SELECT promised_groups FROM invitation WHERE email = 'ada@x.org'");
    REQUIRE(promised.size() == 1);
    CHECK(promised[0].find(team) != std::string::npos);
    CHECK(promised[0].find("manager") != std::string::npos);
    CHECK(answer.results[2].reason == "not_allowed");
    CHECK(answer.results[3].reason == "not_allowed");
    CHECK(world.texts("SELECT user_id FROM person WHERE source = 'csv'").size() == 2);
}

TEST_CASE("row 74: more than one at once needs the permission to invite in bulk") {
    BulkWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    auto caller = world.caller(invitation::Role::account_admin);
    caller.permissions.at(static_cast<std::size_t>(invitation::Permission::users_invite)) = true;
    caller.permissions.at(static_cast<std::size_t>(invitation::Permission::users_bulk_invite)) =
        false;
    CHECK(world.bulk.invite(caller, {}, desk::read_pasted("a@x.org"), false).results.front().sent()
    );
    const auto many = [&] {
        (void)world.bulk.invite(caller, {}, desk::read_pasted("b@x.org, c@x.org"), false);
    };
    CHECK(test::problem_of(many) == "forbidden");
}

TEST_CASE("beyond a hundred a call becomes one job, whose result lists each address once") {
    BulkWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    world.push("p7@example.org");
    const auto answer = world.invite(addresses(250) + "no address\np3@EXAMPLE.org\n");
    REQUIRE_FALSE(answer.job_id.empty());
    CHECK(answer.results.empty());
    const auto waiting = Json::parse(world.bulk.show_job(world.admin(), answer.job_id));
    CHECK(waiting["state"] == "queued");
    CHECK(waiting["total"] == 252);
    CHECK(waiting["result"].is_null());
    CHECK(world.events("invitation.opened") == 0);
    const auto job = world.run_job(world.admin(), answer.job_id);
    CHECK(job["state"] == "done");
    CHECK(job["done"] == 252);
    CHECK(job["result"]["recognised"] == 250);
    CHECK(job["result"]["sent"].size() == 249);
    CHECK(
        test::pluck(job["result"]["not_sent"], "reason") ==
        test::Texts{"already_member", "invalid_email", "duplicate"}
    );
    CHECK(job["result"]["not_sent"][1]["line"] == 251);
    CHECK(world.events("invitation.opened") == 249);
}

TEST_CASE("a job's items are refused when who made it may no longer invite") {
    BulkWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    auto caller = world.admin();
    caller.user_id = world.push("gone@x.org");
    caller.actor = {.kind = "user", .id = caller.user_id};
    const auto answer = world.bulk.invite(caller, {}, desk::read_pasted(addresses(101)), false);
    const auto job = world.run_job(world.admin(), answer.job_id);
    CHECK(job["result"]["sent"].empty());
    CHECK(job["result"]["not_sent"].size() == 101);
    CHECK(job["result"]["not_sent"][0]["reason"] == "not_allowed");
    CHECK(world.events("invitation.opened") == 0);
}

TEST_CASE("a job is seen by who made it and by who may invite in bulk, in its organization") {
    BulkWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto id = world.invite(addresses(101)).job_id;
    auto other = world.caller(invitation::Role::team_admin);
    other.actor.id = "another";
    other.permissions = {};
    CHECK(test::problem_of([&] { (void)world.bulk.show_job(other, id); }) == "not_found");
    CHECK(test::problem_of([&] {
              (void)world.bulk.show_job(world.admin(), "nonsense");
          }) == "not_found");
    auto elsewhere = world.admin();
    elsewhere.organization_id = world.directory_id();
    CHECK(test::problem_of([&] { (void)world.bulk.show_job(elsewhere, id); }) == "not_found");
}

TEST_CASE("a job keeps no link, which would be a usable secret") {
    BulkWorld world(GENERATE(Kind::sqlite, Kind::postgresql));
    const auto recipients = desk::read_pasted(addresses(101));
    const auto answer = world.bulk.invite(world.admin(), by_link(), recipients, false);
    const auto job = world.run_job(world.admin(), answer.job_id);
    CHECK(job["result"]["sent"].size() == 101);
    CHECK_FALSE(job["result"]["sent"][0].contains("link"));
    for (const auto& result : world.texts("SELECT result FROM job_item"))
        CHECK(result.find("/join/") == std::string::npos);
}

}  // namespace bulk_invitations_test
