#include "conformance/faults/fault.hpp"

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
    discovery_faults::add(list);
    resource_faults::add(list);
    query_faults::add(list);
    change_faults::add(list);
    protocol_faults::add(list);
    return list;
}

}  // namespace usher::conformance
