// sortBy and sortOrder (RFC 7644 §3.4.2.3).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

#include <algorithm>

namespace usher::conformance::sorting_checks {

namespace {

std::string word(const Value& user) {
    const auto& name = user["userName"].text();
    const auto begin = name.find("-q-") + 3;
    return name.substr(begin, name.find('@') - begin);
}

/// The words of the population in the order of the answer.
std::vector<std::string> order(Run& run, const std::string& parameters) {
    run.require(run.features().sort, "sorting");
    const auto& answer = run.population_page("&count=100" + parameters);
    std::vector<std::string> words;
    for (const auto& user : Run::expect_list(answer).elements())
        if (user["userName"].text().find("-q-") != std::string::npos) words.push_back(word(user));
    return words;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& one : words)
        text += (text.empty() ? "" : " ") + one;
    return text;
}

void expect_order(Run& run, const std::string& parameters, const std::string& wanted) {
    const auto words = joined(order(run, parameters));
    Run::expect(words == wanted, "the order is \"" + words + "\", expected \"" + wanted + "\"");
}

constexpr const char* by_name =
    "anna bruno carla dora emil frida gustav hanna ivan jutta karl lena";
constexpr const char* by_name_down =
    "lena karl jutta ivan hanna gustav frida emil dora carla bruno anna";

/// Where the word stands in the order.
std::ptrdiff_t place(const std::vector<std::string>& words, const std::string& one) {
    return std::ranges::find(words, one) - words.begin();
}

}  // namespace

