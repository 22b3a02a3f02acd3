#include "desk/password_policy.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace password_policy_test {

using namespace usher;
using namespace usher::desk;

namespace {

const std::vector<std::string> ana{"ana.ruiz@example.org", "anaruiz"};

std::string fault_of(const std::string& password) {
    const auto fault = password_fault(base::Secret(password), ana);
    return fault ? fault->code : "";
}

}  // namespace

TEST_CASE("A password of twelve characters or more is good, whatever its characters") {
    CHECK(fault_of("green tea with lemon").empty());
    CHECK(fault_of("caballo verde").empty());
    CHECK(fault_of("長い長い秘密の合言葉です").empty());
}

TEST_CASE("A shorter one mixes three kinds of characters") {
    CHECK(fault_of("Tea4twoo").empty());
    CHECK(fault_of("tea-4-two").empty());
    CHECK(fault_of("teafortwo") == "too_simple");
    CHECK(fault_of("teafor2x2") == "too_simple");
}

TEST_CASE("A password has eight characters at least, of which accents make one each") {
    CHECK(fault_of("") == "too_short");
    CHECK(fault_of("Te4-two") == "too_short");
    CHECK(fault_of("ñandúúú") == "too_short");
}

TEST_CASE("A password has no more bytes than are hashed") {
    const std::string unusual = "tea and then ";
    std::string text;
    while (text.size() < longest_password)
        text += unusual + std::to_string(text.size());
    text.resize(longest_password);
    CHECK(fault_of(text).empty());
    CHECK(fault_of(text + "x") == "too_long");
    CHECK(fault_of(std::string("green tea\0with lemon", 20)) == "too_long");
}

TEST_CASE("What is tried first is refused, in any case and with digits and signs at its end") {
    for (const std::string password :
         {"password1234",
          "PassWord!!!!",
          "P@ssw0rd2024!",
          "Qwertyuiop123",
          "iloveyou2025",
          "Summer2024!!",
          "contraseña1!",
          "123456789012",
          "Abcdefghijkl",
          "aaaaaaaaaaaa",
          "abcabcabcabc",
          "correcthorsebatterystaple"}) {
        INFO(password);
        CHECK(fault_of(password) == "common");
    }
}

TEST_CASE("The person's own name is no password") {
    for (const std::string password :
         {"ana.ruiz@example.org", "Ana.Ruiz2024", "AnaRuiz!2024", "ANA.RUIZ@EXAMPLE.ORG1"}) {
        INFO(password);
        CHECK(fault_of(password) == "own_name");
    }
    CHECK(fault_of("ana ruiz and tea").empty());
}

TEST_CASE("A bad password is a problem of its field") {
    try {
        require_good_password(base::Secret("short"), ana, "/new_password");
        FAIL("it was taken");
    } catch (const invitation::Problem& problem) {
        REQUIRE(problem.fields().size() == 1);
        CHECK(problem.fields()[0].pointer == "/new_password");
        CHECK(problem.fields()[0].code == "too_short");
    }
    CHECK_NOTHROW(require_good_password(base::Secret("green tea with lemon"), ana));
}

}  // namespace password_policy_test
