// Pushes a population the way an identity provider does, reads everything back, compares.
#include "client/usher_process.hpp"
#include "push/dialect.hpp"
#include "push/read_back.hpp"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <thread>

namespace usher::bench {
namespace {

struct Options {
    PopulationSize size;
    Target target;
    std::string database = "sqlite";
    std::string dialect = "entra";
    std::string ids_file;
    std::size_t connections = 16;
};

/// Runs `work` for each position 0 ... count - 1, on one thread a connection.
void in_parallel(
    const Options& options,
    Report& report,
    std::size_t count,
    const std::function<void(Conversation&, std::size_t)>& work
) {
    std::atomic<std::size_t> next = 0;
    const auto worker = [&] {
        Conversation server(options.target, report);
        for (std::size_t position = next++; position < count; position = next++) {
            try {
                work(server, position);
            } catch (const std::exception& error) {
                report.differs(error.what());
            }
        }
    };
    std::vector<std::jthread> threads;
    for (std::size_t thread = 0; thread < options.connections; ++thread)
        threads.emplace_back(worker);
}

/// Runs one phase and tells how long it took.
void phase(const char* name, const Report& report, const std::function<void()>& work) {
    const auto before = report.requests();
    const auto start = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const auto requests = report.requests() - before;
    std::cout << name << ": " << requests << " requests in " << took.count() << " s, "
              << static_cast<std::size_t>(static_cast<double>(requests) / took.count()) << "/s"
              << std::endl;
}

void write_ids(const std::string& file, const Population& population, const Ids& ids) {
    std::ofstream out(file);
    for (std::size_t position = 0; position < ids.users.size(); ++position) {
        const auto& person = population.people[position];
        const Json line{
            {"id",         ids.users[position]},
            {"userName",   person.user_name   },
            {"externalId", person.external_id },
            {"email",      person.work_email  },
        };
        out << line.dump() << '\n';
    }
    if (!out.flush()) throw std::runtime_error("cannot write " + file);
}

std::size_t push(const Options& options) {
    const auto population = make_population(options.size);
    Ids ids{
        std::vector<std::string>(population.people.size()),
        std::vector<std::string>(population.groups.size()),
    };
    const auto dialect =
        options.dialect == "okta" ? make_okta(population, ids) : make_entra(population, ids);
    Report report;
    phase("create users", report, [&] {
        in_parallel(
            options,
            report,
            ids.users.size(),
            [&](Conversation& server, std::size_t position) {
                dialect->create_user(server, position);
            }
        );
    });
    phase("update users", report, [&] {
        in_parallel(
            options,
            report,
            ids.users.size(),
            [&](Conversation& server, std::size_t position) {
                dialect->update_user(server, position);
            }
        );
    });
    phase("push groups", report, [&] {
        in_parallel(
            options,
            report,
            ids.groups.size(),
            [&](Conversation& server, std::size_t position) {
                dialect->push_group(server, position);
            }
        );
    });
    phase("read back", report, [&] {
        Conversation server(options.target, report);
        read_back(population, ids, server);
    });
    if (!options.ids_file.empty()) write_ids(options.ids_file, population, ids);

    for (const auto& difference : report.first())
        std::cout << "  " << difference << '\n';
    std::cout << report.differences() << " differences" << std::endl;
    return report.differences();
}

std::string usher_program() {
    const char* chosen = std::getenv("USHER_BIN");
    return chosen != nullptr ? chosen : USHER_DEFAULT_PROGRAM;
}

int run(Options options) {
    if (!options.target.url.empty()) return push(options) == 0 ? 0 : 1;
    const UsherProcess usher(usher_program(), options.database);
    options.target = usher.target();
    return push(options) == 0 ? 0 : 1;
}

}  // namespace
}  // namespace usher::bench

int main(int argc, char** argv) {
    using namespace usher::bench;
    Options options;
    CLI::App app{
        "Pushes a made-up population as an identity provider does and compares what the server "
        "then holds."};
    app.add_option("--url", options.target.url, "SCIM base URL; without it an Usher is started");
    app.add_option("--token", options.target.token, "bearer token for --url");
    app.add_option("--database", options.database, "for the Usher that is started")
        ->check(CLI::IsMember({"sqlite", "postgresql"}))
        ->capture_default_str();
    app.add_option("--dialect", options.dialect, "whose way of pushing")
        ->check(CLI::IsMember({"entra", "okta"}))
        ->capture_default_str();
    app.add_option("--people", options.size.people, "how many people")->capture_default_str();
    app.add_option("--groups", options.size.groups, "how many groups")->capture_default_str();
    app.add_option("--seed", options.size.seed, "the same seed gives the same people")
        ->capture_default_str();
    app.add_option("--connections", options.connections, "pushing at once")->capture_default_str();
    app.add_option("--ids", options.ids_file, "writes the ids given by the server to this file");
    CLI11_PARSE(app, argc, argv);
    try {
        return run(options);
    } catch (const std::exception& error) {
        std::cerr << "push: " << error.what() << '\n';
        return 1;
    }
}
