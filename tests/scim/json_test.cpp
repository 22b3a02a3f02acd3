#include "usher/scim/json.hpp"

#include "usher/scim/error.hpp"

#include <random>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace json_test {

using namespace usher::scim;

namespace {

/// What parse_json() says about a text that it refuses.
std::string refusal(const std::string& text, const JsonLimits& limits = {}) {
    try {
        static_cast<void>(parse_json(text, limits));
    } catch (const Error& error) {
        CHECK(error.status() == 400);
        CHECK(error.type() == ScimType::invalid_syntax);
        CHECK(json_fault(text, limits) == error.detail());
        return error.detail();
    }
    return "accepted";
}

std::string repeated(const std::string& text, std::size_t times) {
    std::string result;
    for (std::size_t i = 0; i < times; ++i)
        result += text;
    return result;
}

/// A list of objects that each have `keys` keys of equal length.
std::string wide_objects(std::size_t objects, std::size_t keys) {
    std::string object = "{";
    for (std::size_t key = 0; key < keys; ++key) {
        object += (key ? ",\"" : "\"") + std::to_string(100'000 + key) + "\":0";
    }
    object += "}";
    return "[" + repeated(object + ",", objects - 1) + object + "]";
}

}  // namespace

TEST_CASE("A JSON text is read with its keys in the order sent") {
    const std::string text = R"({"z":1,"a":[true,null,-2.5,"x"],"m":{"b":{},"a":[]}})";
    CHECK(to_text(parse_json(text)) == text);
    CHECK(json_fault(text).empty());
}

TEST_CASE("White space around and within a JSON text does not matter") {
    CHECK(to_text(parse_json(" \r\n\t{ \"a\" : [ 1 , 2 ] } \n")) == R"({"a":[1,2]})");
}

TEST_CASE("C05: a malformed JSON text is refused with the byte where reading stopped") {
    CHECK(refusal(R"({"a": 1,})") == "the text is not valid JSON: reading stopped at byte 9");
    CHECK(refusal("") == "the text is not valid JSON: reading stopped at byte 0");
    for (const char* text :
         {"{",
          "[1",
          "{\"a\"}",
          "{a:1}",
          "[01]",
          "[1.]",
          "[+1]",
          "nul",
          "\"open",
          "[1] 2",
          "'a'",
          "[NaN]",
          "[Infinity]",
          "[1e999]",
          "/* a */ 1",
          "\"\\x\"",
          "\"tab\there\"",
          "\"\\ud800\""}) {
        CAPTURE(text);
        CHECK(refusal(text).find("reading stopped at byte") != std::string::npos);
    }
}

TEST_CASE("T03: invalid UTF-8 is refused") {
    for (const char* text :
         {"\"\xff\"", "\"\xc0\xaf\"", "\"\xed\xa0\x80\"", "\"\xe2\x82\"", "\xff"}) {
        CHECK(refusal(text).find("not valid UTF-8") != std::string::npos);
    }
    CHECK(parse_json("\"\xe2\x82\xac \xf0\x9f\x98\x80\"") == "€ 😀");
    CHECK(parse_json(R"("\ud83d\ude00")") == "😀");
}

TEST_CASE("A key that an object repeats is refused, in whatever way it is written") {
    CHECK(refusal(R"({"a":1,"b":2,"a":3})").find("two keys \"a\"") != std::string::npos);
    CHECK(refusal(R"([{"x":{"a":1,"\u0061":2}}])").find("two keys \"a\"") != std::string::npos);
    CHECK(refusal(R"({"a":1,"A":2})") == "accepted");
    CHECK(refusal(R"([{"a":1},{"a":2}])") == "accepted");
}

TEST_CASE("U+0000 is refused in values and in keys") {
    CHECK(refusal(R"(["a\u0000b"])").find("U+0000") != std::string::npos);
    CHECK(refusal(R"({"a\u0000":1})").find("U+0000") != std::string::npos);
    CHECK(refusal(R"(["a\\u0000b"])") == "accepted");
}

TEST_CASE("Integers keep their value or are refused") {
    CHECK(
        to_text(parse_json("[9223372036854775807,-9223372036854775808,0,-0]")) ==
        "[9223372036854775807,-9223372036854775808,0,0]"
    );
    for (const char* text :
         {"9223372036854775808",
          "18446744073709551615",
          "-9223372036854775809",
          "123456789012345678901234567890"}) {
        CHECK(refusal(text).find("an integer beyond 64 bits") != std::string::npos);
    }
    CHECK(to_text(parse_json("[0.1,1e2,2.50]")) == "[0.1,100.0,2.5]");
}

TEST_CASE("Nesting is bounded, and the bound costs no stack") {
    CHECK(refusal(repeated("[", 32) + repeated("]", 32)) == "accepted");
    CHECK(
        refusal(repeated("[", 33) + repeated("]", 33)).find("deeply nested") != std::string::npos
    );
    CHECK(refusal(repeated("{\"a\":", 10'000)).find("deeply nested") != std::string::npos);
    const JsonLimits deep{.depth = 100'000};
    CHECK(refusal(repeated("[", 100'000) + repeated("]", 100'000), deep) == "accepted");
    CHECK(refusal(repeated("{\"a\":[", 40'000), deep).find("not valid") != std::string::npos);
}

TEST_CASE("The keys of an object and the values of a text are bounded") {
    CHECK(refusal(wide_objects(1, 1000)) == "accepted");
    CHECK(refusal(wide_objects(1, 1001)).find("too many keys") != std::string::npos);
    const JsonLimits few{.values = 4};
    CHECK(refusal("[1,2,3]", few) == "accepted");
    CHECK(refusal("[1,2,3,4]", few).find("too many values") != std::string::npos);
    CHECK(refusal("[1,[2,[3]]]", few).find("too many values") != std::string::npos);
}

TEST_CASE("Many objects with as many keys as allowed are read in linear time") {
    const std::string text = wide_objects(400, 1000);  // 4 MB; a scan per key would take minutes
    CHECK(parse_json(text).size() == 400);
}

TEST_CASE("A long key is cut between characters in the error") {
    const std::string key = repeated("é", 500);
    const std::string detail = refusal("{\"" + key + "\":1,\"" + key + "\":2}");
    CHECK(detail.size() < 200);
    CHECK(parse_json(to_text(Json(detail))) == detail);
}

TEST_CASE("append_json_string() writes what to_text() writes, for any text") {
    std::mt19937 random(20'26);
    const std::string pool = "a\"\\/\b\f\n\r\t\x01\x1f\x7f é€😀<>&";
    for (int round = 0; round < 2'000; ++round) {
        const std::size_t from = random() % pool.size();
        const std::string bytes = pool.substr(from, random() % 12);
        const Json parsed =
            Json::parse(Json(bytes).dump(-1, ' ', false, Json::error_handler_t::replace));
        const auto& text = parsed.get_ref<const std::string&>();
        std::string out = "before:";
        append_json_string(out, text);
        CHECK(out == "before:" + to_text(parsed));
        CHECK(parse_json(out.substr(7)) == parsed);
    }
}

TEST_CASE("Whatever is parsed is rendered to a text that parses to the same value") {
    std::mt19937 random(7643);
    const std::string alphabet = "{}[]:,\"\"aé\\u0041n 0123456789.-eE truefalsenull";
    int accepted = 0;
    for (int round = 0; round < 50'000; ++round) {
        std::string text;
        for (std::size_t i = random() % 12; i > 0; --i)
            text += alphabet[random() % alphabet.size()];
        if (!json_fault(text).empty()) continue;
        ++accepted;
        const Json value = parse_json(text);
        CHECK(parse_json(to_text(value)) == value);
    }
    CHECK(accepted > 300);
}

}  // namespace json_test
