// Pages by startIndex and count (RFC 7644 §3.4.2.4).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

#include <set>

namespace usher::conformance::index_pages_checks {

namespace {

/// One page of the population.
const Exchange& page(Run& run, const std::string& parameters) {
    run.require(run.features().index, "pages by index");
    return run.population_page(parameters);
}

void expect_size(const Exchange& answer, std::size_t wanted) {
    const auto size = Run::expect_list(answer).size();
    Run::expect(
        size == wanted, std::to_string(size) + " resources, expected " + std::to_string(wanted)
    );
}

}  // namespace

void add(Suite& suite) {
    suite.topic("index-pages");
    suite.must("count", "RFC 7644 §3.4.2.4", "No more than `count` are answered.", [](Run& run) {
        const auto size = Run::expect_list(page(run, "&startIndex=1&count=5")).size();
        Run::expect(size > 0 && size <= 5, std::to_string(size) + " resources");
    });
    suite.must(
        "total",
        "RFC 7644 §3.4.2.4",
        "totalResults counts all matches, not those of the page.",
        [](Run& run) {
            const auto& answer = page(run, "&startIndex=1&count=5");
            Run::expect_list(answer);
            Run::expect_equal(
                answer.body["totalResults"], Value(run.population_total()), "totalResults"
            );
        }
    );
    suite.must(
        "items-per-page",
        "RFC 7644 §3.4.2.4",
        "itemsPerPage is how many this page has.",
        [](Run& run) {
            const auto& answer = page(run, "&startIndex=1&count=5");
            Run::expect_equal(
                answer.body["itemsPerPage"], Value(Run::expect_list(answer).size()), "itemsPerPage"
            );
        }
    );
    suite.must(
        "items-per-last-page",
        "RFC 7644 §3.4.2.4",
        "Also on a last page that is not full.",
        [](Run& run) {
            const auto start = std::to_string(run.population_total() - 1);
            const auto& answer = page(run, "&startIndex=" + start + "&count=5");
            expect_size(answer, 2);
            Run::expect_equal(answer.body["itemsPerPage"], 2, "itemsPerPage");
        }
    );
    suite.must(
        "start-index",
        "RFC 7644 §3.4.2.4",
        "startIndex says where this page starts.",
        [](Run& run) {
            const auto& answer = page(run, "&startIndex=4&count=5");
            expect_size(answer, 5);
            Run::expect_equal(answer.body["startIndex"], 4, "startIndex");
        }
    );
    suite.must(
        "start-default",
        "RFC 7644 §3.4.2.4",
        "Without startIndex a page starts at 1.",
        [](Run& run) {
            const auto& first = Run::ids(page(run, "&count=3"));
            Run::expect(
                first == Run::ids(page(run, "&startIndex=1&count=3")), "it is another page"
            );
        }
    );
    suite.must(
        "start-below-one",
        "RFC 7644 §3.4.2.4",
        "A startIndex below 1 counts as 1.",
        [](Run& run) {
            const auto first = Run::ids(page(run, "&startIndex=1&count=3"));
            Run::expect(
                Run::ids(page(run, "&startIndex=0&count=3")) == first, "0 gives another page"
            );
            const auto& answer = page(run, "&startIndex=-7&count=3");
            Run::expect(Run::ids(answer) == first, "-7 gives another page");
            Run::expect_equal(answer.body["startIndex"], 1, "startIndex");
        }
    );
    suite.must(
        "count-zero",
        "RFC 7644 §3.4.2.4",
        "count=0 answers totalResults and no resource.",
        [](Run& run) {
            const auto& answer = page(run, "&count=0");
            Run::expect_status(answer, {200});
            Run::expect(answer.body["Resources"].size() == 0, "there are resources");
            Run::expect_equal(
                answer.body["totalResults"], Value(run.population_total()), "totalResults"
            );
        }
    );
    suite
        .must("count-negative", "RFC 7644 §3.4.2.4", "A negative count counts as 0.", [](Run& run) {
            const auto& answer = page(run, "&count=-3");
            Run::expect_status(answer, {200});
            Run::expect(answer.body["Resources"].size() == 0, "there are resources");
        });
    suite.must(
        "beyond",
        "RFC 7644 §3.4.2.4",
        "Beyond the end there is an empty page, and the total.",
        [](Run& run) {
            const auto& answer = page(run, "&startIndex=100000&count=5");
            Run::expect_status(answer, {200});
            Run::expect(answer.body["Resources"].size() == 0, "there are resources");
            Run::expect_equal(
                answer.body["totalResults"], Value(run.population_total()), "totalResults"
            );
        }
    );
    suite.must(
        "all-once",
        "RFC 7644 §3.4.2.4",
        "Page by page each match comes, and each once.",
        [](Run& run) {
            std::set<std::string> seen;
            const auto total = run.population_total();
            for (std::size_t start = 1; start <= total; start += 5)
                for (const auto& id :
                     Run::ids(page(run, "&startIndex=" + std::to_string(start) + "&count=5")))
                    Run::expect(seen.insert(id).second, "one came twice");
            Run::expect(
                seen.size() == total,
                std::to_string(seen.size()) + " came, expected " + std::to_string(total)
            );
        }
    );
    suite.must(
        "sorted-all-once",
        "RFC 7644 §3.4.2.4",
        "Also sorted by what many share.",
        [](Run& run) {
            run.require(run.features().sort, "sorting");
            run.require_user_attribute("active");
            std::set<std::string> seen;
            const auto total = run.population_total();
            for (std::size_t start = 1; start <= total; start += 3)
                for (const auto& id : Run::ids(page(
                         run, "&sortBy=active&startIndex=" + std::to_string(start) + "&count=3"
                     )))
                    Run::expect(seen.insert(id).second, "one came twice");
            Run::expect(
                seen.size() == total,
                std::to_string(seen.size()) + " came, expected " + std::to_string(total)
            );
        }
    );
    suite.must(
        "large-count",
        "RFC 7644 §3.4.2.4",
        "A count beyond what there is answers what there is, or a page.",
        [](Run& run) {
            const auto& answer = page(run, "&count=1000000");
            Run::expect_status(answer, {200});
            Run::expect(answer.body["Resources"].size() > 0, "nothing was answered");
        }
    );
    suite.must(
        "max-results",
        "RFC 7643 §5",
        "No page is larger than `filter.maxResults`.",
        [](Run& run) {
            const auto limit = run.features().filter_results;
            if (limit <= 0 || limit > 12) throw Skip{"the limit is beyond what this run creates"};
            const auto& answer = page(run, "&count=1000");
            Run::expect(
                static_cast<std::int64_t>(Run::expect_list(answer).size()) <= limit,
                "the page is larger"
            );
        }
    );
    suite.must(
        "count-not-a-number",
        "RFC 7644 §3.12",
        "A count that is no number is refused or ignored.",
        [](Run& run) {
            const auto& answer = page(run, "&count=many");
            Run::expect(answer.status() < 500, "it failed with " + std::to_string(answer.status()));
        }
    );
    suite.must(
        "start-not-a-number",
        "RFC 7644 §3.12",
        "A startIndex that is no number is refused or ignored.",
        [](Run& run) {
            const auto& answer = page(run, "&startIndex=first");
            Run::expect(answer.status() < 500, "it failed with " + std::to_string(answer.status()));
        }
    );
    suite.must(
        "huge-start",
        "RFC 7644 §3.4.2.4",
        "A startIndex beyond 64 bits is refused or beyond the end.",
        [](Run& run) {
            const auto& answer = page(run, "&startIndex=99999999999999999999&count=1");
            Run::expect(answer.status() < 500, "it failed with " + std::to_string(answer.status()));
            Run::expect(answer.body["Resources"].size() == 0, "there are resources");
        }
    );
    suite.must(
        "nothing-found",
        "RFC 7644 §3.4.2",
        "Nothing found is 200 with totalResults 0.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto& answer =
                run.search(run.users().endpoint, "userName eq \"" + run.unique("nobody") + "\"");
            Run::expect_status(answer, {200});
            Run::expect_equal(answer.body["totalResults"], 0, "totalResults");
            Run::expect(answer.body["Resources"].size() == 0, "there are resources");
        }
    );
    suite.should(
        "resources-always",
        "RFC 7644 §3.4.2",
        "Resources is an empty list then, as clients loop over it.",
        [](Run& run) {
            run.require(run.features().filter, "filters");
            const auto& answer =
                run.search(run.users().endpoint, "userName eq \"" + run.unique("nobody") + "\"");
            Run::expect(answer.body["Resources"].is_array(), "Resources is left out");
        }
    );
    suite.must("post", "RFC 7644 §3.4.3", "POST .search pages as GET does.", [](Run& run) {
        const auto filter = run.require_population_filter();
        const auto wanted = Run::ids(page(run, "&startIndex=3&count=4"));
        const auto body = R"({"schemas": ["$1"], "filter": "$2", "startIndex": 3, "count": 4})";
        const auto& answer =
            run.post(run.users().endpoint + "/.search", json(body, search_urn, filter));
        if (answer.status() == 501 || answer.status() == 404)
            throw Skip{"the server has no .search"};
        Run::expect(Run::ids(answer) == wanted, "it is another page");
    });
    suite.must("groups", "RFC 7644 §3.4.2.4", "Groups come in pages too.", [](Run& run) {
        run.require(run.features().index, "pages by index");
        run.new_group();
        run.new_group();
        const auto first = Run::ids(run.get(run.groups().endpoint + "?startIndex=1&count=1"));
        const auto second = Run::ids(run.get(run.groups().endpoint + "?startIndex=2&count=1"));
        Run::expect(
            first.size() == 1 && second.size() == 1 && first != second,
            "the pages are not one group each"
        );
    });
}

}  // namespace usher::conformance::index_pages_checks
