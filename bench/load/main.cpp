// A closed-loop HTTP load driver: requests from a file, sent over keep-alive connections.
#include "load/load.hpp"

#include <CLI/CLI.hpp>
#include <iostream>

namespace usher::bench {
namespace {

nlohmann::json to_json(const LoadResult& result) {
    auto latencies = nlohmann::json::object();
    for (const auto& [label, answers, p50, p99] : result.latencies)
        latencies[label] = {
            {"answers", answers},
            {"p50_ms",  p50    },
            {"p99_ms",  p99    }
        };
    return {
        {"answers",        result.answers       },
        {"wrong",          result.wrong         },
        {"wrong_status",   result.wrong_status  },
        {"seconds",        result.seconds       },
        {"per_second",     result.per_second    },
        {"mib_per_second", result.mib_per_second},
        {"latencies",      latencies            },
    };
}

void print(const LoadResult& result) {
    std::cout << result.answers << " answers in " << result.seconds << " s, " << result.per_second
              << "/s, " << result.mib_per_second << " MiB/s, " << result.wrong << " wrong\n";
    for (const auto& [label, answers, p50, p99] : result.latencies)
        std::cout << "  " << label << ": " << answers << ", p50 " << p50 << " ms, p99 " << p99
                  << " ms\n";
}

}  // namespace
}  // namespace usher::bench

int main(int argc, char** argv) {
    using namespace usher::bench;
    Target target;
    LoadOptions options;
    std::string file;
    bool as_json = false;
    double seconds = options.duration.count();
    double warm_up = options.warm_up.count();
    CLI::App app{
        "Sends the requests of a file over keep-alive connections and counts the answers."};
    app.add_option("--url", target.url, "base URL, http://IPV4:PORT/PATH")->required();
    app.add_option("--token", target.token, "bearer token");
    app.add_option("--requests", file, "JSON lines: method, path, body, label")->required();
    app.add_option("--connections", options.connections, "at once")->capture_default_str();
    app.add_option("--seconds", seconds, "how long to count")->capture_default_str();
    app.add_option("--warm-up", warm_up, "seconds before that")->capture_default_str();
    app.add_flag("--once", options.once, "each request once instead, no warm-up");
    app.add_option("--status", options.status, "the status wanted")->capture_default_str();
    app.add_option("--least-length", options.least_length, "of the body")->capture_default_str();
    app.add_flag("--json", as_json, "print the result as JSON");
    CLI11_PARSE(app, argc, argv);
    options.duration = std::chrono::duration<double>(seconds);
    options.warm_up = std::chrono::duration<double>(warm_up);
    try {
        const auto result = run_load(read_requests(file, target), target.url, options);
        if (as_json)
            std::cout << to_json(result).dump() << '\n';
        else
            print(result);
        return result.wrong == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << "load: " << error.what() << '\n';
        return 2;
    }
}
