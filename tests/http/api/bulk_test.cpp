// Inviting many people over HTTP: pasted, listed, uploaded; the job, watched; codes and sheets.
#include "tests/http/api/world.hpp"

#include <chrono>
#include <thread>

#include <catch2/catch.hpp>

namespace usher::test::bulk_test {

namespace {

std::string addresses(int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += "p" + std::to_string(i) + "@example.org\n";
    return text;
}

Answer upload(World& world, const std::string& csv, const std::string& query = "") {
    return world.founder.send(
        "POST",
        "/api/v1/invitations/csv" + query,
        csv,
        {
            {"Content-Type", "text/csv; charset=utf-8"}
    }
    );
}

/// The job once it is done; the test's time-out bounds the wait.
Json finished(World& world, const std::string& id) {
    for (;;) {
        auto job = world.founder.read("/jobs/" + id);
        if (job["state"] == "done") return job;
        std::this_thread::sleep_for(std::chrono::milliseconds(200));
    }
}

std::string sheet_of(const Json& sent, const std::string& kind) {
    return "/invitations/" + sent["invitation_id"].get<std::string>() + "/" + kind;
}

}  // namespace

TEST_CASE(
    "rows 54, 83, 84, 87, 88: pasted addresses are invited, and each that is not is told with its "
    "line and reason"
) {
    World world;
    const auto answer = world.founder.post(
        "/invitations",
        Json{
            {"text",     "a@example.org, b@example.org\nno address\nA@example.org"},
            {"channels", {"link"}                                                 }
    }
    );
    REQUIRE(answer.status == 200);
    const auto body = answer.json();
    CHECK(body["recognised"] == 2);
    CHECK(pluck(body["sent"], "email") == Texts{"a@example.org", "b@example.org"});
    CHECK(body["sent"][0]["link"].get<std::string>().find("/join/") != std::string::npos);
    CHECK(pluck(body["not_sent"], "reason") == Texts{"invalid_email", "duplicate"});
    CHECK(body["not_sent"][0]["line"] == 2);
    CHECK(world.founder.list("/invitations")["total"] == 2);
}

TEST_CASE("rows 50, 75: listed recipients bring their fields, and a dry run has no effect") {
    World world;
    const auto ann = world.member("ann@example.org");
    const Json recipients = Json::array({
        Json{{"email", "eve@example.org"}, {"given_name", "Eve"}, {"family_name", "Else"}},
        Json{{"user_id", ann}    }
    });
    const auto dry = world.founder.post(
        "/invitations",
        Json{
            {"recipients", recipients},
            {"dry_run",    true      }
    }
    );
    REQUIRE(dry.status == 200);
    CHECK(dry.json()["sent"][0]["invitation_id"].is_null());
    CHECK(world.founder.list("/invitations")["total"] == 0);
    const auto answer = world.founder.post(
        "/invitations",
        Json{
            {"recipients", recipients}
    }
    );
    REQUIRE(answer.status == 200);
    CHECK(answer.json()["not_sent"][0]["reason"] == "already_member");
    const auto user =
        world.founder.read("/users/" + answer.json()["sent"][0]["user_id"].get<std::string>());
    CHECK(user["family_name"] == "Else");
    CHECK(user["status"] == "pending");
}

TEST_CASE("neither or both of recipients and text, and unknown fields, are refused by name") {
    World world;
    CHECK(world.founder.post("/invitations", Json::object()).status == 400);
    const auto both = world.founder.post(
        "/invitations",
        Json{
            {"text",       "a@x.org"    },
            {"recipients", Json::array()}
    }
    );
    CHECK(both.json()["errors"][0]["pointer"] == "/recipients");
    const auto unknown = world.founder.post(
        "/invitations", R"({"recipients": [{"email": "a@x.org", "shoe_size": 7}]})"_body
    );
    CHECK(unknown.json()["errors"][0]["pointer"] == "/recipients/0/shoe_size");
}

TEST_CASE("rows 76, 77: the CSV template is downloaded, filled in and uploaded") {
    World world;
    const auto file = world.founder.get("/invitations/template.csv");
    REQUIRE(file.status == 200);
    CHECK(file.header("Content-Type").starts_with("text/csv"));
    CHECK(file.header("Content-Disposition").find(".csv") != std::string::npos);
    const auto rows = file.body + "ada@example.org,Ada,Lovelace\r\nbad,Bad,Row\r\n";
    const auto dry = upload(world, rows, "?dry_run=true");
    REQUIRE(dry.status == 200);
    CHECK(world.founder.list("/invitations")["total"] == 0);
    const auto answer = upload(world, rows);
    REQUIRE(answer.status == 200);
    CHECK(answer.json()["sent"][0]["line"] == 2);
    CHECK(answer.json()["not_sent"][0]["line"] == 3);
    CHECK(answer.json()["not_sent"][0]["reason"] == "invalid_email");
}

TEST_CASE("a CSV file that cannot be read is refused as a whole, in plain words") {
    World world;
    const auto wrong = upload(world, "email,shoe_size\na@x.org,7\n");
    CHECK(wrong.status == 400);
    CHECK(wrong.json()["errors"][0]["pointer"] == "/columns/1");
    CHECK(
        upload(
            world,
            std::string(
                "\xFF\xFE"
                "e\0",
                4
            )
        )
            .json()["errors"][0]["code"] == "not_utf8"
    );
    CHECK(world.founder.post("/invitations/csv", Json::object()).status == 415);
    HttpClient raw(world.server.port());
    const auto flood = raw.send(
        "POST",
        "/api/v1/invitations/csv",
        {
            {"Content-Type", "text/csv"}
    },
        std::string(9UL * 1024 * 1024, 'x')
    );
    CHECK(flood.status == 413);
}

TEST_CASE("addresses that are none are answered one by one, whichever way they come") {
    World world;

    struct Case {
        std::string address;
        std::string reason;  ///< empty: it is invited
    };

    const std::string too_long(300, 'x');
    const std::vector<Case> cases{
        {"plain@example.org",                 ""             },
        {"with space@example.org",            "invalid_email"},
        {"Ada Lovelace <ada@example.org>",    "invalid_email"},
        {"two\nlines@example.org",            "invalid_email"},
        {"b\u00fccher@b\u00fccher.example",   ""             },
        {"B\u00fccher@xn--bcher-kva.example", "duplicate"    },
        {"under_score@ex_ample.org",          "invalid_email"},
        {"tab\there@example.org",             "invalid_email"},
        {"right-to-left@\u202Eexample.org",   "invalid_email"},
        {"=cmd|' /C calc'!A0",                "invalid_email"},
        {"a@example.org, b@example.org",      "invalid_email"},
        {"PLAIN@EXAMPLE.ORG",                 "duplicate"    },
        {too_long,                            "invalid_email"},
    };
    const auto check = [&](const Json& answer) {
        REQUIRE(answer.contains("not_sent"));
        Texts wanted;
        for (const Case& one : cases)
            if (!one.reason.empty()) wanted.push_back(one.reason);
        CHECK(pluck(answer["not_sent"], "reason") == wanted);
        CHECK(answer["sent"].size() == cases.size() - wanted.size());
        for (const Json& line : answer["not_sent"])
            CHECK_FALSE(line["detail"].get<std::string>().empty());
    };
    Json recipients = Json::array();
    std::string csv =
        "\xEF\xBB\xBF"
        "title;email\r\n";
    for (const Case& one : cases) {
        Json recipient;
        recipient["email"] = one.address;
        recipients.push_back(std::move(recipient));
        csv += "=1+1;\"" + one.address + "\"\r\n";
    }
    Json body;
    body["recipients"] = std::move(recipients);
    body["dry_run"] = true;
    check(world.founder.post("/invitations", body).json());
    check(upload(world, csv, "?dry_run=true").json());
    CHECK(world.founder.list("/invitations")["total"] == 0);
}

TEST_CASE("a file of 100 MB is refused before it is read, and the server goes on") {
    World world;
    HttpClient raw(world.server.port());
    const auto answer = raw.send(
        "POST",
        "/api/v1/invitations/csv",
        {
            {"Content-Type", "text/csv"}
    },
        std::string(100UL * 1024 * 1024, 'x')
    );
    // Who goes on sending may find the connection gone before they have read the answer.
    CHECK((answer.status == 413 || answer.status == 0));
    CHECK(upload(world, "email\r\nada@example.org\r\n").status == 200);
}

TEST_CASE("row 74: bulk calls need users.bulk_invite") {
    World world;
    auto member = world.as("member");
    CHECK(
        member
            .post(
                "/invitations",
                Json{
                    {"text", "a@x.org"}
    }
            )
            .status == 403
    );
    CHECK(member.get("/invitations/template.csv").status == 403);
}

TEST_CASE("10,000 pasted addresses become one job, whose result lists each of them") {
    World world;
    const auto answer = world.founder.post(
        "/invitations",
        Json{
            {"text", addresses(10'000) + "no address"}
    }
    );
    REQUIRE(answer.status == 202);
    const std::string id = answer.json()["id"];
    CHECK(answer.header("Location") == "/api/v1/jobs/" + id);
    CHECK(answer.json()["total"] == 10'001);
    const auto job = finished(world, id);
    CHECK(job["done"] == 10'001);
    CHECK(job["result"]["sent"].size() == 10'000);
    CHECK(job["result"]["sent"][9'999]["email"] == "p9999@example.org");
    CHECK(job["result"]["not_sent"][0]["line"] == 10'001);
    CHECK(
        world.founder.list(
            "/invitations",
            {
                {"limit", "1"}
    }
        )["total"] == 10'000
    );
}

TEST_CASE("a job is watched as an event stream until it is done") {
    World world;
    const auto id = world.founder
                        .post(
                            "/invitations",
                            Json{
                                {"text", addresses(150)}
    }
                        )
                        .json()["id"]
                        .get<std::string>();
    const auto stream = world.founder.get(
        "/jobs/" + id,
        {
            {"Accept",     "text/event-stream"},
            {"Connection", "close"            }
    }
    );
    CHECK(stream.status == 200);
    CHECK(stream.header("Content-Type") == "text/event-stream");
    CHECK(stream.body.find("event: done\ndata: {\"id\":\"" + id) != std::string::npos);
    CHECK(stream.body.find("p149@example.org") != std::string::npos);
    CHECK(world.founder.get("/jobs/" + world.organization_id).status == 404);
}

TEST_CASE("rows 38, 40: an invitation is shown as QR code and as a printed sheet, each recorded") {
    World world;
    const auto sent =
        world.founder.post("/invitations", R"({"text": "Ada Lovelace <ada@example.org>"})"_body)
            .json()["sent"][0];
    const auto svg = world.founder.get(sheet_of(sent, "qr.svg"));
    CHECK(svg.status == 200);
    CHECK(svg.header("Content-Type") == "image/svg+xml");
    CHECK(svg.body.starts_with("<svg"));
    const auto png = world.founder.get(sheet_of(sent, "qr.png"));
    CHECK(png.header("Content-Type") == "image/png");
    CHECK(png.body.starts_with("\x89PNG"));
    const auto page = world.founder.get(sheet_of(sent, "print"));
    CHECK(page.status == 200);
    CHECK(
        page.header("Content-Security-Policy").starts_with("default-src 'none'; style-src 'sha256-")
    );
    CHECK(page.header("Cache-Control") == "no-store");
    CHECK(page.body.find("Ada Lovelace, you are invited to join") != std::string::npos);
    CHECK(page.body.find("/join/") != std::string::npos);
    CHECK(World::ids(world.founder, "/events", "action eq \"invitation.link_shown\"").size() == 3);
}

}  // namespace usher::test::bulk_test
