// Cursors: what goes in comes out, for the same query and key and in time; nothing else opens.
#include "store/cursor.hpp"

#include "usher/scim/error.hpp"

#include <catch2/catch.hpp>

namespace cursor_test {

using namespace usher;
using namespace usher::store;
using namespace std::chrono_literals;
using scim::ScimType;

namespace {

const base::Secret key = base::derive_key(base::Secret("0123456789abcdef"), "cursor");
const base::Time issued = base::time_from("2026-11-23T09:05:00.123Z");
constexpr auto timeout = 10min;

Cursor sample() {
    return {
        .position = {.absent = false, .fold = "line\nline\n\n1", .id = "id-1"},
        .backward = true,
        .count = 25,
        .total = 1'000'000,
        .issued_at = issued
    };
}

/// The scimType of the refusal; none if there is no refusal.
ScimType refusal(
    const std::string& text,
    std::string_view query = "query",
    base::Time now = issued,
    const base::Secret& with = key
) {
    try {
        static_cast<void>(read_cursor(with, text, query, now, timeout));
        return ScimType::none;
    } catch (const scim::Error& error) {
        CHECK(error.status() == 400);
        return error.type();
    }
}

}  // namespace

TEST_CASE("N05: a cursor gives back what was put into it") {
    Cursor written = sample();
    if (GENERATE(false, true)) {
        written.position = {.absent = true, .fold = "", .id = ""};
        written.backward = false;
        written.total.reset();
        written.count = 0;
    }
    const std::string text = write_cursor(key, written, "query");
    const Cursor read = read_cursor(key, text, "query", issued, timeout);
    CHECK(read.position == written.position);
    CHECK(read.backward == written.backward);
    CHECK(read.count == written.count);
    CHECK(read.total == written.total);
    CHECK(read.issued_at == written.issued_at);
}

TEST_CASE("A cursor is made of characters that need no encoding in a URL, and hides its position") {
    const std::string text = write_cursor(key, sample(), "query");
    const std::string allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    CHECK(text.find_first_not_of(allowed) == std::string::npos);
    CHECK(base::from_base64url(text).find("id-1") == std::string::npos);
    CHECK(write_cursor(key, sample(), "query") != text);
}

TEST_CASE("A cursor for another query, by another key, or changed in any bit does not open") {
    const std::string text = write_cursor(key, sample(), "query");
    CHECK(refusal(text) == ScimType::none);
    CHECK(refusal(text, "Query") == ScimType::invalid_cursor);
    CHECK(refusal(text, "") == ScimType::invalid_cursor);
    const auto other = base::derive_key(base::Secret("0123456789abcdeg"), "cursor");
    CHECK(refusal(text, "query", issued, other) == ScimType::invalid_cursor);
    const std::string bytes = base::from_base64url(text);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        CHECK(refusal(base::base64url(changed)) == ScimType::invalid_cursor);
        CHECK(refusal(base::base64url(bytes.substr(0, at))) == ScimType::invalid_cursor);
    }
}

TEST_CASE("Texts that are no cursor are refused alike") {
    for (const char* text :
         {"", "1", "abc", "====", "../..", "\xFF", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
        CHECK(refusal(text) == ScimType::invalid_cursor);
    CHECK(refusal(std::string(1'000'000, 'A')) == ScimType::invalid_cursor);
}

TEST_CASE("A cursor expires after the timeout, not at it, and a forged one never does") {
    const std::string text = write_cursor(key, sample(), "query");
    CHECK(refusal(text, "query", issued + timeout) == ScimType::none);
    CHECK(refusal(text, "query", issued + timeout + 1us) == ScimType::expired_cursor);
    CHECK(refusal(text, "other", issued + timeout + 1us) == ScimType::invalid_cursor);
}

}  // namespace cursor_test
