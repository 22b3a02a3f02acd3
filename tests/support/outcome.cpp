#include "tests/support/outcome.hpp"

#include "invitation/problem.hpp"
#include "usher/scim/error.hpp"

#include <barrier>
#include <thread>

namespace usher::test {

std::string outcome_of(const std::function<void()>& attempt) {
    try {
        attempt();
        return "done";
    } catch (const invitation::Problem& problem) {
        return std::string(problem.kind().word);
    } catch (const NotSent& refused) {
        return refused.what();
    } catch (const scim::Error& error) {
        std::string word = std::to_string(error.status());
        const auto keyword = scim::keyword(error.type());
        if (!keyword.empty()) word += " " + std::string(keyword);
        return word;
    }
}

std::vector<std::string> at_once(const Attempts& attempts) {
    std::vector<std::string> outcomes(attempts.size());
    {
        std::barrier start(static_cast<std::ptrdiff_t>(attempts.size()));
        std::vector<std::jthread> threads;
        for (std::size_t number = 0; number < attempts.size(); ++number) {
            threads.emplace_back([&, number] {
                start.arrive_and_wait();
                try {
                    outcomes[number] = outcome_of(attempts[number]);
                } catch (const std::exception& error) {
                    outcomes[number] = std::string("exception: ") + error.what();
                }
            });
        }
        threads.clear();
    }
    return outcomes;
}

}  // namespace usher::test
