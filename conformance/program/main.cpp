// usher-conformance: how well does a SCIM server keep to the RFCs? README.md has the manual.
#include "conformance/program/conduct.hpp"
#include "conformance/replay/recorder.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

namespace usher::conformance {

namespace {

constexpr int failed = 1;
constexpr int wrong_usage = 2;
constexpr int unreachable = 3;
constexpr int interrupted = 130;

struct Options {
    Order order;
    std::vector<std::string> reports{"text"};
    std::string out;
    bool record = false;
    bool quiet = false;
    bool strict = false;  ///< deviations count as failures
};

void declare(CLI::App& app, Options& options) {
    auto& order = options.order;
    app.add_option(
           "--base-url", order.address.base_url, "the SCIM base, such as https://host/scim/v2"
    )
        ->required();
    app.add_option("--token", order.address.token, "the bearer token")
        ->envname("USHER_CONFORMANCE_TOKEN");
    app.add_option("--only", order.selection.only, "topics or ids of checks")->delimiter(',');
    app.add_option("--profile", order.profile, "rfc, interop, or recordings: entra, okta, …");
    app.add_option("--recordings", order.recordings, "the folder of recordings");
    app.add_option("--report", options.reports, "text, json, junit, html; several are fine")
        ->delimiter(',')
        ->check(CLI::IsMember({"text", "json", "junit", "html"}));
    app.add_option("--out", options.out, "the folder for reports; without it they are printed");
    app.add_flag("--record", options.record, "write each check's conversation to OUT/recordings");
    app.add_flag("--strict", options.strict, "exit 1 for deviations too");
    app.add_flag("--quiet", options.quiet, "no progress on standard error");
    app.add_flag("--insecure", order.address.insecure, "do not look at the server's certificate");
    app.add_option("--timeout", order.address.timeout_seconds, "seconds to wait for an answer")
        ->check(CLI::PositiveNumber);
}

void write(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << text;
    if (!out.flush()) throw std::runtime_error("cannot write " + path.string());
}

void put_reports(const Report& report, const Options& options) {
    using Writer = std::string (*)(const Report&);
    static const std::map<std::string, std::pair<Writer, const char*>> writers{
        {"text",  {as_text, "report.txt"} },
        {"json",  {as_json, "report.json"}},
        {"junit", {as_junit, "report.xml"}},
        {"html",  {as_html, "report.html"}},
    };
    for (const auto& name : options.reports) {
        const auto& [writer, file] = writers.at(name);
        if (options.out.empty())
            std::cout << writer(report);
        else
            write(std::filesystem::path(options.out) / file, writer(report));
    }
    if (!options.record) return;
    for (const auto& [check, verdict] : report.results) {
        if (verdict.exchanges.empty()) continue;
        auto name = check.id;
        for (auto& letter : name)
            if (letter == '/' || letter == ':' || letter == ' ') letter = '_';
        const auto folder = std::filesystem::path(options.out) / "recordings" / check.topic;
        write(folder / (name + ".json"), pretty(recording_of(check, verdict)) + "\n");
    }
}

void show(const Result& result) {
    const auto outcome = result.verdict.outcome;
    if (outcome == Outcome::passed || outcome == Outcome::skipped) return;
    std::cerr << name_of(outcome) << "  " << result.check.id << ": " << result.verdict.reason
              << '\n';
}

void stop_on_signals() {
    struct sigaction action = {};
    action.sa_handler = [](int) { Client::stop(); };
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

int run(const Options& options) {
    const auto report = conduct(options.order, [&](const Result& result) {
        if (!options.quiet) show(result);
    });
    put_reports(report, options);
    if (report.interrupted) return interrupted;
    const auto sum = total(report);
    return sum.failed > 0 || (options.strict && sum.deviations > 0) ? failed : 0;
}

int main_of(int count, char** words) {
    CLI::App app(
        "Checks a SCIM server against RFC 7643, 7644 and 9865, from outside.\n"
        "Exit status: 0 no MUST is broken, 1 one is, 2 wrong usage, 3 the server cannot be\n"
        "reached, 130 interrupted."
    );
    Options options;
    options.order.recordings = USHER_RECORDINGS;
    declare(app, options);
    try {
        app.parse(count, words);
        if (options.record && options.out.empty()) throw CLI::RequiredError("--record needs --out");
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : wrong_usage;
    }
    stop_on_signals();
    try {
        return run(options);
    } catch (const Unreachable& why) {
        std::cerr << "usher-conformance: " << options.order.address.base_url
                  << " cannot be reached: " << why.reason << '\n';
        return unreachable;
    } catch (const NothingSelected& why) {
        std::cerr << "usher-conformance: " << why.reason << '\n';
    } catch (const std::exception& error) {
        std::cerr << "usher-conformance: " << error.what() << '\n';
    }
    return wrong_usage;
}

}  // namespace

}  // namespace usher::conformance

int main(int count, char** words) {
    return usher::conformance::main_of(count, words);
}
