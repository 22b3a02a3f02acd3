#include "conformance/checks/checks.hpp"

namespace usher::conformance {

Suite all_checks(const Target& target) {
    Suite suite;
    discovery_checks::add(suite);
    resource_types_checks::add(suite, target);
    definitions_checks::add(suite, target);
    resources_checks::add(suite);
    user_resources_checks::add(suite);
    attributes_checks::add(suite, target);
    attribute_changes_checks::add(suite, target);
    attribute_queries_checks::add(suite, target);
    filters_checks::add(suite);
    filter_grammar_checks::add(suite);
    sorting_checks::add(suite);
    index_pages_checks::add(suite);
    cursor_pages_checks::add(suite);
    projection_checks::add(suite);
    put_checks::add(suite);
    patch_messages_checks::add(suite);
    patch_checks::add(suite);
    patch_paths_checks::add(suite);
    patch_names_checks::add(suite);
    groups_checks::add(suite);
    bulk_checks::add(suite);
    bulk_references_checks::add(suite);
    etags_checks::add(suite);
    errors_checks::add(suite);
    http_checks::add(suite);
    security_checks::add(suite);
    concurrency_checks::add(suite);
    return suite;
}

}  // namespace usher::conformance
