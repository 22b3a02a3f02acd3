// Every check there is, by topic: a namespace and a file each. Those that take the target are made
// from the server's own schemas.
#pragma once

#include "conformance/engine/check.hpp"
#include "conformance/engine/target.hpp"

namespace usher::conformance {

namespace discovery_checks {
void add(Suite& suite);
}

namespace resource_types_checks {
void add(Suite& suite, const Target& target);
}

namespace definitions_checks {
void add(Suite& suite, const Target& target);
}

namespace resources_checks {
void add(Suite& suite);
}

namespace user_resources_checks {
void add(Suite& suite);
}

namespace attributes_checks {
void add(Suite& suite, const Target& target);
}

namespace attribute_changes_checks {
void add(Suite& suite, const Target& target);
}

namespace attribute_queries_checks {
void add(Suite& suite, const Target& target);
}

namespace filters_checks {
void add(Suite& suite);
}

namespace filter_grammar_checks {
void add(Suite& suite);
}

namespace sorting_checks {
void add(Suite& suite);
}

namespace index_pages_checks {
void add(Suite& suite);
}

namespace cursor_pages_checks {
void add(Suite& suite);
}

namespace projection_checks {
void add(Suite& suite);
}

namespace put_checks {
void add(Suite& suite);
}

namespace patch_messages_checks {
void add(Suite& suite);
}

namespace patch_checks {
void add(Suite& suite);
}

namespace patch_names_checks {
void add(Suite& suite);
}

namespace patch_paths_checks {
void add(Suite& suite);
}

namespace groups_checks {
void add(Suite& suite);
}

namespace bulk_checks {
void add(Suite& suite);
}

namespace bulk_references_checks {
void add(Suite& suite);
}

namespace etags_checks {
void add(Suite& suite);
}

namespace errors_checks {
void add(Suite& suite);
}

namespace http_checks {
void add(Suite& suite);
}

namespace security_checks {
void add(Suite& suite);
}

namespace concurrency_checks {
void add(Suite& suite);
}

/// Of draft-zollner-scim-interop-profile; the profile `interop` runs these and no others.
namespace interop_checks {
void add(Suite& suite);
}

/// Everything that the profile `rfc` runs, in the order of the report.
[[nodiscard]] Suite all_checks(const Target& target);

}  // namespace usher::conformance
