// Conversations of real identity providers, with the dialect that each names and with `auto`.
#include "tests/support/recording.hpp"
#include "tests/support/test_server.hpp"

#include <algorithm>
#include <filesystem>

#include <catch2/catch.hpp>

namespace usher::test::recordings_test {

namespace {

Texts recordings() {
    Texts files;
    const auto folder = std::filesystem::path(USHER_SOURCE_DIR) / "conformance/recordings";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".json") {
            files.push_back(entry.path());
        }
    }
    return sorted(files);
}

}  // namespace

TEST_CASE("every recorded conversation goes as the identity provider expects") {
    auto& server = shared_server(each_database());
    const auto files = recordings();
    REQUIRE_FALSE(files.empty());
    for (const auto& file : files) {
        const Recording recording(file);
        for (const auto& dialect : {recording.dialect(), std::string("auto")}) {
            auto client = server.new_organization(dialect).client;
            const auto problem = recording.replay(client);
            INFO(file << " with dialect " << dialect);
            CHECK(problem.value_or("") == "");
        }
    }
}

TEST_CASE("a replay notices an answer that is not as recorded") {
    auto client = each_directory();
    const Recording recording(
        std::string(USHER_SOURCE_DIR) + "/conformance/recordings/entra/cycle.json"
    );
    // The strict dialect does not understand Entra.
    CHECK(recording.replay(client).has_value());
}

}  // namespace usher::test::recordings_test
