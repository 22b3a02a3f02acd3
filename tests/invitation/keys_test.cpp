#include "invitation/keys.hpp"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace keys_test {

using namespace usher::invitation;

namespace {

using Random = std::mt19937;

template <class Value>
const Value& one_of(Random& random, const std::vector<Value>& values) {
    return values.at(random() % values.size());
}

/// A domain in both of its forms.
struct Domain {
    std::string unicode;
    std::string ascii;
};

const std::vector<Domain> domains{
    {"example.org",                       "example.org"                    },
    {"bücher.example",                   "xn--bcher-kva.example"          },
    {"straße.de",                        "xn--strae-oqa.de"               },
    {"παράδειγμα.δοκιμή", "xn--hxajbheg2az3al.xn--jxalpdlp"},
    {"例え.テスト",                  "xn--r8jz45g.xn--zckzah"         },
    {"نامه\u200Cای.com",            "xn--mgba3gch31f060k.com"        },
};

std::string local_part(Random& random) {
    static const std::string letters = "abcdefghijklmnopqrstuvwxyz0123456789-_+'";
    std::string text = "a";
    for (std::size_t left = random() % 20; left > 0; --left) {
        const bool dot = random() % 8 == 0 && text.back() != '.';
        text += dot ? '.' : letters.at(random() % letters.size());
    }
    if (text.back() == '.') text += "z";
    return text;
}

std::string in_any_case(Random& random, std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z' && random() % 2 == 0) c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

}  // namespace

TEST_CASE("C7: An address has one key however it is written: case, spaces, Unicode or A-labels") {
    Random random(20261125);  // NOLINT(cert-msc51-cpp): the same addresses in every run
    for (int round = 0; round < 2'000; ++round) {
        const std::string local = local_part(random);
        const Domain& domain = one_of(random, domains);
        const std::string key = local + "@" + domain.ascii;
        INFO(key);
        REQUIRE(email_key(key) == key);
        REQUIRE(
            email_key("  " + in_any_case(random, local + "@" + domain.unicode) + "\r\n") == key
        );
        REQUIRE(email_key("\t" + in_any_case(random, key)) == key);
        REQUIRE(domain_of(key) == domain.ascii);
        REQUIRE(domain_key(in_any_case(random, domain.unicode)) == domain.ascii);
    }
}

TEST_CASE("C7: A domain is the same with full-width letters and ideographic full stops") {
    CHECK(email_key("ana@ＥＸＡＭＰＬＥ。org") == "ana@example.org");
}

TEST_CASE("C8: Plus tags, dots and look-alike letters make other people") {
    const auto ana = email_key("ana.ruiz@example.org");
    CHECK(ana.has_value());
    for (const std::string other :
         {"anaruiz@example.org",
          "ana.ruiz+news@example.org",
          "аna.ruiz@example.org",  // a Cyrillic letter
          "ana.ruíz@example.org",
          "ana.ruiz@examp1e.org",
          "ana.ruiz@exаmple.org",  // a Cyrillic letter
          "ana.ruiz@mail.example.org"}) {
        INFO(other);
        CHECK(email_key(other).has_value());
        CHECK(email_key(other) != ana);
    }
    CHECK(domain_key("straße.de") != domain_key("strasse.de"));
}

TEST_CASE("A local part is folded in ASCII only, as its server alone knows what else is equal") {
    CHECK(email_key("JOSÉ@example.org") == "josÉ@example.org");
    CHECK(email_key("JOSÉ@example.org") != email_key("josé@example.org"));
}

TEST_CASE("What is no address of one mailbox has no key") {
    for (const std::string text :
         {"",
          "ana",
          "@example.org",
          "ana@",
          "ana@@example.org",
          "ana@b@example.org",
          "ana ruiz@example.org",
          "Ana Ruiz <ana@example.org>",
          "<ana@example.org>",
          "ana@example.org, bea@example.org",
          "ana@example.org;",
          "ana@example.org (work)",
          "mailto:ana@example.org",
          "\"ana ruiz\"@example.org",
          "ana@[127.0.0.1]",
          "ana@127.0.0.1",
          "ana@localhost",
          "ana@example.org.",
          "ana@.example.org",
          "ana@example..org",
          "ana@-example.org",
          "ana@exa_mple.org",
          "ana@exa mple.org",
          "ana@☃.example",
          "ana@xn--a.example",
          ".ana@example.org",
          "ana.@example.org",
          "an..a@example.org",
          "an\u00A0a@example.org",
          "an\u200Ba@example.org",
          "an\u202Ea@example.org",
          "an\na@example.org",
          "ana@example.org\nBcc: all@example.org",
          "an\xFF@example.org",
          "ana@exa\xFF.org"}) {
        INFO(text);
        CHECK_FALSE(email_key(text).has_value());
    }
    CHECK_FALSE(email_key(std::string("ana\0@example.org", 16)).has_value());
    CHECK_FALSE(email_key(std::string("ana@example.org\0.evil.org", 25)).has_value());
}

TEST_CASE("An address has at most 254 bytes") {
    const std::string domain = "@example.org";
    const std::string longest = std::string(254 - domain.size(), 'a') + domain;
    CHECK(email_key(longest) == longest);
    CHECK_FALSE(email_key("a" + longest).has_value());
    CHECK_FALSE(email_key(std::string(10'000'000, 'a') + domain).has_value());
}

TEST_CASE("A phone number has one key however it is written") {
    for (const std::string written :
         {"+34 600 12 34 56",
          "+34600123456",
          "0034 600 123 456",
          "600 123 456",
          "600-123-456",
          "(600) 123456",
          "tel:+34-600-123-456",
          "+34６００１２３４５６",
          "  600.123.456\n"}) {
        INFO(written);
        CHECK(phone_key(written, "ES") == "+34600123456");
    }
    CHECK(phone_key("+34 600 12 34 56", "") == "+34600123456");
    CHECK(phone_key("+34 600 12 34 56", "US") == "+34600123456");
    CHECK(phone_key("06 698 12345", "IT") == "+390669812345");  // its zero is part of it
}

TEST_CASE("A number without a country has a key only where the region is known") {
    CHECK_FALSE(phone_key("600123456", "").has_value());
    CHECK_FALSE(phone_key("600123456", "QQ").has_value());
    CHECK(phone_key("2015550123", "US") == "+12015550123");
}

TEST_CASE("What cannot be a phone number has no key") {
    for (const std::string text :
         {"",
          "ana",
          "+",
          "+1",
          "123",
          "+999123456789",
          "+3460012345678901234",
          "600123456 or 600123457",
          "+34600123456 ext. 5",
          "tel:7042;phone-context=example.com"}) {
        INFO(text);
        CHECK_FALSE(phone_key(text, "ES").has_value());
    }
    CHECK_FALSE(phone_key(std::string(1'000'000, '6'), "ES").has_value());
    CHECK_FALSE(phone_key("+34600\xFF", "ES").has_value());
}

TEST_CASE("The key of a phone key is that key, in any region") {
    Random random(20261126);  // NOLINT(cert-msc51-cpp): the same numbers in every run
    const std::vector<std::string> regions{"ES", "US", "IT", "DE", "MX", "JP", "AR", ""};
    int keys = 0;
    for (int round = 0; round < 5'000; ++round) {
        std::string number;
        for (std::size_t left = 6 + random() % 8; left > 0; --left) {
            number += static_cast<char>('0' + random() % 10);
        }
        const auto key =
            phone_key(random() % 2 == 0 ? "+" + number : number, one_of(random, regions));
        if (!key) continue;
        ++keys;
        INFO(number << " is " << *key);
        REQUIRE(phone_key(*key, "") == key);
        REQUIRE(phone_key(*key, one_of(random, regions)) == key);
    }
    CHECK(keys > 500);
}

TEST_CASE("C8: Plus tags, dots and look-alike letters make an address that only looks the same") {
    const std::string ann = "ann.oliver@example.org";
    for (const char* other :
         {"annoliver@example.org",
          "a.n.n.oliver@example.org",
          "ann.oliver+news@example.org",
          "Ann.Ol1ver@example.org",
          "ann.\u043el\u0456ver@example.org",
          "\u00e0nn.oliver@example.org",
          "ann.oliver@ex\u0430mple.org",
          "ann.oliver@examp1e.org"}) {
        CAPTURE(other);
        const auto key = email_key(other).value();
        CHECK(key != email_key(ann).value());
        CHECK(email_likeness(key) == email_likeness(ann));
    }
    CHECK(email_likeness("ann@example.org") != email_likeness("anna@example.org"));
    CHECK(email_likeness("ann@example.org") != email_likeness("ann@example.com"));
    CHECK(email_likeness("+ann@example.org") != email_likeness("+bob@example.org"));
    CHECK(email_likeness("modern@x.org") == email_likeness("rnodern@x.org"));
}

}  // namespace keys_test
