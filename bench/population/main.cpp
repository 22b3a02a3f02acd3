// Prints people, one SCIM user a line: what a peer loads before it is measured.
#include "population/scim_json.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

int main(int argc, char** argv) {
    using namespace usher::bench;
    PopulationSize size{.people = 1'000, .groups = 0, .seed = 1};
    CLI::App app{"Prints a made-up population as SCIM users, one JSON text a line."};
    app.add_option("--people", size.people, "how many people")->capture_default_str();
    app.add_option("--seed", size.seed, "the same seed gives the same people")
        ->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    for (const auto& person : make_population(size).people)
        std::cout << user_json(person).dump() << '\n';
    return std::cout.flush() ? 0 : 1;
}
