#include "directory/etag.hpp"

#include "base/text.hpp"

namespace usher::directory {

std::string etag_of(std::uint64_t version) {
    return "W/\"" + std::to_string(version) + "\"";
}

bool names_version(std::string_view header, std::uint64_t version) {
    const std::string opaque = "\"" + std::to_string(version) + "\"";
    while (!header.empty()) {
        const std::size_t comma = header.find(',');
        std::string_view tag = base::trimmed(header.substr(0, comma));
        if (tag == "*") return true;
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == opaque) return true;
        header = comma == std::string_view::npos ? std::string_view() : header.substr(comma + 1);
    }
    return false;
}

}  // namespace usher::directory
