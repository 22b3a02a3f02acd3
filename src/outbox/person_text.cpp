#include "outbox/person_text.hpp"

#include <cstddef>

#include <nlohmann/json.hpp>

namespace usher::outbox {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* extension = "urn:ietf:params:scim:schemas:extension:usher:2.0:User";

std::string text_at(const Json& object, const char* name) {
    if (!object.is_object()) return "";
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool is_primary(const Json& value) {
    return value.is_object() && value.value("primary", Json()) == Json(true);
}

/// The value of the best element of a multi-valued attribute; the first of equals.
template <class Rank>
std::string best_value(const Json& document, const char* attribute, const Rank& rank) {
    const auto found = document.find(attribute);
    if (found == document.end() || !found->is_array()) return "";
    std::string best;
    int best_rank = -1;
    for (const Json& value : *found) {
        const std::string text = text_at(value, "value");
        if (text.empty() || rank(value) <= best_rank) continue;
        best = text;
        best_rank = rank(value);
    }
    return best;
}

/// "example.com", "https://...", "www.x": what is between two blanks and looks like an address of
/// something. "J." and "e.g." do not.
bool looks_like_link(std::string_view word) {
    if (word.find("//") != std::string_view::npos) return true;
    const auto dot = word.find('.');
    for (auto at = dot; at != std::string_view::npos; at = word.find('.', at + 1)) {
        constexpr std::size_t least = 2;
        const auto after = word.substr(at + 1);
        if (at > 0 && after.size() >= least && after.front() != '.' && after.front() != ' ')
            return after.find_first_not_of(".,;:!?)") != std::string_view::npos;
    }
    return word.find('@') != std::string_view::npos;
}

std::string shown(std::string_view text, std::size_t most_letters) {
    std::string clean;
    std::string word;
    const auto close = [&] {
        if (!word.empty() && !looks_like_link(word)) clean += (clean.empty() ? "" : " ") + word;
        word.clear();
    };
    for (const char c : text) {
        if (c == ' ' || base::is_control(c)) {
            close();
        } else {
            word += c;
        }
    }
    close();
    std::size_t letters = 0;
    for (std::size_t at = 0; at < clean.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(clean[at]) & 0xc0U) != 0x80;
        if (begins && ++letters > most_letters) return clean.substr(0, at);
    }
    return clean;
}

}  // namespace

PersonText person_text(const std::string& document) {
    const Json user = Json::parse(document);
    const auto name = user.find("name");
    const auto usher = user.find(extension);
    PersonText person;
    if (name != user.end()) person.given_name = shown_name(text_at(*name, "givenName"));
    person.email =
        best_value(user, "emails", [](const Json& value) { return is_primary(value) ? 1 : 0; });
    person.phone = best_value(user, "phoneNumbers", [](const Json& value) {
        return (text_at(value, "type") == "mobile" ? 2 : 0) + (is_primary(value) ? 1 : 0);
    });
    person.time_zone = text_at(user, "timezone");
    if (usher != user.end()) person.working_hours = text_at(*usher, "workingHours");
    return person;
}

std::string shown_name(std::string_view name) {
    constexpr std::size_t most = 80;
    return shown(name, most);
}

std::string shown_message(std::string_view message) {
    constexpr std::size_t most = 500;
    return shown(message, most);
}

}  // namespace usher::outbox
