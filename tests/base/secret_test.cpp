#include "base/secret.hpp"

#include <random>
#include <stdexcept>

#include <catch2/catch.hpp>

namespace secret_test {

using namespace usher::base;

namespace {

std::string unhex(const std::string& digits) {
    std::string bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        bytes += static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16));
    }
    return bytes;
}

}  // namespace

TEST_CASE("SHA-256 is that of FIPS 180-4") {
    CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST_CASE("HMAC-SHA-256 is that of RFC 4231, cases 2 and 6") {
    CHECK(
        hex(hmac_sha256(Secret("Jefe"), "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    CHECK(
        hex(hmac_sha256(
            Secret(std::string(131, '\xaa')),
            "Test Using Larger Than Block-Size Key - Hash Key First"
        )) == "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    );
}

TEST_CASE("Keys are derived by HKDF-SHA-256 as in RFC 5869, case 3, one for each purpose") {
    const Secret server_key(std::string(22, '\x0b'));
    CHECK(
        hex(derive_key(server_key, "").reveal()) ==
        "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"
    );
    const std::string cursors = derive_key(server_key, "cursor").reveal();
    CHECK(cursors == derive_key(server_key, "cursor").reveal());
    CHECK(cursors != derive_key(server_key, "cursors").reveal());
    CHECK(cursors != derive_key(Secret("another"), "cursor").reveal());
    CHECK_THROWS_AS(derive_key(Secret(""), "cursor"), std::invalid_argument);
}

TEST_CASE("Comparison in constant time tells equal from different") {
    CHECK(equal_in_constant_time("", ""));
    CHECK(equal_in_constant_time("abc", "abc"));
    CHECK_FALSE(equal_in_constant_time("abc", "abd"));
    CHECK_FALSE(equal_in_constant_time("abc", "ab"));
    CHECK_FALSE(equal_in_constant_time(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

TEST_CASE("base64url is that of RFC 4648, without padding") {
    CHECK(base64url("") == "");
    CHECK(base64url("f") == "Zg");
    CHECK(base64url("fo") == "Zm8");
    CHECK(base64url("foo") == "Zm9v");
    CHECK(base64url("foobar") == "Zm9vYmFy");
    CHECK(base64url(unhex("fbff")) == "-_8");
}

TEST_CASE("base64url comes back, whatever the bytes") {
    std::mt19937 random(11);
    std::uniform_int_distribution<int> byte(0, 255);
    for (std::size_t size = 0; size < 300; ++size) {
        std::string bytes;
        while (bytes.size() < size)
            bytes += static_cast<char>(byte(random));
        REQUIRE(from_base64url(base64url(bytes)) == bytes);
    }
}

TEST_CASE("What is not canonical base64url is refused") {
    const char* text =
        GENERATE("Z", "Zg==", "Zm9v=", "Zh", "Zm9", "+/8", "Zm 9v", "Zm9v\n", "Zm9vZ", "ZmĂ");
    CHECK(from_base64url(text).empty());
}

TEST_CASE("Random bytes are as many as asked for, and different each time") {
    CHECK(random_bytes(0).empty());
    CHECK(random_bytes(32).size() == 32);
    CHECK(random_bytes(32) != random_bytes(32));
}

TEST_CASE("hex writes two digits a byte") {
    CHECK(hex(std::string_view("\x00\x0f\xa5\xff", 4)) == "000fa5ff");
}

TEST_CASE("A password matches its own hash only") {
    const std::string hash = hash_password(Secret("correct horse"));
    CHECK(hash.starts_with("$y$"));
    CHECK(password_matches(Secret("correct horse"), hash));
    CHECK_FALSE(password_matches(Secret("correct horsf"), hash));
    CHECK_FALSE(password_matches(Secret(""), hash));
    CHECK(hash_password(Secret("correct horse")) != hash);
}

TEST_CASE("Passwords that libcrypt would cut off are refused, and match nothing") {
    const std::string hash = hash_password(Secret("abc"));
    const Secret cut = GENERATE(Secret(std::string("abc\0def", 7)), Secret(std::string(512, 'a')));
    CHECK_THROWS_AS(hash_password(cut), std::invalid_argument);
    CHECK_FALSE(password_matches(cut, hash));
    CHECK(password_matches(
        Secret(std::string(511, 'a')), hash_password(Secret(std::string(511, 'a')))
    ));
}

TEST_CASE("A hash that libcrypt cannot read matches nothing") {
    const char* hash = GENERATE("", "*0", "*1", "$y$", "$nonsense$x", "plain");
    CHECK_FALSE(password_matches(Secret("plain"), hash));
    CHECK_FALSE(password_matches(Secret(""), hash));
}

}  // namespace secret_test
