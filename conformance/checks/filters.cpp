// What each operator finds among known users (RFC 7644 §3.4.2.2).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

namespace usher::conformance::filters_checks {

namespace {

struct Example {
    const char* id;
    const char* clause;
    const char* filter;
    const char* wanted;
    const char* attribute;  ///< that the users must have
};

constexpr const char* everybody =
    "anna bruno carla dora emil frida gustav hanna ivan jutta karl lena";

// clang-format off
const Example examples[] = {
    {"eq-text", "`eq`: equal texts.", R"(title eq "Pilot")", "carla dora", "title"},
    {"eq-no-case", "`eq` of what is not caseExact: whatever letter case.", R"(title eq "CAPTAIN")", "anna bruno", "title"},
    {"eq-true", "`eq true`: a Boolean, without quotes.", "active eq true", "anna bruno dora emil gustav hanna ivan jutta karl", "active"},
    {"eq-false", "`eq false`: a Boolean, without quotes.", "active eq false", "carla frida lena", "active"},
    {"eq-sub", "`eq` of a sub-attribute.", R"(name.familyName eq "Tell")", "gustav", "name.familyName"},
    {"eq-unicode", "`eq` of text beyond ASCII.", R"(title eq "Médecin")", "karl", "title"},
    {"eq-apostrophe", "A value with an apostrophe is a value.", R"(name.familyName eq "O'Neill")", "lena", "name.familyName"},
    {"eq-nothing", "A value that nobody has finds nobody.", R"(title eq "Nobody has this")", "", "title"},
    {"ne-text", "`ne`: all that are not equal.", R"(title pr and title ne "Pilot")", "anna bruno frida gustav hanna ivan karl lena", "title"},
    {"co", "`co`: contains.", R"(name.familyName co "e")", "anna carla dora emil gustav karl lena", "name.familyName"},
    {"co-no-case", "`co` of what is not caseExact: whatever letter case.", R"(name.familyName co "IMM")", "anna", "name.familyName"},
    {"sw", "`sw`: starts with.", R"(name.familyName sw "x")", "carla", "name.familyName"},
    {"ew", "`ew`: ends with.", R"(name.familyName ew "ll")", "gustav lena", "name.familyName"},
    {"ew-case", "`ew` of what is not caseExact: whatever letter case.", R"(name.familyName ew "LL")", "gustav lena", "name.familyName"},
    {"co-percent", "`%` is a letter like others, no wildcard.", R"(nickName co "e%m")", "emil", "nickName"},
    {"co-percent-alone", "`%` alone matches `%` only.", R"(nickName co "%")", "emil", "nickName"},
    {"co-underscore", "`_` is a letter like others, no wildcard.", R"(nickName co "a_l")", "", "nickName"},
    {"co-asterisk", "`*` is a letter like others, no wildcard.", R"(nickName co "*")", "frida", "nickName"},
    {"co-dot", "`.` is a letter like others, no pattern.", R"(nickName co "A.n")", "", "nickName"},
    {"pr", "`pr`: has a value.", "title pr", "anna bruno carla dora frida gustav hanna ivan karl lena", "title"},
    {"pr-complex", "`pr` of a complex attribute.", "emails pr", "anna bruno carla dora emil frida gustav hanna ivan jutta karl", "emails"},
    {"not-pr", "`not (… pr)`: has no value.", "not (title pr)", "emil jutta", "title"},
    {"gt", "`gt`: after, in lexical order.", R"(name.familyName gt "w" and name.familyName le "Zimmer")", "anna bruno carla dora", "name.familyName"},
    {"ge", "`ge`: after or equal.", R"(name.familyName ge "West" and name.familyName le "young")", "bruno carla dora", "name.familyName"},
    {"lt", "`lt`: before.", R"(name.familyName lt "S" and name.familyName gt "Oz")", "ivan jutta", "name.familyName"},
    {"le", "`le`: before or equal.", R"(name.familyName le "Roth" and name.familyName gt "Oz")", "ivan jutta", "name.familyName"},
    {"and", "`and`: both.", R"(title eq "Guide" and active eq true)", "gustav", "title"},
    {"or", "`or`: one or the other.", R"(title eq "Guide" or title eq "Driver")", "frida gustav lena", "title"},
    {"not", "`not`: the others.", R"(title pr and not (title eq "Pilot" or title eq "Guide"))", "anna bruno hanna ivan karl lena", "title"},
    {"and-before-or", "`and` binds more than `or`.", R"(title eq "Cook" or title eq "Guide" and active eq false)", "frida hanna ivan", "title"},
    {"parentheses", "Parentheses bind first.", R"((title eq "Cook" or title eq "Guide") and active eq false)", "frida", "title"},
    {"not-before-and", "`not` binds more than `and`.", R"(not (active eq true) and title eq "Guide")", "frida", "title"},
    {"any-value", "Of a multi-valued attribute, one value that matches is enough.", R"(emails.value co ".anna@home")", "anna", "emails"},
    {"value-path", "`emails[…]` is about one value.", R"(emails[type eq "work" and value co ".anna@work"])", "anna", "emails"},
    {"value-path-one", "Two conditions in brackets hold of one and the same value.", R"(emails[type eq "home" and value co ".anna@work"])", "", "emails"},
    {"value-path-two", "Two conditions without brackets may hold of two values.", R"(emails.type eq "home" and emails.value co ".anna@work")", "anna", "emails"},
    {"value-path-or", "`or` within brackets.", R"(emails[value co ".anna@work" or value co ".bruno@work"])", "anna bruno", "emails"},
    {"value-path-not", "`not` within brackets.", R"(emails[not (type eq "home") and value co ".bruno@"])", "bruno", "emails"},
    {"value-path-and-more", "Brackets within a longer filter.", R"(emails[type eq "work" and value co ".emil@"] and active eq true)", "emil", "emails"},
    {"value-path-boolean", "A Boolean within brackets.", R"(emails[primary eq true and value co ".dora@"])", "dora", "emails.primary"},
};
// clang-format on

}  // namespace

void add(Suite& suite) {
    suite.topic("filtering");
    for (const auto& example : examples) {
        suite.must(example.id, "RFC 7644 §3.4.2.2", example.clause, [&example](Run& run) {
            run.require_user_attribute(example.attribute);
            const auto words = run.found_in_population(example.filter);
            Run::expect(
                words == example.wanted,
                "it finds \"" + words + "\", expected \"" + example.wanted + "\""
            );
        });
    }
    suite.must("eq-null", "RFC 7643 §2.5", "`eq null` asks for what has no value.", [](Run& run) {
        run.require_user_attribute("title");
        const auto words = run.found_in_population("title eq null");
        Run::expect(words == "emil jutta", "it finds \"" + words + "\", expected \"emil jutta\"");
    });
    suite.must(
        "by-id",
        "RFC 7644 §3.4.2.2",
        "A filter by `id` finds that resource alone.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto& user = run.population().front();
            const auto ids =
                Run::ids(run.search(run.users().endpoint, "id eq " + as_literal(user["id"].text()))
                );
            Run::expect(ids.size() == 1 && ids.front() == user["id"].text(), "it was not found");
        }
    );
    suite.must(
        "by-external-id",
        "RFC 7643 §3.1",
        "externalId can be searched for, and minds letter case.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto external = run.unique("Ext-Case");
            const auto user = run.new_user(json(R"({"externalId": "$1"})", external));
            const auto& endpoint = run.users().endpoint;
            Run::expect(
                Run::ids(run.search(endpoint, "externalId eq " + as_literal(external))).size() == 1,
                "it was not found"
            );
            Run::expect(
                Run::ids(run.search(endpoint, "externalId eq " + as_literal(lower(external))))
                    .empty(),
                "it was found in another letter case"
            );
        }
    );
    suite.must(
        "by-last-modified",
        "RFC 7644 §3.4.2.2",
        "dateTimes compare as points in time.",
        [](Run& run) {
            const auto after = run.found_in_population("meta.created gt \"2011-05-13T04:42:34Z\"");
            Run::expect(after == everybody, "gt an old time finds \"" + after + "\"");
            const auto before =
                run.found_in_population("meta.created lt \"2011-05-13T04:42:34+02:00\"");
            Run::expect(before.empty(), "lt an old time finds \"" + before + "\"");
        }
    );
    suite.must(
        "by-resource-type",
        "RFC 7644 §3.4.2.2",
        "meta.resourceType can be searched for.",
        [](Run& run) {
            const auto words =
                run.found_in_population("meta.resourceType eq " + as_literal(run.users().name));
            Run::expect(words == everybody, "it finds \"" + words + "\"");
        }
    );
    suite.must(
        "by-schemas",
        "RFC 7644 §3.4.2.2",
        "`schemas eq URN` finds resources of the schema.",
        [](Run& run) {
            const auto words = run.found_in_population("schemas eq " + as_literal(user_urn));
            Run::expect(words == everybody, "it finds \"" + words + "\"");
        }
    );
    suite.must(
        "by-member",
        "RFC 7644 §3.4.2.2",
        "Groups can be searched for by a member.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto user = run.new_user();
            const auto group = run.new_group_of({user});
            const auto ids = Run::ids(run.search(
                run.groups().endpoint, "members.value eq " + as_literal(user["id"].text())
            ));
            Run::expect(
                ids.size() == 1 && ids.front() == group["id"].text(), "the group was not found"
            );
        }
    );
    suite.must(
        "by-display-name",
        "RFC 7644 §3.4.2.2",
        "Groups can be searched for by displayName.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto group = run.new_group();
            const auto ids = Run::ids(run.search(
                run.groups().endpoint, "displayName eq " + as_literal(group["displayName"].text())
            ));
            Run::expect(
                ids.size() == 1 && ids.front() == group["id"].text(), "the group was not found"
            );
        }
    );
}

}  // namespace usher::conformance::filters_checks