void add(Suite& suite) {
    suite.topic("sorting");
    suite.must(
        "ascending-default",
        "RFC 7644 §3.4.2.3",
        "Without sortOrder the order is ascending.",
        [](Run& run) { expect_order(run, "&sortBy=userName", by_name); }
    );
    suite.must("ascending", "RFC 7644 §3.4.2.3", "sortOrder=ascending.", [](Run& run) {
        expect_order(run, "&sortBy=userName&sortOrder=ascending", by_name);
    });
    suite.must("descending", "RFC 7644 §3.4.2.3", "sortOrder=descending.", [](Run& run) {
        expect_order(run, "&sortBy=userName&sortOrder=descending", by_name_down);
    });
    suite.must(
        "name-any-case",
        "RFC 7643 §2.1",
        "The name in sortBy counts in any letter case.",
        [](Run& run) { expect_order(run, "&sortBy=USERNAME", by_name); }
    );
    suite.must(
        "urn",
        "RFC 7644 §3.10",
        "The name in sortBy may stand after its schema's URN.",
        [](Run& run) {
            expect_order(run, "&sortBy=" + encoded(std::string(user_urn) + ":userName"), by_name);
        }
    );
    suite.must(
        "sub-attribute",
        "RFC 7644 §3.4.2.3",
        "Sorting by a sub-attribute, without regard to case.",
        [](Run& run) {
            run.require_user_attribute("name.familyName");
            const auto words = order(run, "&sortBy=name.familyName");
            for (const auto& [first, second] : {
                     std::pair("lena", "jutta"),
                     {"jutta", "ivan" },
                     {"ivan",  "hanna"},
                     {"dora",  "carla"},
                     {"carla", "bruno"},
                     {"bruno", "anna" }
            })
                Run::expect(
                    place(words, first) < place(words, second),
                    std::string(second) + " stands before " + first
                );
        }
    );
    suite.must(
        "absent-last",
        "RFC 7644 §3.4.2.3",
        "Ascending: who has no value comes last.",
        [](Run& run) {
            run.require_user_attribute("title");
            const auto words = order(run, "&sortBy=title");
            Run::expect(words.size() == 12, "not all are there");
            for (const auto* absent : {"emil", "jutta"})
                Run::expect(
                    place(words, absent) >= 10, std::string(absent) + " does not stand at the end"
                );
        }
    );
    suite.must(
        "absent-first-descending",
        "RFC 7644 §3.4.2.3",
        "Descending: who has no value comes first.",
        [](Run& run) {
            run.require_user_attribute("title");
            const auto words = order(run, "&sortBy=title&sortOrder=descending");
            Run::expect(words.size() == 12, "not all are there");
            for (const auto* absent : {"emil", "jutta"})
                Run::expect(
                    place(words, absent) <= 1,
                    std::string(absent) + " does not stand at the beginning"
                );
        }
    );
    suite.must(
        "primary",
        "RFC 7644 §3.4.2.3",
        "A multi-valued attribute sorts by its primary value.",
        [](Run& run) {
            run.require_user_attribute("emails.primary");
            const auto words = order(run, "&sortBy=emails.value");
            Run::expect(
                place(words, "anna") < place(words, "bruno") &&
                    place(words, "bruno") < place(words, "karl"),
                "the order is " + joined(words)
            );
        }
    );
    suite.must(
        "boolean",
        "RFC 7644 §3.4.2.3",
        "Sorting by a Boolean: equal values stand together.",
        [](Run& run) {
            run.require_user_attribute("active");
            const auto words = order(run, "&sortBy=active");
            Run::expect(words.size() == 12, "not all are there");
            std::vector<std::ptrdiff_t> places{
                place(words, "carla"), place(words, "frida"), place(words, "lena")};
            std::ranges::sort(places);
            Run::expect(
                places[2] - places[0] == 2, "the inactive ones are scattered: " + joined(words)
            );
        }
    );
    suite.must("by-created", "RFC 7644 §3.4.2.3", "Sorting by a time.", [](Run& run) {
        const auto words = order(run, "&sortBy=meta.created");
        Run::expect(words.size() == 12, "not all are there");
        Run::expect(
            place(words, "anna") < place(words, "lena"),
            "the first created does not stand before the last"
        );
    });
    suite.must("pages", "RFC 7644 §3.4.2.4", "Sorting is done before paging.", [](Run& run) {
        run.require(run.features().sort, "sorting");
        const auto filter = run.require_population_filter();
        const auto& answer =
            run.search(run.users().endpoint, filter, "&sortBy=userName&startIndex=4&count=2");
        const auto& resources = Run::expect_list(answer);
        if (!run.features().index) throw Skip{"the server has no pages by index"};
        Run::expect(
            resources.size() == 2 && word(resources[0]) == "dora" && word(resources[1]) == "emil",
            "the second page is not of the sorted list"
        );
    });
    suite.must("post", "RFC 7644 §3.4.3", "POST .search sorts as GET does.", [](Run& run) {
        run.require(run.features().sort, "sorting");
        const auto filter = run.require_population_filter();
        const auto body =
            R"({"schemas": ["$1"], "filter": "$2", "sortBy": "userName", "sortOrder": "descending", "count": 50})";
        const auto& answer =
            run.post(run.users().endpoint + "/.search", json(body, search_urn, filter));
        if (answer.status() == 501 || answer.status() == 404)
            throw Skip{"the server has no .search"};
        std::vector<std::string> words;
        for (const auto& user : Run::expect_list(answer).elements())
            words.push_back(word(user));
        Run::expect(joined(words) == by_name_down, "the order is " + joined(words));
    });
    suite.should(
        "order-word",
        "RFC 7644 §3.4.2.3",
        "A sortOrder that is neither word is refused.",
        [](Run& run) {
            run.require(run.features().sort, "sorting");
            Run::expect_status(
                run.get(run.users().endpoint + "?count=1&sortBy=userName&sortOrder=sideways"), {400}
            );
        }
    );
    suite.must(
        "extension",
        "RFC 7644 §3.4.2.3",
        "Sorting by an extension's attribute.",
        [](Run& run) {
            run.require(run.features().sort, "sorting");
            const auto* enterprise = run.target().schema(enterprise_urn);
            if (enterprise == nullptr || enterprise->find("department") == nullptr)
                throw Skip{"the server has no enterprise extension"};
            const auto& answer = run.get(
                run.users().endpoint +
                "?count=2&sortBy=" + encoded(std::string(enterprise_urn) + ":department")
            );
            Run::expect_status(answer, {200});
        }
    );
}

}  // namespace usher::conformance::sorting_checks
