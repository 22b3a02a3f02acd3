#include "faults/fault.hpp"

namespace usher::conformance {

namespace {

bool replace_in(std::string& text, std::string_view from, std::string_view to) {
    bool any = false;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
        text.replace(at, from.size(), to);
        any = true;
    }
    return any;
}

}  // namespace

void Passing::drop_header(std::string_view name) {
    for (auto* all : {&headers, &response_headers})
        std::erase_if(*all, [&](const auto& header) { return lower(header.first) == lower(name); });
}

bool Passing::replace(std::string_view from, std::string_view to) {
    const bool in_target = replace_in(target, from, to);
    return replace_in(text, from, to) || in_target;
}

FaultList all_faults() {
    FaultList list;
    add_discovery_faults(list);
    add_resource_faults(list);
    add_query_faults(list);
    add_change_faults(list);
    add_protocol_faults(list);
    return list;
}

}  // namespace usher::conformance
