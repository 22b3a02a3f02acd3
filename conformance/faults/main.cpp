// Shows that the harness notices broken servers: each fault, through the proxy, must make its check
// fail or deviate, which passes without the fault. Prints one line a fault; exits 1 if one slips
// by.
#include "conformance/checks/checks.hpp"
#include "conformance/engine/run.hpp"
#include "conformance/faults/proxy.hpp"

#include <algorithm>
#include <iostream>

namespace usher::conformance {

namespace {

bool noticed(const Verdict& verdict) {
    return verdict.outcome == Outcome::failed || verdict.outcome == Outcome::deviation;
}

/// The verdict of one check against what the proxy answers now.
Verdict verdict_of(
    const std::string& id, const Address& address, Proxy& proxy, const Fault* fault
) {
    proxy.set(fault);
    Session session(address, "ucfault" + std::to_string(std::hash<std::string>{}(id) % 100000));
    discover(session.client(), session.target());
    const auto suite = all_checks(session.target());
    const auto& checks = suite.checks();
    const auto check = std::ranges::find(checks, id, &Check::id);
    Verdict verdict{
        .outcome = Outcome::skipped, .reason = "there is no such check", .exchanges = {}};
    if (check != checks.end()) verdict = carry_out(*check, session);
    proxy.set(nullptr);
    static_cast<void>(session.clean_up());
    return verdict;
}

int run(const std::string& upstream, const std::string& token, const std::string& only) {
    Proxy proxy(upstream);
    const Address address{.base_url = proxy.base_url(), .token = token};
    int passed = 0;
    int failed = 0;
    const auto list = all_faults();
    for (const auto& fault : list.faults()) {
        if (!only.empty() && fault.name != only) continue;
        const auto whole = verdict_of(fault.check, address, proxy, nullptr);
        const auto broken = verdict_of(fault.check, address, proxy, &fault);
        const bool good = whole.outcome == Outcome::passed && noticed(broken);
        ++(good ? passed : failed);
        std::cout << (good ? "noticed  " : "MISSED   ") << fault.name << " (" << fault.what << ")\n"
                  << "         " << fault.check << ": " << broken.reason << '\n';
        if (whole.outcome != Outcome::passed)
            std::cout << "         without the fault: " << name_of(whole.outcome) << ", "
                      << whole.reason << '\n';
    }
    std::cout << passed << " passed, " << failed << " failed\n";
    return failed == 0 && passed > 0 ? 0 : 1;
}

}  // namespace

}  // namespace usher::conformance

int main(int count, char** words) {
    if (count < 3) {
        std::cerr << "usage: conformance_faults BASE_URL TOKEN [FAULT]\n";
        return 2;
    }
    return usher::conformance::run(words[1], words[2], count > 3 ? words[3] : "");
}
