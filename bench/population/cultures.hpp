// What people are made of: names as they are written, and how each culture writes them in a
// user name, with places, streets and phone numbers to match.
#pragma once

#include <string>
#include <vector>

namespace usher::bench {

struct Name {
    std::string native;
    std::string ascii;  ///< lower case, for user names and e-mail addresses
};

struct Culture {
    std::string locale;         ///< "de-DE"
    std::string country;        ///< ISO 3166-1 alpha-2
    std::string time_zone;      ///< IANA name
    std::string calling_code;   ///< "+49"
    bool family_first = false;  ///< how the full name is written
    std::vector<Name> given;
    std::vector<Name> family;
    std::vector<std::string> streets;
    std::vector<std::string> cities;
};

/// All cultures, always in the same order.
[[nodiscard]] std::vector<Culture> cultures();

}  // namespace usher::bench
