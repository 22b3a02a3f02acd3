// The printable invitation (row 40 of the origin products' list).
#include "desk/print.hpp"

#include "desk/qr.hpp"

#include <catch2/catch.hpp>

namespace print_test {

using namespace usher;

namespace {

desk::PrintedInvitation invitation(const std::string& locale = "en") {
    return {
        .organization = "Acme & Söhne",
        .person = "Ada Lovelace",
        .url = "https://usher.example.org/join/SECRET",
        .expires_at = base::time_from("2026-12-04T09:05:00.000Z"),
        .contact = "help@example.org",
        .locale = locale};
}

bool has(const std::string& page, std::string_view text) {
    return page.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE(
    "row 40: the printed invitation names the organization, the steps, the code and the expiry"
) {
    const auto page = desk::print_page(invitation());
    CHECK(has(page, "<html lang=\"en\">"));
    CHECK(has(page, "<h1>Invitation to Acme &amp; Söhne</h1>"));
    CHECK(has(page, "Ada Lovelace, you are invited to join Acme &amp; Söhne."));
    CHECK(has(page, "<li>Open the camera of your phone"));
    CHECK(has(page, desk::QrCode("https://usher.example.org/join/SECRET").svg()));
    CHECK(has(page, "<code>https://usher.example.org/join/SECRET</code>"));
    CHECK(has(page, "It is valid until 4 December 2026, 09:05 UTC."));
    CHECK(has(page, "Questions? help@example.org"));
    CHECK_FALSE(
        has(page,
            "{"
            "{")
    );
}

TEST_CASE("the printed invitation is in Spanish where the locale is") {
    for (const auto* locale : {"es", "es-MX"}) {
        const auto page = desk::print_page(invitation(locale));
        CHECK(has(page, "<html lang=\"es\">"));
        CHECK(has(page, "Invitación a Acme &amp; Söhne"));
        CHECK(has(page, "válida hasta el 4 de diciembre de 2026, 09:05 UTC."));
    }
    CHECK(has(desk::print_page(invitation("fr")), "<html lang=\"en\">"));
}

TEST_CASE("no text of the printed invitation is taken for markup or for a place to fill") {
    auto hostile = invitation();
    hostile.organization = "<script>alert(1)</script>";
    hostile.person = "{contact} {{url}} \"'";
    hostile.contact = "<img src=x>";
    const auto page = desk::print_page(hostile);
    CHECK_FALSE(has(page, "<script"));
    CHECK_FALSE(has(page, "<img"));
    CHECK(has(page, "{contact} {{url}} &quot;&#39;, you are invited"));
}

TEST_CASE("the printed invitation leaves out what is not known") {
    auto nameless = invitation();
    nameless.person.clear();
    nameless.contact.clear();
    const auto page = desk::print_page(nameless);
    CHECK(has(page, "<p>You are invited to join"));
    CHECK_FALSE(has(page, "Questions?"));
}

TEST_CASE("the printed invitation may load and run nothing") {
    const auto policy = desk::print_page_policy();
    CHECK(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    const auto page = desk::print_page(invitation());
    CHECK_FALSE(has(page, "style="));
    CHECK_FALSE(has(page, "src="));
    CHECK_FALSE(has(page, "href="));
}

}  // namespace print_test
