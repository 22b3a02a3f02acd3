// Random stories of all actors against the model of domain.md: after every step the outcome, the
// events, every status and state, and the invariants are the same; a failing story is shrunk and
// printed as a script.
//
// The same stories each time, so that a run can be repeated. USHER_STORY_SEED adds those of another
// seed, USHER_STORIES tells more of each.
#include "tests/proof/model.hpp"
#include "tests/proof/shrink.hpp"
#include "tests/proof/stage.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <optional>
#include <random>
#include <sstream>

#include <catch2/catch.hpp>

namespace usher::test::property_test {

namespace {

constexpr std::array<unsigned, 3> fixed_seeds{20'260'302, 7'643, 7'644};
constexpr std::size_t story_length = 14;

std::size_t stories_each() {
    const char* wished = std::getenv("USHER_STORIES");
    return wished != nullptr ? std::stoul(wished) : 12;
}

Rules random_rules(std::mt19937& random) {
    constexpr std::array<const char*, 4> policies{"auto", "activate", "invite", "register"};
    const std::size_t policy = std::uniform_int_distribution<std::size_t>(0, 3)(random);
    const std::size_t seats = std::uniform_int_distribution<std::size_t>(0, 3)(random);
    Rules rules;
    rules.on_create = policies.at(policy);
    if (seats >= 2) rules.seat_limit = seats - 1;
    return rules;
}

std::string listed(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += "    " + line + "\n";
    return text;
}

/// Plays `story` on the model and on the desk; what first differed.
std::optional<std::string> difference(Ground& ground, const Rules& rules, const Story& story) {
    Model model(rules);
    Stage stage(ground, rules);
    for (std::size_t number = 0; number < story.size(); ++number) {
        const Step expected = model.take(story[number]);
        const Step happened = stage.take(story[number]);
        std::ostringstream text;
        text << "at step " << number + 1 << " (" << to_text(story[number]) << "):\n";
        if (!(expected == happened)) {
            text << "  domain.md: " << expected.outcome << "\n" << listed(expected.events);
            text << "  the desk: " << happened.outcome << "\n" << listed(happened.events);
            return text.str();
        }
        const Picture should_be = model.picture();
        const Picture is = stage.picture();
        if (!(should_be == is)) {
            text << "  domain.md:\n" << listed(should_be.lines);
            text << "  the desk:\n" << listed(is.lines);
            return text.str();
        }
        if (const auto broken = stage.violations(); !broken.empty()) {
            text << "  violations:\n" << listed(broken);
            return text.str();
        }
    }
    if (const auto reported = stage.reported(); !reported.empty())
        return "at the end usher reconcile reports:\n" + listed(reported);
    return std::nullopt;
}

std::string script_of(const Rules& rules, const Story& story) {
    std::ostringstream text;
    text << "on_create " << rules.on_create << ", seats ";
    text << (rules.seat_limit ? std::to_string(*rules.seat_limit) : "without limit") << "\n";
    for (std::size_t number = 0; number < story.size(); ++number)
        text << "  " << number + 1 << ". " << to_text(story[number]) << "\n";
    return text.str();
}

void check_stories(Ground& ground, unsigned seed) {
    std::mt19937 random(seed);
    for (std::size_t number = 0; number < stories_each(); ++number) {
        const Rules rules = random_rules(random);
        const Story story = random_story(random, story_length);
        if (!difference(ground, rules, story)) continue;
        const auto fails = [&](const Story& shorter) {
            return difference(ground, rules, shorter).has_value();
        };
        const Story shortest = shrink(story, fails);
        FAIL(
            "seed " << seed << ", story " << number << "\n"
                    << script_of(rules, shortest)
                    << difference(ground, rules, shortest).value_or("does not fail any more")
        );
    }
}

}  // namespace

TEST_CASE("after every step of a random story the desk is as domain.md says", "[property]") {
    Ground& ground = each_ground();
    for (const unsigned seed : fixed_seeds)
        check_stories(ground, seed);
    if (const char* wished = std::getenv("USHER_STORY_SEED"))
        check_stories(ground, static_cast<unsigned>(std::stoul(wished)));
}

TEST_CASE("a failing story shrinks to the steps that matter", "[property]") {
    std::mt19937 random(1);
    Story story = random_story(random, 40);
    const auto count = [](const Story& steps, Deed deed) {
        return std::count_if(steps.begin(), steps.end(), [&](const Action& step) {
            return step.deed == deed;
        });
    };
    story[7].deed = Deed::admin_restores;
    story[31].deed = Deed::sweeper_runs;
    const Story shortest = shrink(story, [&](const Story& steps) {
        return count(steps, Deed::admin_restores) > 0 && count(steps, Deed::sweeper_runs) > 0;
    });
    CHECK(shortest.size() == 2);
}

}  // namespace usher::test::property_test
