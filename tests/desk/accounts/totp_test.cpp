#include "desk/totp.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace totp_test {

using namespace usher;
using namespace usher::desk;

namespace {

const base::Secret rfc_key("12345678901234567890");

base::Time at(std::int64_t seconds) {
    return base::Time(std::chrono::seconds(seconds));
}

}  // namespace

TEST_CASE("Codes are those of RFC 6238, appendix B") {
    CHECK(totp_code(rfc_key, at(59)).reveal() == "287082");
    CHECK(totp_code(rfc_key, at(1111111109)).reveal() == "081804");
    CHECK(totp_code(rfc_key, at(1111111111)).reveal() == "050471");
    CHECK(totp_code(rfc_key, at(1234567890)).reveal() == "005924");
    CHECK(totp_code(rfc_key, at(2000000000)).reveal() == "279037");
    CHECK(totp_code(rfc_key, at(20000000000)).reveal() == "353130");
}

TEST_CASE("A code is good in its step and the two beside it, and says which step it is of") {
    const auto now = at(1234567890);
    const std::int64_t step = 1234567890 / 30;
    CHECK(totp_step(rfc_key, "005924", now) == step);
    CHECK(totp_step(rfc_key, " 005 924 ", now) == step);
    CHECK(totp_step(rfc_key, "005924", at(1234567890 + 30)) == step);
    CHECK(totp_step(rfc_key, "005924", at(1234567890 - 30)) == step);
    CHECK_FALSE(totp_step(rfc_key, "005924", at(1234567890 + 60)).has_value());
    CHECK_FALSE(totp_step(rfc_key, "005924", at(1234567890 - 60)).has_value());
}

TEST_CASE("Anything but six right digits is no code") {
    const auto now = at(1234567890);
    for (const std::string typed : {"", "5924", "0059240", "00592", "O05924", "005925", "-05924"}) {
        INFO(typed);
        CHECK_FALSE(totp_step(rfc_key, typed, now).has_value());
    }
}

TEST_CASE("A key is shown in base32, and in the link of its QR code with names escaped") {
    CHECK(totp_key_text(rfc_key).reveal() == "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    CHECK(
        totp_url(rfc_key, "Acme & Söhne", "ana@example.org").reveal() ==
        "otpauth://totp/Acme%20%26%20S%C3%B6hne:ana%40example.org"
        "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme%20%26%20S%C3%B6hne"
    );
}

TEST_CASE("Each new key is another one") {
    std::set<std::string> keys;
    for (int round = 0; round < 100; ++round) {
        const base::Secret key = new_totp_key();
        CHECK(key.reveal().size() == 20);
        keys.insert(key.reveal());
    }
    CHECK(keys.size() == 100);
}

}  // namespace totp_test
