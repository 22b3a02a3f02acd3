#include "http/target.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace usher::http {

namespace {

constexpr std::string_view entra_flag = "aadOptscim062020";
constexpr std::string_view format_suffix = ".scim";

int hex_digit(char c) {
    if (base::is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::optional<std::string> decode(std::string_view text, bool plus_is_space) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '%') {
            if (at + 2 >= text.size()) return std::nullopt;
            const int high = hex_digit(text[at + 1]);
            const int low = hex_digit(text[at + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            at += 2;
            if (c == '\0') return std::nullopt;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        decoded += c;
    }
    if (!base::valid_utf8(decoded)) return std::nullopt;
    return decoded;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

bool read_path(std::string_view raw, Target& target) {
    for (const std::string_view segment : split(raw, '/')) {
        if (segment.empty()) continue;
        auto decoded = decode(segment, false);
        if (!decoded) return false;
        target.path.push_back(std::move(*decoded));
    }
    if (!target.path.empty()) {
        std::string& last = target.path.back();
        if (last.size() > format_suffix.size() && last.ends_with(format_suffix)) {
            last.resize(last.size() - format_suffix.size());
        }
    }
    return true;
}

bool read_query(std::string_view raw, Target& target) {
    for (const std::string_view parameter : split(raw, '&')) {
        if (parameter.empty()) continue;
        const std::size_t equals = parameter.find('=');
        const std::string_view value =
            equals == std::string_view::npos ? std::string_view() : parameter.substr(equals + 1);
        auto name = decode(parameter.substr(0, equals), true);
        auto decoded = decode(value, value.find("%20") == std::string_view::npos);
        if (!name || !decoded) return false;
        target.query.emplace_back(std::move(*name), std::move(*decoded));
    }
    return true;
}

}  // namespace

const std::string* Target::parameter(std::string_view name) const {
    const auto found = std::find_if(query.begin(), query.end(), [&](const auto& parameter) {
        return parameter.first == name;
    });
    return found == query.end() ? nullptr : &found->second;
}

std::optional<Target> parse_target(std::string_view raw) {
    Target target;
    std::string_view path = raw.substr(0, raw.find('?'));
    std::string_view query =
        path.size() < raw.size() ? raw.substr(path.size() + 1) : std::string_view();
    std::string rejoined;
    if (query.starts_with(entra_flag) && query.substr(entra_flag.size()).starts_with("/")) {
        target.flag_in_base_url = true;
        const std::string_view rest = query.substr(entra_flag.size());
        const std::string_view rest_path = rest.substr(0, rest.find('?'));
        rejoined = std::string(path) + std::string(rest_path);
        query =
            rest_path.size() < rest.size() ? rest.substr(rest_path.size() + 1) : std::string_view();
        path = rejoined;
    }
    if (!read_path(path, target) || !read_query(query, target)) return std::nullopt;
    return target;
}

}  // namespace usher::http
