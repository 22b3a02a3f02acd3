// draft-zollner-scim-interop-profile (text of April 2026): stricter than the RFCs, so that any
// client works with any server. Run by the profile `interop` only; see the README.
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::interop_checks {

namespace {

constexpr const char* draft = "draft-zollner-scim-interop-profile";

Value user_with_mail(Run& run) {
    run.require_user_attribute("emails.type");
    return run.new_user(json(
        run.own(R"({"emails": [{"value": "w@example.org", "type": "work"}], "title": "Guide"})")
    ));
}

}  // namespace

void add(Suite& suite) {
    suite.topic("interop");
    suite.must(
        "announced",
        draft,
        "ServiceProviderConfig says `interopProfileConformant: true`.",
        [](Run& run) {
            Run::expect_equal(
                run.get("/ServiceProviderConfig").body["interopProfileConformant"],
                true,
                "interopProfileConformant"
            );
        }
    );
    suite.must("patch-announced", draft, "PATCH is supported.", [](Run& run) {
        Run::expect_equal(
            run.get("/ServiceProviderConfig").body["patch"]["supported"], true, "patch.supported"
        );
    });
    suite.must("filter-announced", draft, "Filters are supported.", [](Run& run) {
        Run::expect_equal(
            run.get("/ServiceProviderConfig").body["filter"]["supported"], true, "filter.supported"
        );
    });
    suite.must("type-id-is-name", draft, "A resource type's id is its name.", [](Run& run) {
        const auto& answer = run.get("/ResourceTypes");
        for (const auto& type : Run::expect_list(answer).elements())
            Run::expect_equal(type["id"], type["name"], "id");
    });
    suite.must("media-type", draft, "Every answer is application/scim+json.", [](Run& run) {
        for (const auto* path :
             {"/ServiceProviderConfig", "/Schemas", "/Users?count=1", "/Users/nobody"})
            Run::expect(
                run.get(path).header("Content-Type").starts_with("application/scim+json"),
                std::string(path) + " is not"
            );
    });
    suite.must(
        "unknown-attribute",
        draft,
        "An attribute that no schema has is 400 invalidSyntax.",
        [](Run& run) {
            Run::expect_error(
                run.post(
                    run.users().endpoint, run.body_for(run.users(), json(R"({"shoeSize": 42})"))
                ),
                400,
                "invalidSyntax",
                true
            );
        }
    );
    suite.must(
        "unknown-schema",
        draft,
        "A schema that the server does not have is 400 invalidSyntax.",
        [](Run& run) {
            auto body = run.body_for(run.users());
            body.set("schemas", json(R"(["$1", "urn:example:nobody:knows"])", user_urn));
            Run::expect_error(run.post(run.users().endpoint, body), 400, "invalidSyntax", true);
        }
    );
    suite.must(
        "unknown-in-filter",
        draft,
        "A filter over an attribute that no schema has is 400 invalidFilter.",
        [](Run& run) {
            Run::expect_error(
                run.search(run.users().endpoint, "shoeSize eq \"42\""), 400, "invalidFilter", true
            );
        }
    );
    suite.must("filter-eq-and", draft, "`eq` and `and` are understood.", [](Run& run) {
        const auto user = run.new_user();
        const auto filter = "userName eq " + as_literal(user["userName"].text()) + " and id eq " +
                            as_literal(user["id"].text());
        Run::expect(
            Run::ids(run.search(run.users().endpoint, filter)).size() == 1, "the user was not found"
        );
    });
    suite.must(
        "user-name-case",
        draft,
        "userName is found, and unique, whatever its letter case.",
        [](Run& run) {
            auto name = run.new_user()["userName"].text();
            name[0] = static_cast<char>(name[0] - 'a' + 'A');
            Run::expect(
                Run::ids(run.search(run.users().endpoint, "userName eq " + as_literal(name)))
                        .size() == 1,
                "it was not found"
            );
            Run::expect_error(
                run.post(
                    run.users().endpoint,
                    run.body_for(run.users(), json(R"({"userName": "$1"})", name))
                ),
                409,
                "uniqueness",
                true
            );
        }
    );
    suite
        .must("canonical-types", draft, "Every `type` declares its canonicalValues.", [](Run& run) {
            for (const auto& schema : run.target().schemas)
                for (const auto& attribute : schema.attributes)
                    if (const auto* type = attribute.find("type");
                        type != nullptr && attribute.writable())
                        Run::expect(
                            !type->canonical_values.empty(), attribute.name + ".type does not"
                        );
        });
    suite.must("page-of-hundred", draft, "A count of 100 is honoured.", [](Run& run) {
        Run::expect(
            run.features().filter_results == 0 || run.features().filter_results >= 100,
            "the limit is " + std::to_string(run.features().filter_results)
        );
        Run::expect_list(run.get(run.users().endpoint + "?count=100"));
    });
    suite.must(
        "patch-without-path",
        draft,
        "PATCH without a path is refused: 400 invalidSyntax.",
        [](Run& run) {
            const auto user = run.new_user();
            Run::expect_error(
                run.operate(run.user_path(user), "replace", "", json(R"({"title": "x"})")),
                400,
                "invalidSyntax",
                true
            );
        }
    );
    suite.must(
        "value-path-names-part",
        draft,
        "A value path without a sub-attribute is refused: 400 invalidPath.",
        [](Run& run) {
            const auto user = user_with_mail(run);
            const auto& answer = run.operate(
                run.user_path(user),
                "replace",
                R"(emails[type eq "work"])",
                json(run.own(R"({"value": "x@example.org"})"))
            );
            Run::expect_error(answer, 400, "invalidPath", true);
        }
    );
    suite.must(
        "delete-frees-name",
        draft,
        "DELETE really deletes, and frees unique values.",
        [](Run& run) {
            const auto user = run.new_user();
            Run::expect_status(run.remove(run.user_path(user)), {204});
            Run::expect_status(run.get(run.user_path(user)), {404});
            Run::expect_status(
                run.post(
                    run.users().endpoint,
                    run.body_for(run.users(), json(R"({"userName": "$1"})", user["userName"]))
                ),
                {201}
            );
        }
    );
    suite.must(
        "etags-ignorable",
        draft,
        "A client that knows no ETags can change everything.",
        [](Run& run) {
            const auto user = run.new_user();
            Run::expect_status(
                run.put(
                    run.user_path(user),
                    run.body_for(run.users(), json(R"({"userName": "$1"})", user["userName"]))
                ),
                {200}
            );
            Run::expect_status(run.remove(run.user_path(user)), {204});
        }
    );
    suite.must("uniqueness", draft, "A taken name is 409 with scimType uniqueness.", [](Run& run) {
        const auto user = run.new_user();
        Run::expect_error(
            run.post(
                run.users().endpoint,
                run.body_for(run.users(), json(R"({"userName": "$1"})", user["userName"]))
            ),
            409,
            "uniqueness",
            true
        );
    });
    suite.must(
        "patch-never-deletes",
        draft,
        "Setting `active` to false leaves the user readable.",
        [](Run& run) {
            run.require_user_attribute("active");
            const auto user = run.new_user();
            Run::expect(
                run.operate(run.user_path(user), "replace", "active", false).ok(),
                "it could not be set"
            );
            Run::expect_equal(run.get(run.user_path(user)).body["active"], false, "active");
        }
    );
}

}  // namespace usher::conformance::interop_checks
