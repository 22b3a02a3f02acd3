#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utf8proc.h>
#include <vector>

namespace usher::base {
namespace {

using CodePoint = utf8proc_int32_t;
using CodePoints = std::vector<CodePoint>;

constexpr auto normal_form = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Reads one code point from the front of `rest` and drops it there; -1 where none is well-formed.
CodePoint next_code_point(std::string_view& rest) {
    CodePoint code_point = -1;
    // The library wants unsigned bytes; char may alias them.
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(rest.data());
    const auto size = static_cast<utf8proc_ssize_t>(rest.size());
    const utf8proc_ssize_t used = utf8proc_iterate(bytes, size, &code_point);
    if (used <= 0) return -1;
    rest.remove_prefix(static_cast<std::size_t>(used));
    return code_point;
}

void append(std::string& out, CodePoint code_point) {
    std::array<utf8proc_uint8_t, 4> bytes{};
    const utf8proc_ssize_t size = utf8proc_encode_char(code_point, bytes.data());
    for (utf8proc_ssize_t i = 0; i < size; ++i) {
        out.push_back(static_cast<char>(bytes.at(static_cast<std::size_t>(i))));
    }
}

/// What `code_point` becomes under `options`, as the library spells it out.
CodePoints spelled_out(CodePoint code_point, utf8proc_option_t options) {
    // The longest canonical decomposition or folding of Unicode has four code points.
    std::array<CodePoint, 8> buffer{};
    int last_boundary = 0;
    const utf8proc_ssize_t size =
        utf8proc_decompose_char(code_point, buffer.data(), buffer.size(), options, &last_boundary);
    if (size < 0 || static_cast<std::size_t>(size) > buffer.size()) return {code_point};
    return {buffer.begin(), buffer.begin() + size};
}

utf8proc_propval_t combining_class(CodePoint code_point) {
    return utf8proc_get_property(code_point)->combining_class;
}

/// Canonical order of combining marks. utf8proc_decompose() does this too, but in quadratic time,
/// and a name of a million marks can come from outside.
void order_marks(CodePoints& text) {
    auto is_mark = [](CodePoint c) { return combining_class(c) != 0; };
    for (auto run = std::ranges::find_if(text, is_mark); run != text.end();) {
        const auto run_end = std::find_if_not(run, text.end(), is_mark);
        std::ranges::stable_sort(run, run_end, {}, combining_class);
        run = std::find_if(run_end, text.end(), is_mark);
    }
}

/// The NFC of `text`.
CodePoints composed(const CodePoints& text) {
    CodePoints result;
    result.reserve(text.size());
    for (const CodePoint code_point : text) {
        const CodePoints parts = spelled_out(code_point, normal_form);
        result.insert(result.end(), parts.begin(), parts.end());
    }
    order_marks(result);
    const auto size = utf8proc_normalize_utf32(
        result.data(), static_cast<utf8proc_ssize_t>(result.size()), normal_form
    );
    result.resize(static_cast<std::size_t>(std::max<utf8proc_ssize_t>(size, 0)));
    return result;
}

/// Simple case folding (Unicode CaseFolding.txt, status C and S): one code point for one. The
/// library knows only the full one, where "ß" becomes "ss" and two people one: where that gives
/// several, the lower-case letter stands for them if it folds the same ("ẞ" to "ß", but "İ" stays).
CodePoint folded(CodePoint code_point) {
    const CodePoints full = spelled_out(code_point, UTF8PROC_CASEFOLD);
    if (full.size() == 1) return full.front();
    const CodePoint lower_case = utf8proc_tolower(code_point);
    return spelled_out(lower_case, UTF8PROC_CASEFOLD) == full ? lower_case : code_point;
}

}  // namespace

std::string fold_case(std::string_view text) {
    if (is_ascii(text)) return ascii_lower(text);
    CodePoints code_points;
    code_points.reserve(text.size());
    for (std::string_view rest = text; !rest.empty();) {
        const CodePoint code_point = next_code_point(rest);
        if (code_point < 0) return ascii_lower(text);
        code_points.push_back(code_point);
    }
    code_points = composed(code_points);
    std::ranges::transform(code_points, code_points.begin(), folded);
    std::string result;
    result.reserve(text.size());
    // Folding can bring together what composes: only the second NFC makes the result a fixed point.
    for (const CodePoint code_point : composed(code_points)) {
        append(result, code_point);
    }
    return result;
}

bool valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto* const ascii = std::ranges::find_if(text, [](char c) {
            return static_cast<unsigned char>(c) >= 0x80;
        });
        text.remove_prefix(static_cast<std::size_t>(ascii - text.begin()));
        if (!text.empty() && next_code_point(text) < 0) return false;
    }
    return true;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

std::string ascii_lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

}  // namespace usher::base
