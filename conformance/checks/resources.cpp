// Creating, reading and deleting resources (RFC 7643 §3, RFC 7644 §3.3, §3.4.1, §3.6).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"
#include "usher/scim/comparison.hpp"

#include <set>

namespace usher::conformance::resources_checks {

namespace {

const Exchange& created(Run& run, const TypeDefinition& type, const Value& body) {
    const auto& answer = run.post(type.endpoint, body);
    Run::expect_status(answer, {201});
    return answer;
}

void expect_same(const Value& shown, const Value& again) {
    for (const auto* name : {"id", "userName", "displayName", "externalId", "name", "emails"})
        if (shown[name].present()) Run::expect_equal(again[name], shown[name], name);
}

using Pick = const TypeDefinition& (Run::*)() const;

void add_create_checks(Suite& suite, const std::string& kind, Pick pick) {
    const auto id = [&](const char* rest) { return "create-" + std::string(rest) + ":" + kind; };
    suite.must(id("status"), "RFC 7644 §3.3", "Creating answers 201.", [=](Run& run) {
        const auto& type = (run.*pick)();
        created(run, type, run.body_for(type));
    });
    suite.must(
        id("location"),
        "RFC 7644 §3.3",
        "The answer has a Location, and the resource is there.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            const auto& answer = created(run, type, run.body_for(type));
            const auto location = answer.header("Location");
            Run::expect(!location.empty(), "there is no Location header");
            const auto& meta = answer.body["meta"]["location"];
            if (meta.present()) Run::expect_equal(meta, location, "meta.location");
            const auto tail = type.endpoint + "/" + encoded(answer.body["id"].text());
            Run::expect(
                location.ends_with(tail),
                "Location is " + location + ", which does not end in " + tail
            );
        }
    );
    suite.must(
        id("body"),
        "RFC 7644 §3.3",
        "A body in the answer is the whole resource.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            const auto body = run.body_for(type);
            const auto& answer = created(run, type, body);
            Run::prefer(!answer.response.body.empty(), "there is no body");
            Run::expect(
                contains(answer.body["schemas"], type.schema->id), "`schemas` lacks the base schema"
            );
            const auto* name = kind == "User" ? "userName" : "displayName";
            Run::expect_equal(answer.body[name], body[name], name);
        }
    );
    suite.must(
        id("id"),
        "RFC 7643 §3.1",
        "The server makes the id, whatever a client sends.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            const auto& answer =
                created(run, type, run.body_for(type, json(R"({"id": "chosen-by-client"})")));
            const auto& made = answer.body["id"];
            Run::expect(made.is_text() && !made.text().empty(), "there is no id");
            Run::expect(made.text() != "chosen-by-client", "the client's id was taken");
            Run::expect(lower(made.text()) != "bulkid", "the id is the reserved word bulkId");
        }
    );
    suite.must(id("ids-differ"), "RFC 7643 §3.1", "No two resources have one id.", [=](Run& run) {
        const auto& type = (run.*pick)();
        const auto first = run.make(type);
        Run::expect(run.make(type)["id"] != first["id"], "two resources have one id");
    });
    suite.must(
        id("meta"),
        "RFC 7643 §3.1",
        "The server makes `meta`, whatever a client sends.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            const auto sent =
                R"({"meta": {"resourceType": "Nonsense", "created": "1999-01-01T00:00:00Z", "location": "https://example.org/"}})";
            const auto& answer = created(run, type, run.body_for(type, json(sent)));
            const auto& meta = answer.body["meta"];
            Run::expect_equal(meta["resourceType"], type.name, "meta.resourceType");
            Run::expect(
                meta["created"] != Value("1999-01-01T00:00:00Z"),
                "the client's meta.created was taken"
            );
            Run::expect(
                meta["location"] != Value("https://example.org/"),
                "the client's meta.location was taken"
            );
        }
    );
    suite.must(
        id("meta-times"),
        "RFC 7643 §3.1",
        "meta.created and meta.lastModified are dateTimes, equal at first.",
        [=](Run& run) {
            const auto& meta =
                created(run, (run.*pick)(), run.body_for((run.*pick)())).body["meta"];
            for (const auto* name : {"created", "lastModified"}) {
                if (!meta[name].present()) throw Deviation{std::string("there is no meta.") + name};
                Run::expect(
                    scim::canonical_date_time(meta[name].text()).has_value(),
                    std::string(name) + " is " + to_text(meta[name])
                );
            }
            Run::prefer(
                meta["created"] == meta["lastModified"], "they differ right after creation"
            );
        }
    );
    suite.must(
        id("readable"),
        "RFC 7644 §3.4.1",
        "What was created can be read: 200, and the same.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            const auto made = run.make(type);
            const auto& answer = run.get(Run::path(type, made));
            Run::expect_status(answer, {200});
            expect_same(made, answer.body);
            Run::expect_equal(
                answer.body["meta"]["location"], made["meta"]["location"], "meta.location"
            );
        }
    );
    suite.must(
        id("external-id"),
        "RFC 7643 §3.1",
        "externalId comes back as the client sent it.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            const auto external = run.unique("Ext-A");
            const auto made = run.make(type, json(R"({"externalId": "$1"})", external));
            Run::expect_equal(
                run.get(Run::path(type, made)).body["externalId"], external, "externalId"
            );
        }
    );
    suite.must(
        id("without-schemas"),
        "RFC 7643 §3",
        "A body without `schemas` is refused.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            auto body = run.body_for(type);
            body.erase("schemas");
            const auto& answer = run.post(type.endpoint, body);
            Run::prefer(answer.status() != 201, "it was taken all the same");
            Run::expect_status(answer, {400});
        }
    );
    suite.must(
        id("nothing-required"),
        "RFC 7643 §2.2",
        "A body without what is required is refused: 400.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            bool any = false;
            for (const auto& attribute : type.attributes())
                any |= attribute.definition->required && !attribute.extension;
            if (!any) throw Skip{"the schema requires nothing"};
            const auto& answer =
                run.post(type.endpoint, json(R"({"schemas": ["$1"]})", type.schema->id));
            Run::expect_error(answer, 400, "invalidValue");
        }
    );
    suite.must(
        id("names-any-case"),
        "RFC 7643 §2.1",
        "Attribute names count in any letter case.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            auto body = run.body_for(type);
            const auto* name = kind == "User" ? "userName" : "displayName";
            const auto value = body[name];
            body.erase(name);
            body.set(kind == "User" ? "USERNAME" : "DISPLAYNAME", value);
            Run::expect_equal(created(run, type, body).body.find(name), value, name);
        }
    );
    suite.must(id("get-unknown"), "RFC 7644 §3.12", "An id that nobody has is 404.", [=](Run& run) {
        const auto& type = (run.*pick)();
        Run::expect_status(run.get(type.endpoint + "/00000000-0000-4000-8000-00000000dead"), {404});
    });
    suite.must(id("delete"), "RFC 7644 §3.6", "DELETE answers 204 without a body.", [=](Run& run) {
        const auto& type = (run.*pick)();
        const auto made = run.make(type);
        const auto& answer = run.remove(Run::path(type, made));
        Run::expect_status(answer, {204});
        Run::expect(answer.response.body.empty(), "there is a body");
    });
    suite.must(
        id("deleted-is-404"),
        "RFC 7644 §3.6",
        "What was deleted is 404 for every operation.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            const auto made = run.make(type);
            const auto place = Run::path(type, made);
            Run::expect(run.remove(place).ok(), "it could not be deleted");
            Run::expect_status(run.get(place), {404});
            Run::expect_status(run.put(place, run.body_for(type)), {404});
            Run::expect_status(run.remove(place), {404});
        }
    );
    suite.must(
        id("deleted-not-listed"),
        "RFC 7644 §3.6",
        "What was deleted is in no list.",
        [=](Run& run) {
            run.require(run.features().filter, "filters");
            const auto& type = (run.*pick)();
            const auto made = run.make(type);
            const auto* name = kind == "User" ? "userName" : "displayName";
            const auto filter = std::string(name) + " eq " + as_literal(made[name].text());
            Run::expect(
                Run::ids(run.search(type.endpoint, filter)).size() == 1,
                "the list did not have it before"
            );
            Run::expect(run.remove(Run::path(type, made)).ok(), "it could not be deleted");
            Run::expect(
                Run::ids(run.search(type.endpoint, filter)).empty(), "the list still has it"
            );
        }
    );
    suite.must(
        id("name-free-again"),
        "RFC 7644 §3.6",
        "A deleted resource does not stand in the way of a new one of its name.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            const auto body = run.body_for(type);
            const auto first = created(run, type, body).body;
            Run::expect(run.remove(Run::path(type, first)).ok(), "it could not be deleted");
            Run::expect(
                created(run, type, body).body["id"] != first["id"], "the id was used again"
            );
        }
    );
    suite.must(
        id("listed"),
        "RFC 7644 §3.4.2",
        "GET of the endpoint answers a ListResponse.",
        [=](Run& run) {
            const auto& type = (run.*pick)();
            run.make(type);
            const auto& answer = run.get(type.endpoint);
            Run::expect(Run::expect_list(answer).size() > 0, "the list is empty");
            Run::expect(answer.body["totalResults"].is_integer(), "there is no totalResults");
        }
    );
    suite.must(
        id("schemas-once"),
        "RFC 7643 §3",
        "`schemas` has no URN twice, and an extension's only if the extension is there.",
        [=](Run& run) {
            const auto made = run.make((run.*pick)());
            std::set<std::string> seen;
            for (const auto& urn : made["schemas"].elements())
                Run::expect(
                    seen.insert(lower(urn.text())).second, to_text(urn) + " is there twice"
                );
            for (const auto& [name, value] : made.members())
                if (name.starts_with("urn:"))
                    Run::expect(seen.contains(lower(name)), name + " is not in `schemas`");
        }
    );
}

}  // namespace

void add(Suite& suite) {
    suite.topic("resources");
    add_create_checks(suite, "User", &Run::users);
    add_create_checks(suite, "Group", &Run::groups);
}

}  // namespace usher::conformance::resources_checks
