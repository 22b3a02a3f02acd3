#include "conformance/program/conduct.hpp"

#include "conformance/checks/checks.hpp"
#include "conformance/replay/recording.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <random>

namespace usher::conformance {

namespace {

std::string fresh_mark() {
    constexpr std::string_view letters = "bcdfghjkmnpqrstvwxz";
    std::random_device random;
    std::string mark = "uc";
    for (int index = 0; index < 6; ++index)
        mark += letters[random() % letters.size()];
    return mark;
}

std::string now() {
    const auto time = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts);
    return text.data();
}

Suite suite_of(const Order& order, const Target& target) {
    if (order.profile == "rfc") return all_checks(target);
    Suite suite;
    if (order.profile == "interop") {
        interop_checks::add(suite);
        return suite;
    }
    const auto folder = std::filesystem::path(order.recordings) / order.profile;
    if (!std::filesystem::is_directory(folder))
        throw NothingSelected{"there are no recordings in " + folder.string()};
    add_recordings(suite, folder.string());
    return suite;
}

}  // namespace

Report conduct(const Order& order, const std::function<void(const Result&)>& progress) {
    const auto begin = std::chrono::steady_clock::now();
    Session session(order.address, fresh_mark());
    Report report;
    report.base_url = session.client().address().base_url;
    report.profile = order.profile;
    report.started = now();
    try {
        discover(session.client(), session.target());
        report.notes = session.target().notes;
        const auto suite = suite_of(order, session.target());
        bool any = false;
        for (const auto& check : suite.checks()) {
            if (!order.selection.includes(check)) continue;
            any = true;
            report.results.push_back({check, carry_out(check, session)});
            progress(report.results.back());
        }
        if (!any) throw NothingSelected{"no check has such an id or topic"};
    } catch (const Interrupted&) {
        report.interrupted = true;
    }
    Client::resume();
    report.left = session.clean_up();
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    report.seconds = took.count();
    return report;
}

}  // namespace usher::conformance
