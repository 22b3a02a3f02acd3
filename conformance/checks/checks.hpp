// Every check there is, by topic: one function and one file a topic. `derived` ones are made from
// the server's own schemas, so they take what discovery found.
#pragma once

#include "engine/check.hpp"
#include "engine/target.hpp"

namespace usher::conformance {

void add_discovery_checks(Suite& suite, const Target& target);
void add_definition_checks(Suite& suite, const Target& target);
void add_resource_checks(Suite& suite);
void add_user_resource_checks(Suite& suite);
void add_attribute_checks(Suite& suite, const Target& target);
void add_attribute_change_checks(Suite& suite, const Target& target);
void add_attribute_query_checks(Suite& suite, const Target& target);
void add_filter_checks(Suite& suite);
void add_filter_grammar_checks(Suite& suite);
void add_sorting_checks(Suite& suite);
void add_index_page_checks(Suite& suite);
void add_cursor_page_checks(Suite& suite);
void add_projection_checks(Suite& suite);
void add_put_checks(Suite& suite);
void add_patch_message_checks(Suite& suite);
void add_patch_checks(Suite& suite);
void add_patch_path_checks(Suite& suite);
void add_group_checks(Suite& suite);
void add_bulk_checks(Suite& suite);
void add_bulk_reference_checks(Suite& suite);
void add_etag_checks(Suite& suite);
void add_error_checks(Suite& suite);
void add_http_checks(Suite& suite);
void add_security_checks(Suite& suite);
void add_concurrency_checks(Suite& suite);

/// Of draft-zollner-scim-interop-profile; the profile `interop` runs these and no others.
void add_interop_checks(Suite& suite);

/// Everything that the profile `rfc` runs, in the order of the report.
[[nodiscard]] Suite all_checks(const Target& target);

}  // namespace usher::conformance
