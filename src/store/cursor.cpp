#include "store/cursor.hpp"

#include "base/seal.hpp"
#include "usher/scim/error.hpp"

#include <charconv>
#include <vector>

namespace usher::store {

namespace {

/// Fields in front of the fold, which comes last because it may hold anything.
constexpr std::size_t field_count = 6;

std::string fields_of(const Cursor& cursor) {
    return std::to_string(cursor.issued_at.time_since_epoch().count()) + '\n' +
           std::to_string(cursor.count) + '\n' +
           (cursor.total ? std::to_string(*cursor.total) : "") + '\n' +
           (cursor.backward ? "1" : "0") + '\n' + (cursor.position.absent ? "1" : "0") + '\n' +
           cursor.position.id + '\n' + cursor.position.fold;
}

template <class Number>
Number number_from(const std::string& text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw scim::Error::invalid_cursor();
    return number;
}

Cursor cursor_from(const std::string& plain) {
    std::vector<std::string> fields;
    std::size_t at = 0;
    while (fields.size() < field_count) {
        const std::size_t end = plain.find('\n', at);
        if (end == std::string::npos) throw scim::Error::invalid_cursor();
        fields.push_back(plain.substr(at, end - at));
        at = end + 1;
    }
    Cursor cursor;
    cursor.issued_at = base::Time(std::chrono::microseconds(number_from<std::int64_t>(fields[0])));
    cursor.count = number_from<std::size_t>(fields[1]);
    if (!fields[2].empty()) cursor.total = number_from<std::size_t>(fields[2]);
    cursor.backward = fields[3] == "1";
    cursor.position = {.absent = fields[4] == "1", .fold = plain.substr(at), .id = fields[5]};
    return cursor;
}

}  // namespace

std::string write_cursor(const base::Secret& key, const Cursor& cursor, std::string_view query) {
    return base::base64url(base::seal(key, fields_of(cursor), query));
}

Cursor read_cursor(
    const base::Secret& key,
    std::string_view text,
    std::string_view query,
    base::Time now,
    std::chrono::seconds timeout
) {
    const auto plain = base::open_sealed(key, base::from_base64url(text), query);
    if (!plain) throw scim::Error::invalid_cursor();
    Cursor cursor = cursor_from(*plain);
    if (now - cursor.issued_at > timeout) throw scim::Error::expired_cursor();
    return cursor;
}

}  // namespace usher::store
