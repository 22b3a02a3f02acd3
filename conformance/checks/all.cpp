#include "checks/checks.hpp"

namespace usher::conformance {

Suite all_checks(const Target& target) {
    Suite suite;
    add_discovery_checks(suite, target);
    add_definition_checks(suite, target);
    add_resource_checks(suite);
    add_user_resource_checks(suite);
    add_attribute_checks(suite, target);
    add_attribute_change_checks(suite, target);
    add_attribute_query_checks(suite, target);
    add_filter_checks(suite);
    add_filter_grammar_checks(suite);
    add_sorting_checks(suite);
    add_index_page_checks(suite);
    add_cursor_page_checks(suite);
    add_projection_checks(suite);
    add_put_checks(suite);
    add_patch_message_checks(suite);
    add_patch_checks(suite);
    add_patch_path_checks(suite);
    add_group_checks(suite);
    add_bulk_checks(suite);
    add_bulk_reference_checks(suite);
    add_etag_checks(suite);
    add_error_checks(suite);
    add_http_checks(suite);
    add_security_checks(suite);
    add_concurrency_checks(suite);
    return suite;
}

}  // namespace usher::conformance
