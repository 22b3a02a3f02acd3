// A made-up organization: people, who manages whom, and groups. The same seed and sizes give the
// same population, byte for byte, on every machine and at every time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace usher::bench {

struct Address {
    std::string street;
    std::string city;
    std::string postal_code;
    std::string country;
};

/// One person as the identity provider knows them in the end. Empty text: the attribute is absent.
struct Person {
    std::string user_name;
    std::string external_id;
    std::string given_name;
    std::string family_name;
    std::string display_name;
    std::string nick_name;
    std::string title;
    std::string user_type;
    std::string locale;
    std::string time_zone;
    bool active = true;
    std::string work_email;
    std::string home_email;
    std::string work_phone;
    std::string mobile_phone;
    Address work_address;
    std::optional<Address> home_address;
    std::string employee_number;
    std::string cost_center;
    std::string organization;
    std::string division;
    std::string department;
    std::optional<std::size_t> manager;  ///< a position in `people`, always before one's own
};

struct Group {
    std::string display_name;
    std::string external_id;
    std::vector<std::size_t> members;  ///< positions in `people`, each once
};

struct PopulationSize {
    std::size_t people = 1'000;
    std::size_t groups = 500;
    std::uint64_t seed = 1;
};

struct Population {
    std::vector<Person> people;
    std::vector<Group> groups;  ///< the largest first: 50,000 people, or half of all when fewer
};

[[nodiscard]] Population make_population(const PopulationSize& size);

}  // namespace usher::bench
