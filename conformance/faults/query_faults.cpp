// Faults in filters, sorting, pages and projections.
#include "conformance/faults/fault.hpp"

#include <algorithm>

namespace usher::conformance::query_faults {

namespace {

/// Takes a query parameter away.
void strip(Passing& passing, const std::string& name) {
    const auto at = passing.target.find(name + "=");
    if (at == std::string::npos) return;
    const auto end = std::min(passing.target.find('&', at), passing.target.size());
    passing.target.erase(at, end - at + (end < passing.target.size() ? 1 : 0));
}

bool is_list(const Passing& passing) {
    return passing.body["Resources"].is_array();
}

void add_filter_faults(FaultList& list) {
    list.reads("filter-ignored", "filters are ignored", "filtering.eq-text", [](Passing& passing) {
        strip(passing, "filter");
    });
    list.reads(
        "minds-letter-case",
        "`eq` minds letter case",
        "filtering.eq-no-case",
        [](Passing& passing) { passing.replace("\"CAPTAIN\"", "\"nobody\""); }
    );
    list.reads("not-ignored", "`not` is ignored", "filtering.not", [](Passing& passing) {
        passing.replace("not (", "(");
    });
    list.reads("or-is-and", "`or` is read as `and`", "filtering.or", [](Passing& passing) {
        passing.replace(" or ", " and ");
    });
    list.reads(
        "or-before-and",
        "`or` binds more than `and`",
        "filtering.and-before-or",
        [](Passing& passing) {
            passing.replace(
                R"(title eq "Cook" or title eq "Guide")", R"((title eq "Cook" or title eq "Guide"))"
            );
        }
    );
    list.reads("co-is-sw", "`co` is read as `sw`", "filtering.co", [](Passing& passing) {
        passing.replace(" co ", " sw ");
    });
    list.reads("ge-is-gt", "`ge` is read as `gt`", "filtering.ge", [](Passing& passing) {
        passing.replace(" ge ", " gt ");
    });
    list.reads(
        "percent-is-wildcard",
        "`%` matches everything",
        "filtering.co-percent-alone",
        [](Passing& passing) { passing.replace("co \"%", "pr and userName sw \""); }
    );
    list.reads(
        "value-path-flattened",
        "conditions in brackets hold of different values",
        "filtering.value-path-one",
        [](Passing& passing) {
            if (passing.replace("emails[type eq", "(emails.type eq")) {
                passing.replace(" and value co", " and emails.value co");
                passing.replace("]", ")");
            }
        }
    );
    list.reads(
        "booleans-as-text",
        "`active eq true` finds nobody",
        "filtering.eq-true",
        [](Passing& passing) { passing.replace("active eq true", "title eq \"true\""); }
    );
    list.answers(
        "bad-filter-as-empty",
        "a filter that is none finds nobody",
        "filtering.refused:no-value",
        [](Passing& passing) {
            if (passing.status != 400) return;
            passing.status = 200;
            passing.body = json(
                R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 0, "Resources": []})"
            );
        }
    );
    list.answers(
        "bad-filter-scim-type",
        "a filter that is none is `invalidValue`",
        "filtering.refused:open-quote",
        [](Passing& passing) {
            if (passing.status == 400) passing.body.set("scimType", "invalidValue");
        }
    );
    list.answers(
        "bad-filter-as-500",
        "a filter that is none is 500",
        "filtering.refused:garbage",
        [](Passing& passing) {
            if (passing.status == 400) passing.status = 500;
        }
    );
}

