// Cursors from anywhere: what a client makes up never opens, and what was sealed comes back as it
// was.
#include "store/cursor.hpp"
#include "usher/scim/error.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace usher;

constexpr auto timeout = std::chrono::minutes(10);
constexpr const char* query = "12:users, sorted";

const base::Secret& key() {
    static const base::Secret made =
        base::derive_key(base::Secret("a key that nobody guesses"), "cursor");
    return made;
}

base::Time now() {
    return base::time_from("2026-11-23T09:05:00.123Z");
}

void check(bool holds) {
    if (!holds) std::abort();
}

void must_not_open(std::string_view text) {
    try {
        static_cast<void>(store::read_cursor(key(), text, query, now(), timeout));
        std::abort();
    } catch (const scim::Error& error) {
        check(error.type() == scim::ScimType::invalid_cursor && error.status() == 400);
    }
}

/// Any cursor whose fields hold what `bytes` say.
store::Cursor cursor_of(std::string_view bytes) {
    store::Cursor cursor;
    cursor.issued_at = now();
    if (bytes.empty()) return cursor;
    const auto flags = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    cursor.backward = (flags & 1U) != 0;
    cursor.position.absent = (flags & 2U) != 0;
    if ((flags & 4U) != 0) cursor.total = bytes.size() << (flags >> 3U);
    cursor.count = bytes.size();
    cursor.position.id = base::hex(bytes.substr(0, bytes.size() / 2));
    cursor.position.fold = bytes;
    return cursor;
}

void must_come_back(const store::Cursor& written) {
    std::string text = store::write_cursor(key(), written, query);
    const store::Cursor read = store::read_cursor(key(), text, query, now(), timeout);
    check(read.position == written.position && read.backward == written.backward);
    check(read.count == written.count && read.total == written.total);
    check(read.issued_at == written.issued_at);
    char& spoiled = text[text.size() / 2];
    spoiled = spoiled == 'A' ? 'B' : 'A';
    must_not_open(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    must_not_open(bytes);
    must_not_open(base::base64url(bytes));
    must_come_back(cursor_of(bytes));
    return 0;
}
