// The words of an organization's letters: overridden, previewed, taken back.
#include "desk/mail_templates.hpp"

#include "tests/desk/desk_world.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

namespace mail_templates_test {

using namespace usher;
using namespace usher::test;

namespace {

using invitation::Role;

const outbox::Wording good{
    .locale = "en",
    .subject = "Come to {{organization}}",
    .text = "Here: {{link}}",
    .html = "<p><a href=\"{{link}}\">Here</a></p>"};

struct World : DeskWorld {
    World() : DeskWorld(GENERATE(Kind::sqlite, Kind::postgresql)) {}

    desk::MailTemplateView put(const std::string& kind, const outbox::Wording& wording) {
        return desk::put_mail_template(database(), admin(), kind, wording);
    }

    desk::MailTemplateView show(const std::string& kind, const std::string& locale) {
        return desk::show_mail_template(database(), admin(), kind, locale);
    }

    /// The pointers of what is wrong with an own wording.
    Texts faults(const std::string& kind, const outbox::Wording& wording) {
        try {
            (void)put(kind, wording);
        } catch (const invitation::Problem& problem) {
            Texts pointers;
            for (const auto& field : problem.fields())
                pointers.push_back(field.pointer);
            return pointers;
        }
        return {};
    }
};

}  // namespace

TEST_CASE("Every letter is listed in English and Spanish as shipped, until there is an own one") {
    World world;
    const auto shipped = desk::list_mail_templates(world.database(), world.admin());
    CHECK(shipped.size() == 2 * event::letter_kind_count);
    CHECK(std::ranges::none_of(shipped, [](const auto& view) { return view.own; }));

    CHECK(world.put("invitation", good).own);
    outbox::Wording mexican = good;
    mexican.locale = "es-MX";
    (void)world.put("invitation", mexican);
    CHECK(world.show("invitation", "en").wording.subject == "Come to {{organization}}");
    CHECK(world.show("invitation", "es-MX").own);
    CHECK_FALSE(world.show("invitation", "es").own);
    CHECK(desk::list_mail_templates(world.database(), world.admin()).size() == shipped.size() + 1);
    CHECK(world.events("settings.changed") == 2);
}

TEST_CASE("An own wording is taken back to the shipped one, once") {
    World world;
    const std::string before = world.show("invitation", "en").wording.text;
    (void)world.put("invitation", good);
    const auto reset = [&] {
        desk::remove_mail_template(world.database(), world.admin(), "invitation", "en");
    };
    reset();
    CHECK(world.show("invitation", "en").wording.text == before);
    CHECK(problem_of(reset) == "not_found");
}

TEST_CASE("A wording that does not read, or has lost its link or code, is refused by field") {
    World world;
    outbox::Wording wording = good;
    wording.text = "Come here";
    CHECK(world.faults("invitation", wording) == Texts{"/text"});
    CHECK(world.faults("request_approved", wording) == Texts{});
    CHECK(world.faults("code", good) == Texts{"/text", "/html"});
    wording = good;
    wording.html = "{{{link}}}";
    CHECK(world.faults("invitation", wording) == Texts{"/html", "/html"});
    wording = good;
    wording.subject = "";
    wording.text = "{{password}} {{link}}";
    CHECK(world.faults("invitation", wording) == Texts{"/subject", "/text"});
    wording = good;
    wording.locale = "../en";
    CHECK(world.faults("invitation", wording) == Texts{"/locale"});
    CHECK(problem_of([&] { (void)world.put("love_letter", good); }) == "not_found");
}

TEST_CASE("A preview fills a wording in as a letter would, and keeps nothing") {
    World world;
    const auto letter =
        desk::preview_mail_template(world.office(), world.admin(), "invitation", good);
    CHECK(letter.subject == "Come to Acme");
    CHECK(letter.text.starts_with("Here: https://usher.example.org/"));
    CHECK(letter.html.find("<!doctype html>") == 0);
    CHECK_FALSE(world.show("invitation", "en").own);
    for (const std::string_view kind : event::letter_kind_names()) {
        const std::string name(kind);
        const auto shipped = world.show(name, "es").wording;
        const auto filled =
            desk::preview_mail_template(world.office(), world.admin(), name, shipped);
        INFO(name);
        CHECK(filled.text.find("{{") == std::string::npos);
    }
}

TEST_CASE("The wording in use is that of the nearest language") {
    World world;
    const auto locale_for = [&](const std::string& locale) {
        return desk::mail_template_in_use(world.database(), world.admin(), "invitation", locale)
            .wording.locale;
    };
    CHECK(locale_for("es-MX") == "es");
    CHECK(locale_for("fr") == "en");
    CHECK(problem_of([&] {
              (void)desk::mail_template_in_use(world.database(), world.admin(), "poem", "en");
          }) == "not_found");
}

TEST_CASE("Only who may manage the settings sees and words letters") {
    World world;
    const auto caller = world.caller(Role::team_admin);
    CHECK(problem_of([&] {
              (void)desk::list_mail_templates(world.database(), caller);
          }) == "forbidden");
    CHECK(problem_of([&] {
              (void)desk::put_mail_template(world.database(), caller, "invitation", good);
          }) == "forbidden");
    CHECK(problem_of([&] {
              (void)desk::preview_mail_template(world.office(), caller, "invitation", good);
          }) == "forbidden");
}

TEST_CASE("A preview has something to say for every placeholder") {
    World world;
    for (const std::string_view name : outbox::placeholders()) {
        outbox::Wording wording = good;
        wording.subject = "[{{" + std::string(name) + "}}]";
        const auto letter =
            desk::preview_mail_template(world.office(), world.admin(), "invitation", wording);
        INFO(name);
        CHECK(letter.subject.size() > std::string("[]").size());
    }
}

}  // namespace mail_templates_test
