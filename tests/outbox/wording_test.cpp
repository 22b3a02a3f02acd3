#include "outbox/wording.hpp"

#include "outbox/message_text.hpp"
#include "outbox/person_text.hpp"
#include "outbox/retry_schedule.hpp"
#include "outbox/working_hours.hpp"

#include <catch2/catch.hpp>

namespace wording_test {

using namespace usher::outbox;
using usher::event::LetterKind;

namespace {

LetterKind each_kind() {
    const auto number = GENERATE(range(std::size_t{0}, usher::event::letter_kind_count));
    return static_cast<LetterKind>(number);
}

/// Every placeholder, each with a value that shows where it went.
Values all_values() {
    Values values;
    for (const auto name : placeholders())
        values[std::string(name)] = "<" + std::string(name) + ">";
    return values;
}

usher::base::Time at(const std::string& text) {
    return usher::base::time_from(text);
}

}  // namespace

TEST_CASE("Every kind of letter is shipped in English and Spanish, as text and as HTML") {
    const LetterKind kind = each_kind();
    const std::string locale = GENERATE("en", "es");
    CAPTURE(usher::event::name_of(kind), locale);
    const auto wording = shipped_wording(kind, locale);
    REQUIRE(wording);
    CHECK_FALSE(template_problem(wording->subject));
    CHECK_FALSE(template_problem(wording->text));
    CHECK_FALSE(template_problem(wording->html));
    const auto written = filled(*wording, all_values());
    CHECK(written.subject.find("<organization>") != std::string::npos);
    CHECK(written.text.find("{{") == std::string::npos);
    CHECK(written.html.find("{{") == std::string::npos);
}

TEST_CASE("A value is escaped in HTML and as it is in text") {
    const Wording wording{
        .locale = "en",
        .subject = "{{organization}}",
        .text = "{{organization}}",
        .html = "<p>{{organization}}</p>"};
    const auto written = filled(
        wording,
        {
            {"organization", "<b> & \"Co\""}
    }
    );
    CHECK(written.subject == "<b> & \"Co\"");
    CHECK(written.text == "<b> & \"Co\"");
    CHECK(written.html.find("<p>&lt;b&gt; &amp; &quot;Co&quot;</p>") != std::string::npos);
    CHECK(written.html.find("<title>&lt;b&gt; &amp; &quot;Co&quot;</title>") != std::string::npos);
}

TEST_CASE("A value cannot bring a placeholder with it") {
    const Wording wording{
        .locale = "en", .subject = "s", .text = "{{requester}}", .html = "<p>{{requester}}</p>"};
    const auto written = filled(
        wording,
        {
            {"requester", "{{link}}"},
            {"link",      "secret"  }
    }
    );
    CHECK(written.text == "{{link}}");
    CHECK(written.html.find("secret") == std::string::npos);
}

TEST_CASE("A letter is in the recipient's language, or in the next best that there is") {
    using List = std::vector<std::string>;
    CHECK(locales_for("es-MX") == List{"es-MX", "es", "en"});
    CHECK(wording_for(LetterKind::invitation, "es-MX", {}).locale == "es");
    CHECK(wording_for(LetterKind::invitation, "fr", {}).locale == "en");
    CHECK(wording_for(LetterKind::invitation, "", {}).locale == "en");
}

TEST_CASE("An organization's own wording comes before the shipped one of the same language") {
    const std::vector<usher::store::MailTemplate> own{
        {.kind = "invitation",
         .locale = "en",
         .subject = "ours",
         .body_text = "",
         .body_html = "",
         .updated_at = ""}
    };
    CHECK(wording_for(LetterKind::invitation, "en", own).subject == "ours");
    CHECK(wording_for(LetterKind::invitation, "es", own).subject != "ours");
    CHECK(wording_for(LetterKind::code, "en", own).subject != "ours");
}

TEST_CASE("A template that does not read, or wants more than values, is refused") {
    const std::string text = GENERATE(
        "{{organization",
        "{{nobody}}",
        "{{{organization}}}",
        "{{&organization}}",
        "{{>frame}}",
        "{{=<% %>=}}",
        "{{#link}}never closed",
        "{{/link}}"
    );
    CAPTURE(text);
    CHECK(template_problem(text));
}

TEST_CASE("Codes and invitations travel by SMS, other letters do not") {
    CHECK(sms_wording(LetterKind::code, "es") != sms_wording(LetterKind::code, "en"));
    CHECK(sms_wording(LetterKind::invitation, "fr"));
    CHECK_FALSE(sms_wording(LetterKind::directory_paused, "en"));
}

TEST_CASE("A name in a letter holds nothing that a mail program would make a link of") {
    CHECK(shown_name("Ana García-López") == "Ana García-López");
    CHECK(shown_name("J. R. Ewing, Jr.") == "J. R. Ewing, Jr.");
    CHECK(shown_name("Win https://evil.example/x now") == "Win now");
    CHECK(shown_name("www.evil.example") == "");
    CHECK(shown_name("evil.example") == "");
    CHECK(shown_name("ask eve@evil.example") == "ask");
    CHECK(shown_name("two\r\nlines\tand\x01more") == "two lines and more");
    CHECK(shown_name(std::string(500, 'x')).size() == 80);
    CHECK(shown_name(std::string("x").append(79, 'x') + "ññ") == std::string(80, 'x'));
}

TEST_CASE("A person's primary address and mobile number are written to") {
    const auto person = person_text(R"({
        "name": {"givenName": "Ana"},
        "emails": [{"value": "one@x.org"}, {"value": "two@x.org", "primary": true}],
        "phoneNumbers": [{"value": "1", "primary": true}, {"value": "2", "type": "mobile"}],
        "timezone": "Europe/Madrid",
        "urn:ietf:params:scim:schemas:extension:usher:2.0:User": {"workingHours": "Mon-Fri 9-17"}
    })");
    CHECK(person.given_name == "Ana");
    CHECK(person.email == "two@x.org");
    CHECK(person.phone == "2");
    CHECK(person.time_zone == "Europe/Madrid");
    CHECK(person.working_hours == "Mon-Fri 9-17");
    CHECK(person_text("{}").email.empty());
}

