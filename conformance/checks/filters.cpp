// What each operator finds among known users (RFC 7644 §3.4.2.2).
#include "checks/checks.hpp"
#include "engine/run.hpp"

#include <algorithm>
#include <set>

namespace usher::conformance {

namespace {

/// The words of the population that the filter finds: "anna bruno".
std::string found(Run& run, const std::string& filter) {
    run.require(run.features().filter, "filters");
    run.population();
    const auto whole = run.population_filter() + " and (" + filter + ")";
    const auto& answer = run.search(run.users().endpoint, whole, "&count=100");
    if (answer.status() == 400 || answer.status() == 501)
        throw Failure{"the filter was refused: " + answer.body["detail"].text()};
    std::set<std::string> words;
    for (const auto& user : Run::expect_list(answer).elements()) {
        const auto& name = user["userName"].text();
        const auto begin = name.find("-q-") + 3;
        words.insert(name.substr(begin, name.find('@') - begin));
    }
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

struct Example {
    const char* id;
    const char* clause;
    const char* filter;  ///< `MARK` stands for the run's mark
    const char* wanted;
    const char* attribute;  ///< that the users must have
};

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

void add_filter_checks(Suite& suite) {
    suite.topic("filtering");
    for (const auto& example : examples) {
        suite.must(example.id, "RFC 7644 §3.4.2.2", example.clause, [&example](Run& run) {
            run.require_user_attribute(example.attribute);
            const auto words = found(run, example.filter);
            Run::expect(
                words == example.wanted,
                "it finds \"" + words + "\", expected \"" + example.wanted + "\""
            );
        });
    }
    suite.must("eq-null", "RFC 7643 §2.5", "`eq null` asks for what has no value.", [](Run& run) {
        run.require_user_attribute("title");
        run.require(run.features().filter, "filters");
        run.population();
        const auto& answer =
            run.search(run.users().endpoint, run.population_filter() + " and title eq null");
        if (answer.status() == 400) throw Deviation{"null is not understood in a filter"};
        Run::expect(Run::ids(answer).size() == 2, "it does not find the two users without a title");
    });
    suite.must(
        "by-id",
        "RFC 7644 §3.4.2.2",
        "A filter by `id` finds that resource alone.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto& user = run.population().front();
            const auto ids =
                Run::ids(run.search(run.users().endpoint, "id eq " + quoted(user["id"].text())));
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
                Run::ids(run.search(endpoint, "externalId eq " + quoted(external))).size() == 1,
                "it was not found"
            );
            Run::expect(
                Run::ids(run.search(endpoint, "externalId eq " + quoted(lower(external)))).empty(),
                "it was found in another letter case"
            );
        }
    );
    suite.must(
        "by-last-modified",
        "RFC 7644 §3.4.2.2",
        "dateTimes compare as points in time.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            run.population();
            const auto& endpoint = run.users().endpoint;
            const auto base = run.population_filter() + " and meta.created ";
            Run::expect(
                Run::ids(run.search(endpoint, base + "gt \"2011-05-13T04:42:34Z\"", "&count=50"))
                        .size() == 12,
                "gt an old time does not find all"
            );
            Run::expect(
                Run::ids(run.search(endpoint, base + "lt \"2011-05-13T04:42:34+02:00\"")).empty(),
                "lt an old time finds some"
            );
        }
    );
    suite.must(
        "by-resource-type",
        "RFC 7644 §3.4.2.2",
        "meta.resourceType can be searched for.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            run.population();
            const auto filter =
                run.population_filter() + " and meta.resourceType eq \"" + run.users().name + "\"";
            Run::expect(
                Run::ids(run.search(run.users().endpoint, filter, "&count=50")).size() == 12,
                "it does not find all"
            );
        }
    );
    suite.must(
        "by-schemas",
        "RFC 7644 §3.4.2.2",
        "`schemas eq URN` finds resources of the schema.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            run.population();
            const auto filter = run.population_filter() + " and schemas eq " + quoted(user_urn);
            Run::expect(
                Run::ids(run.search(run.users().endpoint, filter, "&count=50")).size() == 12,
                "it does not find all"
            );
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
            const auto ids = Run::ids(
                run.search(run.groups().endpoint, "members.value eq " + quoted(user["id"].text()))
            );
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
                run.groups().endpoint, "displayName eq " + quoted(group["displayName"].text())
            ));
            Run::expect(
                ids.size() == 1 && ids.front() == group["id"].text(), "the group was not found"
            );
        }
    );
}

}  // namespace usher::conformance