void add_order_faults(FaultList& list) {
    list.reads(
        "descending-ignored",
        "sortOrder is ignored",
        "sorting.descending",
        [](Passing& passing) { strip(passing, "sortOrder"); }
    );
    list.reads(
        "sorting-ignored",
        "sortBy is ignored",
        "sorting.sub-attribute",
        [](Passing& passing) { strip(passing, "sortBy"); }
    );
    list.answers(
        "absent-first",
        "who has no value comes first",
        "sorting.absent-last",
        [](Passing& passing) {
            if (!is_list(passing)) return;
            auto resources = passing.body["Resources"].elements();
            if (resources.size() > 2) std::ranges::rotate(resources, resources.end() - 2);
            passing.body.set("Resources", resources);
        }
    );
    list.reads("count-ignored", "`count` is ignored", "index-pages.count", [](Passing& passing) {
        strip(passing, "count");
    });
    list.answers(
        "total-of-page",
        "totalResults counts the page",
        "index-pages.total",
        [](Passing& passing) {
            if (is_list(passing))
                passing.body.set("totalResults", Value(passing.body["Resources"].size()));
        }
    );
    list.answers(
        "items-as-asked",
        "itemsPerPage is what was asked for",
        "index-pages.items-per-last-page",
        [](Passing& passing) {
            if (is_list(passing)) passing.body.set("itemsPerPage", 5);
        }
    );
    list.reads(
        "page-repeated",
        "the first page comes again and again",
        "index-pages.all-once",
        [](Passing& passing) { strip(passing, "startIndex"); }
    );
    list.reads(
        "start-from-zero",
        "startIndex counts from 0",
        "index-pages.start-default",
        [](Passing& passing) { passing.replace("startIndex=1&", "startIndex=2&"); }
    );
    list.answers(
        "start-not-told",
        "startIndex is always 1",
        "index-pages.start-index",
        [](Passing& passing) {
            if (is_list(passing)) passing.body.set("startIndex", 1);
        }
    );
    list.reads(
        "count-zero-ignored",
        "count=0 answers a resource",
        "index-pages.count-zero",
        [](Passing& passing) { passing.replace("count=0", "count=1"); }
    );
    list.answers(
        "beyond-is-404",
        "beyond the end is 404",
        "index-pages.beyond",
        [](Passing& passing) {
            if (passing.target.find("startIndex=100000") != std::string::npos) passing.status = 404;
        }
    );
    list.answers(
        "no-empty-list",
        "an empty list is left out",
        "index-pages.resources-always",
        [](Passing& passing) {
            if (passing.body["Resources"].is_array() && passing.body["Resources"].size() == 0)
                passing.body.erase("Resources");
        }
    );
}

void add_cursor_faults(FaultList& list) {
    list.answers(
        "no-next-cursor",
        "the first page has no nextCursor",
        "cursor-pages.first",
        [](Passing& passing) { passing.body.erase("nextCursor"); }
    );
    list.answers(
        "endless",
        "the last page has a nextCursor",
        "cursor-pages.last-has-no-next",
        [](Passing& passing) {
            if (is_list(passing)) passing.body.set("nextCursor", "again");
        }
    );
    list.answers(
        "previous-on-first",
        "the first page has a previousCursor",
        "cursor-pages.no-previous-on-first",
        [](Passing& passing) {
            if (is_list(passing)) passing.body.set("previousCursor", "before");
        }
    );
    list.reads(
        "cursor-ignored",
        "a cursor leads to the first page",
        "cursor-pages.next",
        [](Passing& passing) {
            if (passing.target.find("cursor=") == std::string::npos) return;
            strip(passing, "cursor");
            passing.target += "&cursor=";
        }
    );
    list.answers(
        "forged-cursor-taken",
        "a forged cursor finds nothing",
        "cursor-pages.forged",
        [](Passing& passing) {
            if (passing.status != 400) return;
            passing.status = 200;
            passing.body = json(
                R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "totalResults": 0, "Resources": []})"
            );
        }
    );
    list.answers(
        "cursor-not-url-safe",
        "a cursor has a slash",
        "cursor-pages.characters",
        [](Passing& passing) {
            if (passing.body["nextCursor"].present())
                passing.body.set("nextCursor", passing.body["nextCursor"].text() + "/+==");
        }
    );
}

void add_projection_faults(FaultList& list) {
    list.reads(
        "attributes-ignored",
        "`attributes` is ignored",
        "projection.only",
        [](Passing& passing) { strip(passing, "attributes"); }
    );
    list.reads(
        "excluded-ignored",
        "`excludedAttributes` is ignored",
        "projection.exclude",
        [](Passing& passing) { strip(passing, "excludedAttributes"); }
    );
    list.answers(
        "id-not-always",
        "`attributes` hides the id",
        "projection.only",
        [](Passing& passing) {
            if (passing.target.find("attributes=") != std::string::npos) passing.body.erase("id");
        }
    );
    list.reads(
        "members-always",
        "members are shown though excluded",
        "projection.members",
        [](Passing& passing) { passing.replace("excludedAttributes=members", "a=b"); }
    );
    list.reads(
        "sub-attribute-shows-all",
        "a sub-attribute shows its whole parent",
        "projection.sub-attribute",
        [](Passing& passing) { passing.replace("name.familyName", "name"); }
    );
    list.reads(
        "lists-unprojected",
        "lists ignore `attributes`",
        "projection.list",
        [](Passing& passing) {
            if (passing.target.find("filter=") != std::string::npos) strip(passing, "attributes");
        }
    );
}

}  // namespace

void add(FaultList& list) {
    add_filter_faults(list);
    add_order_faults(list);
    add_cursor_faults(list);
    add_projection_faults(list);
}

}  // namespace usher::conformance::query_faults
