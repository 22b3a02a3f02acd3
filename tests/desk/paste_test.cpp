// What is recognised in pasted text (rows 54, 83, 84, 88 of the origin products' list).
#include "desk/paste.hpp"

#include "invitation/keys.hpp"
#include "invitation/problem.hpp"

#include <random>
#include <set>

#include <catch2/catch.hpp>

namespace paste_test {

using namespace usher;
using desk::read_pasted;
using Texts = std::vector<std::string>;

namespace {

Texts recognised(std::string_view text) {
    Texts emails;
    for (const auto& recipient : read_pasted(text).recognised)
        emails.push_back(recipient.email);
    return emails;
}

/// "line reason text", one for each entry that is not recognised.
Texts refused(std::string_view text) {
    Texts lines;
    for (const auto& entry : read_pasted(text).not_recognised) {
        lines.push_back(std::to_string(entry.line) + ' ' + entry.reason + ' ' + entry.text);
    }
    return lines;
}

desk::RecipientEntry only(std::string_view text) {
    const auto recipients = read_pasted(text);
    REQUIRE(recipients.not_recognised.empty());
    REQUIRE(recipients.recognised.size() == 1);
    return recipients.recognised.front();
}

}  // namespace

TEST_CASE("row 83: addresses stand one a line or between commas, mixed, with any line end") {
    const Texts three{"a@x.org", "b@x.org", "c@x.org"};
    CHECK(recognised("a@x.org\nb@x.org\nc@x.org") == three);
    CHECK(recognised("a@x.org,b@x.org,c@x.org") == three);
    CHECK(recognised("a@x.org\r\nb@x.org, c@x.org\r\n") == three);
    CHECK(recognised("a@x.org\rb@x.org\r\rc@x.org") == three);
    CHECK(recognised("a@x.org; b@x.org;c@x.org") == three);
    CHECK(recognised("  a@x.org\t ,,, \n\n , b@x.org ;\n\tc@x.org  ") == three);
    CHECK(recognised("a@x.org b@x.org\tc@x.org") == three);
}

TEST_CASE("row 83: spaces that cannot be seen are dropped around an address") {
    CHECK(recognised("\uFEFFa@x.org\u00A0\n\u200Bb@x.org") == Texts{"a@x.org", "b@x.org"});
}

TEST_CASE("row 54: an address that comes again is a duplicate, however it is written") {
    const auto* const text = "Ada@X.org\n\nb@x.org, ada@x.ORG";
    CHECK(recognised(text) == Texts{"Ada@X.org", "b@x.org"});
    CHECK(refused(text) == Texts{"3 duplicate ada@x.ORG"});
    CHECK(read_pasted(text).not_recognised.front().detail == "the same address as in line 1");
    CHECK(refused("a@bücher.example, a@xn--bcher-kva.example").size() == 1);
}

TEST_CASE("plus tags and dots make other people") {
    CHECK(recognised("a.b@x.org, ab@x.org, ab+1@x.org").size() == 3);
}

TEST_CASE("row 84: what is no address is listed with its line and what is wrong with it") {
    const auto* const text = "a@x.org\nada x.org\nb@@x.org\nc@localhost\n@x.org\nd e@x.org";
    CHECK(recognised(text) == Texts{"a@x.org"});
    CHECK(
        refused(text) ==
        Texts{
            "2 invalid_email ada x.org",
            "3 invalid_email b@@x.org",
            "4 invalid_email c@localhost",
            "5 invalid_email @x.org",
            "6 invalid_email d e@x.org"}
    );
    Texts details;
    for (const auto& entry : read_pasted(text).not_recognised)
        details.push_back(entry.detail);
    CHECK(
        details ==
        Texts{
            "there is no @",
            "there is more than one @",
            "the domain has no dot",
            "this is not the address of a mailbox",
            "there is a space in the address"}
    );
}

TEST_CASE("a display name becomes given and family name") {
    const auto ada = only("Ada King  Lovelace <ada@x.org>");
    CHECK(ada.email == "ada@x.org");
    CHECK(ada.given_name == "Ada");
    CHECK(ada.family_name == "King Lovelace");
    const auto turned = only(R"("Lovelace, Ada" < ada@x.org >)");
    CHECK(turned.email == "ada@x.org");
    CHECK(turned.given_name == "Ada");
    CHECK(turned.family_name == "Lovelace");
    CHECK(
        only(R"("Ada \"Countess\" Lovelace" <ada@x.org>)").family_name == R"("Countess" Lovelace)"
    );
    CHECK(only("<ada@x.org>").given_name.empty());
    CHECK(recognised("Ada <ada@x.org>, Bob <bob@x.org>; \"C, D\" <c@x.org>").size() == 3);
}

TEST_CASE("a display name with a bare comma is two entries, and the first is no address") {
    CHECK(recognised("Lovelace, Ada <ada@x.org>") == Texts{"ada@x.org"});
    CHECK(refused("Lovelace, Ada <ada@x.org>") == Texts{"1 invalid_email Lovelace"});
}

TEST_CASE("brackets in other places are a mistake") {
    for (const auto* text :
         {"ada@x.org>", "<ada@x.org", "<ada@x.org> Ada", "A <b <c@x.org>>", "<>"}) {
        CAPTURE(text);
        CHECK(recognised(text).empty());
        CHECK(refused(text).size() == 1);
    }
}

TEST_CASE("a quotation mark that nothing closes hides no other address") {
    CHECK(recognised("\"Ada <ada@x.org>, bob@x.org\nc@x.org").size() == 3);
    CHECK(recognised("\"Ada, bob@x.org\nc@x.org\"") == Texts{"bob@x.org"});
}

TEST_CASE("control characters are no part of a name, and what is shown is cut at a character") {
    CHECK(
        only("A\x01\x7F"
             "da <ada@x.org>")
            .given_name == "A"
    );
    std::string umlauts;
    for (int i = 0; i < 150; ++i)
        umlauts += "ü";
    const auto shown = read_pasted("x" + umlauts).not_recognised.front().text;
    CHECK(shown.size() == 199 + std::string("…").size());
}

TEST_CASE("text that is not UTF-8, and more entries than can be shown, are refused as a whole") {
    CHECK_THROWS_AS(
        read_pasted("mar\xED"
                    "a@x.org"),
        invitation::Problem
    );
    std::string flood;
    for (std::size_t i = 0; i <= desk::most_entries; ++i)
        flood += "x\n";
    try {
        (void)read_pasted(flood);
        FAIL("the flood was read");
    } catch (const invitation::Problem& problem) {
        CHECK(problem.code() == invitation::ProblemCode::payload_too_large);
    }
}

TEST_CASE("ten thousand addresses are all recognised, and a line of quotation marks ends") {
    std::string text;
    for (int i = 0; i < 10'000; ++i)
        text += "Person " + std::to_string(i) + " <p" + std::to_string(i) + "@example.org>\r\n";
    CHECK(read_pasted(text).recognised.size() == 10'000);
    CHECK(read_pasted(std::string(1'000'000, '"')).recognised.empty());
    CHECK(read_pasted(std::string(1'000'000, '<')).recognised.empty());
}

TEST_CASE("whatever is pasted, each recognised address has a key of its own") {
    std::mt19937 random(7);
    const Texts pieces{
        "a@x.org",
        "B@x.org",
        "A@X.org",
        " ",
        ",",
        ";",
        "\n",
        "\r\n",
        "\"",
        "<",
        ">",
        "\\",
        "@",
        "ü",
        "Ada"};
    for (int round = 0; round < 2'000; ++round) {
        std::string text;
        for (auto i = random() % 20; i > 0; --i)
            text += pieces.at(random() % pieces.size());
        CAPTURE(text);
        const auto recipients = read_pasted(text);
        const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n')) + 1;
        std::set<std::string> keys;
        for (const auto& recipient : recipients.recognised) {
            const auto key = invitation::email_key(recipient.email);
            REQUIRE(key.has_value());
            CHECK(keys.insert(*key).second);
            CHECK((recipient.line >= 1 && recipient.line <= lines));
            CHECK(text.find(recipient.email) != std::string::npos);
        }
        for (const auto& entry : recipients.not_recognised)
            CHECK(text.find(entry.text) != std::string::npos);
    }
}

}  // namespace paste_test
