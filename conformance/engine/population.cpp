// Twelve users with known values, so that filters, sorting and pages have something to tell apart.
#include "conformance/engine/run.hpp"

#include <iterator>
#include <set>

namespace usher::conformance {

namespace {

struct Person {
    const char* word;  ///< in the user name
    const char* title;
    const char* nick;
    const char* family;
    const char* mail;  ///< of type work; the home address has "home." in front
    bool active;
};

constexpr Person people[] = {
    {"anna",   "Captain",  "Ann",   "Zimmer",  "anna",   true },
    {"bruno",  "captain",  "Bru",   "young",   "bruno",  true },
    {"carla",  "Pilot",    nullptr, "Xavier",  "carla",  false},
    {"dora",   "Pilot",    "do_ra", "West",    "dora",   true },
    {"emil",   nullptr,    "e%mil", "Vogel",   "emil",   true },
    {"frida",  "Guide",    "fri*",  "Uhl",     "frida",  false},
    {"gustav", "Guide",    "Gus",   "Tell",    "gustav", true },
    {"hanna",  "Cook",     nullptr, "Sand",    "hanna",  true },
    {"ivan",   "Cook",     "Iv",    "Roth",    "ivan",   true },
    {"jutta",  nullptr,    "Ju",    "quint",   "jutta",  true },
    {"karl",   "Médecin", "Kalle", "Ötker",  "karl",   true },
    {"lena",   "Driver",   "Le",    "O'Neill", nullptr,  false},
};

Value body_of(const Person& person, const std::string& mark, const TypeDefinition& type) {
    const auto has = [&](const char* name) {
        const auto* found = type.schema->find(name);
        return found != nullptr && found->writable();
    };
    Value body = Value::Object{};
    body.set("userName", mark + "-q-" + person.word + "@example.org");
    if (has("title") && person.title != nullptr) body.set("title", person.title);
    if (has("nickName") && person.nick != nullptr) body.set("nickName", person.nick);
    if (has("displayName")) body.set("displayName", std::string(person.word) + " " + person.family);
    if (has("userType")) body.set("userType", mark + "-q");
    if (has("active")) body.set("active", person.active);
    if (has("name"))
        body.set(
            "name", json(R"({"familyName": "$1", "givenName": "$2"})", person.family, person.word)
        );
    if (has("emails") && person.mail != nullptr) {
        const auto work = mark + "." + person.mail + "@work.example.org";
        const auto home = mark + "." + person.mail + "@home.example.org";
        const auto list = R"([
            {"value": "$1", "type": "work", "primary": true}, {"value": "$2", "type": "home"}
        ])";
        body.set("emails", json(list, work, home));
    }
    return body;
}

}  // namespace

const std::vector<Value>& Run::population() {
    auto& known = session_.populations()["users"];
    if (!known.empty()) return known;
    std::vector<Value> made;
    for (const auto& person : people)
        made.push_back(new_user(body_of(person, session_.mark(), users())));
    for (const auto& user : made)
        session_.keep(user_path(user));
    known = std::move(made);
    return known;
}

const std::string& Run::population_filter() {
    population();
    auto& known = session_.populations()["filter"];
    if (known.empty()) {
        const auto& mark = session_.mark();
        std::string chosen;
        for (const auto& filter :
             {"userName sw " + as_literal(mark + "-q-"),
              "userType eq " + as_literal(mark + "-q")}) {
            const auto& answer = search(users().endpoint, filter, "&count=100");
            const auto& resources = answer.body["Resources"];
            const bool all = resources.size() == std::size(people) &&
                             resources[0]["userName"].text().starts_with(mark + "-q-");
            if (!all) continue;
            chosen = filter;
            break;
        }
        known.push_back(json(R"({"filter": "$1"})", chosen));
    }
    return known.front()["filter"].text();
}

const std::string& Run::require_population_filter() {
    require(features().filter, "filters");
    const auto& filter = population_filter();
    if (filter.empty())
        throw Skip{"the server has no filter that tells some users from the others"};
    return filter;
}

std::size_t Run::population_total() {
    if (!population_filter().empty()) return std::size(people);
    const auto& answer = get(users().endpoint + "?count=1");
    return static_cast<std::size_t>(answer.body["totalResults"].integer());
}

const Exchange& Run::population_page(const std::string& parameters) {
    const auto& filter = population_filter();
    if (filter.empty()) return get(users().endpoint + "?" + parameters.substr(1));
    return search(users().endpoint, filter, parameters);
}

std::string Run::found_in_population(const std::string& filter) {
    require(features().filter, "filters");
    // Where few others are there, the filter is tried as it stands: so one construct that a server
    // lacks does not spoil the check of another.
    constexpr std::int64_t few = 100;
    population();
    const bool alone = get(users().endpoint + "?count=1").body["totalResults"].integer() <= few;
    const auto whole = alone ? filter : require_population_filter() + " and (" + filter + ")";
    const auto& answer = search(users().endpoint, whole, "&count=" + std::to_string(few));
    std::set<std::string> words;
    for (const auto& user : expect_list(answer).elements()) {
        const auto& name = user["userName"].text();
        if (!name.starts_with(session_.mark() + "-q-")) continue;
        const auto begin = name.find("-q-") + 3;
        words.insert(name.substr(begin, name.find('@') - begin));
    }
    std::string text;
    for (const auto& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

}  // namespace usher::conformance
