#include "base/text.hpp"

#include <chrono>
#include <random>

#include <catch2/catch.hpp>

namespace text_test {

using namespace usher::base;

TEST_CASE("Case folding makes letters of both cases equal") {
    CHECK(fold_case("BJensen@Example.COM") == "bjensen@example.com");
    CHECK(fold_case("ÄÖÜ") == fold_case("äöü"));
    CHECK(fold_case("ΣΊΣΥΦΟΣ") == fold_case("σίσυφος"));
    CHECK(fold_case("ЖУКОВ") == "жуков");
}

TEST_CASE("Case folding is the simple one: one letter for one letter") {
    CHECK(fold_case("straße") == "straße");
    CHECK(fold_case("STRAẞE") == "straße");
    CHECK(fold_case("strasse") != fold_case("straße"));
    CHECK(fold_case("İ") != fold_case("i"));
    CHECK(fold_case("ı") != fold_case("i"));
}

TEST_CASE("Case folding composes: one text for all spellings of a letter") {
    CHECK(fold_case("A\u030A") == "\u00E5");
    CHECK(fold_case("\u212B") == "\u00E5");                           // the Ångström sign
    CHECK(fold_case("q\u0323\u0307") == fold_case("q\u0307\u0323"));  // marks in any order
    CHECK(fold_case("\u1100\u1161") == "\uAC00");                     // Hangul
}

TEST_CASE("Case folding keeps look-alike letters apart") {
    CHECK(fold_case("а") != fold_case("a"));  // Cyrillic, Latin
    CHECK(fold_case("ﬁ") != fold_case("fi"));
    CHECK(fold_case("a.b+c") == "a.b+c");
}

TEST_CASE("Folding a folded text changes nothing, whatever the text") {
    std::mt19937 random(20261123);  // NOLINT(cert-msc51-cpp): the same texts in every run
    std::uniform_int_distribution<int> any_letter(1, 0x1FFFF);
    for (int round = 0; round < 20'000; ++round) {
        std::string text;
        for (int i = 0; i < 4; ++i) {
            const int c = any_letter(random) >> (random() % 10);
            if (c >= 0xD800 && c <= 0xDFFF) continue;
            if (c < 0x80) text += static_cast<char>(c);
            if (c >= 0x80 && c < 0x800) text += static_cast<char>(0xC0 | c >> 6);
            if (c >= 0x800 && c < 0x10000) text += static_cast<char>(0xE0 | c >> 12);
            if (c >= 0x10000)
                (text += static_cast<char>(0xF0 | c >> 18)) +=
                    static_cast<char>(0x80 | (c >> 12 & 0x3F));
            if (c >= 0x800) text += static_cast<char>(0x80 | (c >> 6 & 0x3F));
            if (c >= 0x80) text += static_cast<char>(0x80 | (c & 0x3F));
        }
        REQUIRE(valid_utf8(text));
        const std::string folded = fold_case(text);
        REQUIRE(valid_utf8(folded));
        REQUIRE(fold_case(folded) == folded);
    }
}

TEST_CASE("A name of very many combining marks folds in time that grows with its length") {
    std::string text = "a";
    for (int i = 0; i < 200'000; ++i)
        text += i % 2 == 0 ? "\u0301" : "\u0316";
    CHECK(fold_case(text).size() >= 400'000);  // in quadratic time the test's timeout ends it
}

TEST_CASE("Only well-formed UTF-8 is valid") {
    CHECK(valid_utf8(""));
    CHECK(valid_utf8("plain"));
    CHECK(valid_utf8("größe 漢字 😀"));
    CHECK_FALSE(valid_utf8("\xFF"));
    CHECK_FALSE(valid_utf8("a\x80"));
    CHECK_FALSE(valid_utf8("\xC3"));          // cut off
    CHECK_FALSE(valid_utf8("\xC0\xAF"));      // overlong
    CHECK_FALSE(valid_utf8("\xED\xA0\x80"));  // surrogate
    CHECK_FALSE(valid_utf8("\xF4\x90\x80\x80"));
}

TEST_CASE("Keywords compare without case in ASCII only") {
    CHECK(equal_ignoring_case("userName", "USERNAME"));
    CHECK_FALSE(equal_ignoring_case("userName", "userNam"));
    CHECK_FALSE(equal_ignoring_case("Ä", "ä"));
    CHECK_FALSE(equal_ignoring_case("@", "`"));
    CHECK(ascii_lower("URN:X-Ä") == "urn:x-Ä");
}

TEST_CASE("Trimming takes white space off both ends only") {
    CHECK(trimmed("  a b\t\r\n") == "a b");
    CHECK(trimmed(" \n ").empty());
    CHECK(trimmed("").empty());
}

}  // namespace text_test
