// Twelve users with known values, so that filters, sorting and pages have something to tell apart.
#include "engine/run.hpp"

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
    known = std::move(made);
    return known;
}

std::string Run::population_filter() const {
    return "userName sw " + quoted(session_.mark() + "-q-");
}

}  // namespace usher::conformance
