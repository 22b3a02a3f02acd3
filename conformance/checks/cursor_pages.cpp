// Pages by cursor (RFC 9865).
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"

#include <set>

namespace usher::conformance::cursor_pages_checks {

namespace {

std::string at(const Value& cursor) {
    return "&cursor=" + encoded(cursor.text());
}

const Exchange& page(Run& run, const std::string& parameters) {
    run.require(run.features().cursor, "pages by cursor");
    return run.population_page(parameters);
}

const Value& next_of(const Exchange& answer) {
    Run::expect_list(answer);
    const auto& next = answer.body["nextCursor"];
    Run::expect(next.is_text() && !next.text().empty(), "there is no nextCursor");
    return next;
}

/// The ids of all pages, in order.
std::vector<std::string> walk(Run& run, const std::string& more) {
    std::vector<std::string> all;
    std::string cursor = "&cursor=";
    const auto most = run.population_total() + 5;
    for (std::size_t pages = 0; pages < most; ++pages) {
        const auto& answer = page(run, cursor + more);
        for (const auto& id : Run::ids(answer))
            all.push_back(id);
        if (!answer.body["nextCursor"].present()) return all;
        cursor = at(answer.body["nextCursor"]);
    }
    throw Failure{"the pages do not end"};
}

void expect_each_once(Run& run, const std::vector<std::string>& ids) {
    const auto total = run.population_total();
    Run::expect(std::set(ids.begin(), ids.end()).size() == ids.size(), "one came twice");
    Run::expect(
        ids.size() == total, std::to_string(ids.size()) + " came, expected " + std::to_string(total)
    );
}

}  // namespace

void add(Suite& suite) {
    suite.topic("cursor-pages");
    suite.must(
        "first",
        "RFC 9865 §2",
        "An empty cursor asks for the first page, which has a nextCursor.",
        [](Run& run) {
            const auto& answer = page(run, "&cursor=&count=5");
            next_of(answer);
            Run::expect(Run::ids(answer).size() <= 5, "more than `count` came");
        }
    );
    suite.must(
        "first-without-equals",
        "RFC 9865 §2",
        "`cursor` without `=` is an empty cursor.",
        [](Run& run) { next_of(page(run, "&cursor&count=5")); }
    );
    suite.must(
        "no-previous-on-first",
        "RFC 9865 §2",
        "The first page has no previousCursor.",
        [](Run& run) {
            const auto& answer = page(run, "&cursor=&count=5");
            Run::expect_list(answer);
            Run::expect(!answer.body["previousCursor"].present(), "there is a previousCursor");
        }
    );
    suite.must("next", "RFC 9865 §2", "The next page is another one.", [](Run& run) {
        const auto& first = page(run, "&cursor=&count=5");
        const auto& second = page(run, "&count=5" + at(next_of(first)));
        for (const auto& id : Run::ids(second))
            for (const auto& other : Run::ids(first))
                Run::expect(id != other, "a resource came again");
    });
    suite.must(
        "all-once",
        "RFC 9865 §2",
        "Page by page each match comes, and each once.",
        [](Run& run) { expect_each_once(run, walk(run, "&count=5")); }
    );
    suite.must("last-has-no-next", "RFC 9865 §2", "The last page has no nextCursor.", [](Run& run) {
        const auto& answer = page(run, "&cursor=&count=100");
        Run::expect(Run::ids(answer).size() == run.population_total(), "not all are there");
        Run::expect(!answer.body["nextCursor"].present(), "there is a nextCursor");
    });
    suite.must("exact-page-is-last", "RFC 9865 §2", "Also if the page is just full.", [](Run& run) {
        expect_each_once(run, walk(run, "&count=6"));
    });
    suite.must("count", "RFC 9865 §2", "No page has more than `count`.", [](Run& run) {
        const auto& first = page(run, "&cursor=&count=2");
        Run::expect(Run::ids(first).size() <= 2, "the first page has more");
        Run::expect(
            Run::ids(page(run, "&count=2" + at(next_of(first)))).size() <= 2,
            "the second page has more"
        );
    });
    suite.must("count-zero", "RFC 9865 §2", "count=0 answers no resource.", [](Run& run) {
        const auto& answer = page(run, "&cursor=&count=0");
        Run::expect_status(answer, {200});
        Run::expect(answer.body["Resources"].size() == 0, "there are resources");
    });
    suite.must("count-negative", "RFC 9865 §2", "A negative count counts as 0.", [](Run& run) {
        const auto& answer = page(run, "&cursor=&count=-1");
        Run::expect_status(answer, {200});
        Run::expect(answer.body["Resources"].size() == 0, "there are resources");
    });
    suite.must(
        "characters",
        "RFC 9865 §2",
        "A cursor has unreserved characters only, so that it stands in a URL as it is.",
        [](Run& run) {
            const auto& cursor = next_of(page(run, "&cursor=&count=5")).text();
            Run::expect(encoded(cursor) == cursor, "the cursor is " + cursor);
        }
    );
    suite.should(
        "total",
        "RFC 9865 §2",
        "totalResults counts all matches, where it is there.",
        [](Run& run) {
            const auto& answer = page(run, "&cursor=&count=5");
            Run::expect_list(answer);
            const auto& total = answer.body["totalResults"];
            Run::expect(
                !total.present() || total == Value(run.population_total()),
                "totalResults is " + to_text(total)
            );
        }
    );
    suite.must(
        "items-per-page",
        "RFC 7644 §3.4.2.4",
        "itemsPerPage is how many this page has.",
        [](Run& run) {
            const auto& answer = page(run, "&cursor=&count=5");
            const auto size = Run::expect_list(answer).size();
            Run::expect_equal(answer.body["itemsPerPage"], Value(size), "itemsPerPage");
        }
    );
    suite.must("sorted", "RFC 9865 §2.2", "Sorting holds over all pages.", [](Run& run) {
        run.require(run.features().sort, "sorting");
        static_cast<void>(run.require_population_filter());
        const auto ids = walk(run, "&count=5&sortBy=userName&sortOrder=descending");
        expect_each_once(run, ids);
        Run::expect(
            ids.front() == run.population().back()["id"].text() &&
                ids.back() == run.population().front()["id"].text(),
            "the order is not descending over all pages"
        );
    });
    suite.must(
        "sorted-by-shared",
        "RFC 9865 §2.2",
        "Sorted by what many share or lack, each still comes once.",
        [](Run& run) {
            run.require(run.features().sort, "sorting");
            run.require_user_attribute("title");
            expect_each_once(run, walk(run, "&count=2&sortBy=title"));
            expect_each_once(run, walk(run, "&count=2&sortBy=title&sortOrder=descending"));
        }
    );
    suite.must(
        "again",
        "RFC 9865 §2",
        "A cursor that is asked again answers the same page.",
        [](Run& run) {
            const auto& next = next_of(page(run, "&cursor=&count=5"));
            const auto once = Run::ids(page(run, "&count=5" + at(next)));
            const auto& again = page(run, "&count=5" + at(next));
            if (again.status() == 400) throw Deviation{"a cursor is good for one request"};
            Run::expect(Run::ids(again) == once, "it is another page");
        }
    );
    suite.may(
        "previous",
        "RFC 9865 §2",
        "previousCursor leads back to the page before.",
        [](Run& run) {
            const auto& first = page(run, "&cursor=&count=5");
            const auto& second = page(run, "&count=5" + at(next_of(first)));
            const auto& previous = second.body["previousCursor"];
            if (!previous.present()) throw Skip{"the server has no previousCursor"};
            Run::expect(
                Run::ids(page(run, "&count=5" + at(previous))) == Run::ids(first),
                "it is another page"
            );
        }
    );
    suite.must(
        "forged",
        "RFC 9865 §2.1",
        "A cursor that the server never made is 400 `invalidCursor`.",
        [](Run& run) {
            Run::expect_error(page(run, "&count=5&cursor=abcDEF123"), 400, "invalidCursor");
        }
    );
    suite.must("altered", "RFC 9865 §5", "So is one with another letter in it.", [](Run& run) {
        auto cursor = next_of(page(run, "&cursor=&count=5")).text();
        auto& letter = cursor[cursor.size() / 2];
        letter = letter == 'x' ? 'y' : 'x';
        const auto& answer = page(run, "&count=5" + at(cursor));
        Run::expect(
            answer.status() != 200 || !Run::ids(answer).empty(),
            "an altered cursor ends the list in silence"
        );
        Run::prefer(answer.status() == 400, "an altered cursor was taken");
    });
    suite.should(
        "other-count",
        "RFC 9865 §2.1",
        "Another count than at first is 400 `invalidCount`.",
        [](Run& run) {
            const auto& answer = page(run, "&count=3" + at(next_of(page(run, "&cursor=&count=5"))));
            Run::expect_error(answer, 400, "invalidCount");
        }
    );
    suite.should(
        "other-filter",
        "RFC 9865 §2",
        "A cursor of another query is refused.",
        [](Run& run) {
            const auto& cursor = next_of(page(run, "&cursor=&count=5"));
            const auto& answer = run.search(
                run.users().endpoint,
                run.require_population_filter() + " and active eq true",
                "&count=5" + at(cursor)
            );
            Run::expect_status(answer, {400});
        }
    );
    suite.should(
        "other-endpoint",
        "RFC 9865 §2",
        "A cursor of another endpoint is refused.",
        [](Run& run) {
            const auto& cursor = next_of(page(run, "&cursor=&count=5"));
            Run::expect_status(run.get(run.groups().endpoint + "?count=5" + at(cursor)), {400});
        }
    );
    suite.must(
        "created-between",
        "RFC 9865 §2",
        "What is created between two pages makes nothing come twice or get lost.",
        [](Run& run) {
            run.require(run.features().cursor, "pages by cursor");
            static_cast<void>(run.require_population_filter());
            const auto mark = run.unique("between");
            const auto filter = "userName sw " + as_literal(mark);
            std::set<std::string> wanted;
            const auto make = [&](const std::string& name) {
                return run.new_user(json(R"({"userName": "$1"})", mark + name))["id"].text();
            };
            for (const auto* name : {"-b", "-d", "-f", "-h"})
                wanted.insert(make(name));
            const auto& first = run.search(run.users().endpoint, filter, "&cursor=&count=2");
            std::set<std::string> seen;
            for (const auto& id : Run::ids(first))
                seen.insert(id);
            make("-a");
            const auto& second =
                run.search(run.users().endpoint, filter, "&count=2" + at(next_of(first)));
            for (const auto& id : Run::ids(second))
                Run::expect(seen.insert(id).second, "one came twice");
            for (const auto& id : wanted) {
                if (second.body["nextCursor"].present()) break;
                Run::expect(seen.contains(id), "one was lost");
            }
        }
    );
    suite.must("post", "RFC 9865 §3", "POST .search pages by cursor too.", [](Run& run) {
        run.require(run.features().cursor, "pages by cursor");
        const auto filter = run.require_population_filter();
        const auto body = R"({"schemas": ["$1"], "filter": "$2", "cursor": "$3", "count": 5})";
        const auto place = run.users().endpoint + "/.search";
        const auto& first = run.post(place, json(body, search_urn, filter, ""));
        if (first.status() == 501 || first.status() == 404) throw Skip{"the server has no .search"};
        const auto& second = run.post(place, json(body, search_urn, filter, next_of(first)));
        Run::expect(
            !Run::ids(second).empty() && Run::ids(second) != Run::ids(first),
            "the second page is not another one"
        );
    });
}

}  // namespace usher::conformance::cursor_pages_checks
