// How filters may be written, and what is none (RFC 7644 §3.4.2.2, figure 1).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::filter_grammar_checks {

namespace {

struct Writing {
    const char* id;
    const char* clause;
    const char* filter;  ///< finds anna alone, among the population
};

// clang-format off
const Writing writings[] = {
    {"operator-upper", "Operators count in any letter case: EQ.", R"(title EQ "Captain" AND nickName Eq "Ann")"},
    {"names-upper", "Attribute names count in any letter case.", R"(TITLE eq "Captain" and NICKNAME eq "Ann")"},
    {"urn", "A name may stand after its schema's URN.", R"(urn:ietf:params:scim:schemas:core:2.0:User:nickName eq "Ann")"},
    {"urn-sub", "So may a sub-attribute.", R"(urn:ietf:params:scim:schemas:core:2.0:User:name.familyName eq "Zimmer")"},
    {"urn-upper", "The URN counts in any letter case.", R"(URN:ietf:params:scim:schemas:core:2.0:user:nickName eq "Ann")"},
    {"not-space", "`not (…)`, with a space (erratum 7319).", R"(nickName eq "Ann" and not (title eq "Pilot"))"},
    {"not-tight", "`not(…)`, without a space.", R"(nickName eq "Ann" and not(title eq "Pilot"))"},
    {"deep", "Parentheses within parentheses.", R"((((nickName eq "Ann"))) and ((title eq "Captain") or (title eq "Cook")))"},
    {"escape", "A value is a JSON string, escapes included.", R"(nickName eq "\u0041nn")"},
    {"value-path-logic", "Logic and parentheses within brackets (erratum 7322).", R"(emails[type eq "work" and (value co ".anna@" or value co "nobody@")])"},
    {"three-and", "More than two conditions.", R"(nickName eq "Ann" and title eq "Captain" and active eq true)"},
};

const Writing broken[] = {
    {"no-operator", "An attribute without an operator is no filter.", "title"},
    {"no-value", "An operator without a value is no filter.", "title eq"},
    {"unknown-operator", "An operator that nobody defined is refused.", R"(title like "x")"},
    {"open-quote", "A string without its end is no filter.", R"(title eq "Captain)"},
    {"open-parenthesis", "A parenthesis without its end is no filter.", R"((title eq "Captain")"},
    {"open-bracket", "A bracket without its end is no filter.", R"(emails[type eq "work")"},
    {"dangling-and", "`and` without a second condition is no filter.", R"(title eq "Captain" and)"},
    {"two-filters", "Two conditions without a word between are no filter.", R"(title eq "a" title eq "b")"},
    {"empty-parentheses", "Nothing in parentheses is no filter.", "()"},
    {"garbage", "Some letters are no filter.", "=&%$"},
    {"boolean-gt", "A Boolean has no order: `gt` is refused.", "active gt true"},
};
// clang-format on

}  // namespace

void add(Suite& suite) {
    suite.topic("filtering");
    for (const auto& writing : writings) {
        suite.must(
            std::string("grammar:") + writing.id,
            "RFC 7644 §3.4.2.2",
            writing.clause,
            [&writing](Run& run) {
                run.require_user_attribute("nickName");
                run.require_user_attribute("title");
                const auto words = run.found_in_population(writing.filter);
                Run::expect(words == "anna", "it finds \"" + words + "\", expected \"anna\"");
            }
        );
    }
    for (const auto& writing : broken) {
        suite.must(
            std::string("refused:") + writing.id,
            "RFC 7644 §3.12",
            std::string(writing.clause) + " 400 `invalidFilter`.",
            [&writing](Run& run) {
                run.require(run.features().filter, "filters");
                Run::expect_error(
                    run.search(run.users().endpoint, writing.filter), 400, "invalidFilter"
                );
            }
        );
    }
    suite.should(
        "unknown-attribute",
        "RFC 7644 §3.4.2.2",
        "A filter over an attribute that no schema has finds nothing, or is refused.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            run.population();
            const auto& answer = run.search(run.users().endpoint, "shoeSize eq \"42\"");
            if (answer.status() == 400) return;
            Run::expect(Run::ids(answer).empty(), "it finds something");
        }
    );
    suite.must(
        "password",
        "RFC 7643 §9.2",
        "A password cannot be found out letter by letter: it is not stored as it was sent.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            run.require_user_attribute("password");
            const auto secret = "Xy7!" + run.unique("pw");
            const auto user = run.new_user(json(R"({"password": "$1"})", secret));
            const auto& answer = run.search(
                run.users().endpoint,
                "userName eq " + as_literal(user["userName"].text()) + " and password sw " +
                    as_literal(secret.substr(0, 6))
            );
            if (answer.status() == 200)
                Run::expect(Run::ids(answer).empty(), "a filter finds its first letters");
        }
    );
    suite.must(
        "long",
        "RFC 7644 §3.4.2.2",
        "A long filter is answered or refused, not answered by a failure.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            run.population();
            std::string filter = "title eq \"0\"";
            for (int index = 1; index < 60; ++index)
                filter += " or title eq \"" + std::to_string(index) + "\"";
            const auto& answer = run.search(run.users().endpoint, filter);
            Run::expect(answer.status() < 500, "it failed with " + std::to_string(answer.status()));
        }
    );
    suite.must(
        "nested-deep",
        "RFC 7644 §7.3",
        "Very deep parentheses do not bring the server down.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const std::string filter = std::string(1500, '(') + "title pr" + std::string(1500, ')');
            const auto& answer = run.search(run.users().endpoint, filter);
            Run::expect(answer.status() < 500, "it failed with " + std::to_string(answer.status()));
            Run::expect_status(run.get("/ServiceProviderConfig"), {200});
        }
    );
}

}  // namespace usher::conformance::filter_grammar_checks