TEST_CASE("Each failure is waited out longer than the one before, up to a limit and an end") {
    using std::chrono::milliseconds;
    const RetrySchedule schedule{
        .attempts = 6,
        .first = std::chrono::seconds(10),
        .factor = 4,
        .longest = std::chrono::seconds(100)};
    CHECK(wait_after(schedule, 1, 0.5) == milliseconds(10'000));
    CHECK(wait_after(schedule, 2, 0.5) == milliseconds(40'000));
    CHECK(wait_after(schedule, 3, 0.5) == milliseconds(100'000));
    CHECK(wait_after(schedule, 5, 0.5) == milliseconds(100'000));
    CHECK_FALSE(wait_after(schedule, 6, 0.5));
    CHECK(wait_after(schedule, 1, 0.0) == milliseconds(7'500));
    CHECK(wait_after(schedule, 1, 1.0) == milliseconds(12'500));
}

TEST_CASE("Working hours are read where they say something about time") {
    CHECK(parse_working_hours("Mon-Fri 9:00-17:00"));
    CHECK(parse_working_hours("mon-thu 9-17; Friday 9.00 - 14.30"));
    CHECK(parse_working_hours("Sat 10:00-12:00, Sat 13:00-15:00"));
    for (const auto* text :
         {"",
          "flexible",
          "9-17",
          "Mon-Fri",
          "Mon-Fri 17:00-9:00",
          "Mon-Fri 9:00-25:00",
          "Xyz 9-17"}) {
        CAPTURE(text);
        CHECK_FALSE(parse_working_hours(text));
    }
}

TEST_CASE("The next working time is now, today's beginning, or another day's") {
    const auto hours = parse_working_hours("Mon-Fri 9:00-17:00").value();
    const auto next = [&](const std::string& now, const std::string& zone = "Europe/Madrid") {
        return usher::base::to_text(next_working_time(hours, zone, at(now)));
    };
    // 2026-11-25 is a Wednesday; Madrid is an hour ahead of UTC then.
    CHECK(next("2026-11-25T10:00:00.000Z") == "2026-11-25T10:00:00.000Z");
    CHECK(next("2026-11-25T05:00:00.000Z") == "2026-11-25T08:00:00.000Z");
    CHECK(next("2026-11-25T16:00:00.000Z") == "2026-11-26T08:00:00.000Z");
    CHECK(next("2026-11-27T20:00:00.000Z") == "2026-11-30T08:00:00.000Z");
    CHECK(next("2026-11-25T05:00:00.000Z", "America/Bogota") == "2026-11-25T14:00:00.000Z");
    CHECK(next("2026-11-25T05:00:00.000Z", "Nowhere/Atall") == "2026-11-25T09:00:00.000Z");
    // Clocks go forward on 2027-03-28 in Madrid: Monday's nine o'clock is an hour earlier in UTC.
    CHECK(next("2027-03-27T12:00:00.000Z") == "2027-03-29T07:00:00.000Z");
}

TEST_CASE("A moment is shown in the reader's time zone") {
    CHECK(local_text(at("2026-11-25T10:00:00.000Z"), "Europe/Madrid") == "2026-11-25 11:00 CET");
    CHECK(local_text(at("2026-11-25T10:00:00.000Z"), "no such") == "2026-11-25 10:00 UTC");
}

TEST_CASE("Quoted-printable keeps lines short and hides what could be lost on the way") {
    CHECK(quoted_printable("a=b\n") == "a=3Db\r\n");
    CHECK(quoted_printable("blank \nü") == "blank=20\r\n=C3=BC");
    CHECK(quoted_printable(std::string(80, 'x')) == std::string(75, 'x') + "=\r\nxxxxx");
}

}  // namespace wording_test
