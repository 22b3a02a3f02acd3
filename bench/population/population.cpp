#include "population/population.hpp"

#include "population/cultures.hpp"
#include "population/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string_view>

namespace usher::bench {
namespace {

constexpr std::size_t largest_group = 50'000;

struct Unit {
    std::string_view division;
    std::string_view department;
};

constexpr std::array units{
    Unit{"Product",    "Engineering"          },
    Unit{"Product",    "Design"               },
    Unit{"Product",    "Quality Assurance"    },
    Unit{"Operations", "Customer Support"     },
    Unit{"Operations", "Logistics"            },
    Unit{"Operations", "Facilities & Security"},
    Unit{"Commercial", "Sales"                },
    Unit{"Commercial", "Marketing"            },
    Unit{"Commercial", "Vertrieb Süd"        },
    Unit{"Corporate",  "Finance"              },
    Unit{"Corporate",  "Human Resources"      },
    Unit{"Corporate",  "Legal"                },
    Unit{"Care",       "Nursing"              },
    Unit{"Care",       "Pædiatrics"          },
};

constexpr std::array<std::string_view, 10> titles{
    "Software Engineer",
    "Senior Software Engineer",
    "Account Executive",
    "Nurse",
    "Team Lead",
    "Controller",
    "Working Student",
    "Regional Manager",
    "Señor Consultant",
    "Technician \"Level 2\"",
};

constexpr std::array<std::string_view, 4> user_types{
    "Employee", "Employee", "Contractor", "Intern"};

std::string digits(std::uint64_t number, std::size_t width) {
    auto text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

std::string hexadecimal(Random& random, std::size_t width) {
    constexpr std::string_view alphabet = "0123456789abcdef";
    std::string text;
    while (text.size() < width)
        text.push_back(alphabet[random.below(alphabet.size())]);
    return text;
}

/// An object id as a directory of the world outside makes them.
std::string object_id(Random& random) {
    return hexadecimal(random, 8) + '-' + hexadecimal(random, 4) + "-4" + hexadecimal(random, 3) +
           "-a" + hexadecimal(random, 3) + '-' + hexadecimal(random, 12);
}

std::string phone(Random& random, const Culture& culture) {
    return culture.calling_code + ' ' + digits(random.below(900) + 100, 3) + ' ' +
           digits(random.below(10'000'000), 7);
}

Address address(Random& random, const Culture& culture) {
    return Address{
        .street = random.pick(culture.streets) + ' ' + std::to_string(random.below(240) + 1),
        .city = random.pick(culture.cities),
        .postal_code = digits(random.below(100'000), 5),
        .country = culture.country,
    };
}

void give_name(Person& person, std::size_t number, Random& random, const Culture& culture) {
    const auto& given = random.pick(culture.given);
    const auto& family = random.pick(culture.family);
    person.given_name = given.native;
    person.family_name = family.native;
    person.display_name = culture.family_first ? family.native + ' ' + given.native
                                               : given.native + ' ' + family.native;
    if (random.chance(20)) person.nick_name = given.native.substr(0, given.native.find(' '));

    const auto local_part = given.ascii + '.' + family.ascii + '.' + std::to_string(number);
    person.work_email = local_part + "@contoso.example";
    if (random.chance(70)) person.home_email = local_part + "@mail.example";
    // Most directories use the address; some keep the name as it is written.
    person.user_name = random.chance(3)
                           ? given.native + '.' + std::to_string(number) + "@contoso.example"
                           : person.work_email;
}

void give_post(Person& person, std::size_t number, Random& random) {
    const auto& unit = random.pick(units);
    person.title = random.pick(titles);
    person.user_type = random.pick(user_types);
    person.employee_number = digits(100'000 + number, 6);
    person.cost_center = "CC-" + digits(random.below(400), 4);
    person.organization = "Contoso";
    person.division = unit.division;
    person.department = unit.department;
    // Between five and nine reports each; the position before one's own keeps it a tree.
    if (number > 0) {
        const auto lowest = (number - 1) / 9;
        person.manager = lowest + random.below((number - 1) / 5 - lowest + 1);
    }
}

Person make_person(std::uint64_t seed, std::size_t number, const std::vector<Culture>& cultures) {
    Random random(seed * 1'000'003 + number);
    const auto& culture = random.pick(cultures);
    Person person;
    person.external_id = object_id(random);
    person.locale = culture.locale;
    person.time_zone = culture.time_zone;
    person.active = !random.chance(4);
    give_name(person, number, random, culture);
    give_post(person, number, random);
    if (random.chance(60)) person.work_phone = phone(random, culture);
    if (random.chance(85)) person.mobile_phone = phone(random, culture);
    person.work_address = address(random, culture);
    if (random.chance(40)) person.home_address = address(random, culture);
    return person;
}

/// The first holds `largest_group` or half of all; the others thin out as teams and lists do,
/// and a few are empty.
std::size_t group_size(std::size_t position, std::size_t people, Random& random) {
    const auto largest = people >= 2 * largest_group ? largest_group : people / 2;
    if (position == 0) return largest;
    if (random.chance(2)) return 0;
    const auto share =
        static_cast<double>(largest) / 3 / std::pow(static_cast<double>(position) + 1, 0.9);
    return std::min(people, static_cast<std::size_t>(share) + 2 + random.below(12));
}

std::vector<std::size_t> choose_members(std::size_t size, std::size_t people, Random& random) {
    // Steps of a stride without a common divisor reach everyone once before anyone twice.
    auto stride = random.below(people) + 1;
    while (std::gcd(stride, people) != 1)
        ++stride;
    std::vector<std::size_t> members;
    members.reserve(size);
    auto position = random.below(people);
    while (members.size() < size) {
        members.push_back(position);
        position = (position + stride) % people;
    }
    return members;
}

Group make_group(std::size_t number, std::size_t people, Random& random) {
    const auto& unit = random.pick(units);
    auto name = number == 0 ? std::string("Everyone at Contoso")
                            : std::string(unit.department) + " – Team " + std::to_string(number);
    return Group{
        .display_name = std::move(name),
        .external_id = object_id(random),
        .members = choose_members(group_size(number, people, random), people, random),
    };
}

}  // namespace

Population make_population(const PopulationSize& size) {
    const auto all_cultures = cultures();
    Population population;
    population.people.reserve(size.people);
    for (std::size_t number = 0; number < size.people; ++number)
        population.people.push_back(make_person(size.seed, number, all_cultures));

    Random random(size.seed);
    if (size.people == 0) return population;
    for (std::size_t number = 0; number < size.groups; ++number)
        population.groups.push_back(make_group(number, size.people, random));
    return population;
}

}  // namespace usher::bench
