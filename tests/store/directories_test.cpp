// Directories as admins see them: records, tokens, the request log's ring, the guard's counts.
#include "store/directories.hpp"

#include "base/id.hpp"
#include "store/directory_requests.hpp"
#include "store/removals.hpp"
#include "tests/scim/served_types.hpp"
#include "tests/store/tenant.hpp"

#include <atomic>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

namespace directories_test {

using namespace usher;
using namespace usher::store;
using namespace std::chrono_literals;

namespace {

class HandClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override { return base::Time(microseconds_.load()); }

    void advance(std::chrono::seconds by) { microseconds_ = microseconds_.load() + by; }

  private:
    std::atomic<std::chrono::microseconds> microseconds_{std::chrono::hours(24 * 365 * 56)};
};

struct Office {
    HandClock clock;
    Database database{
        {.url = test::fresh_database_url(GENERATE(Kind::sqlite, Kind::postgresql))}, clock};
    Tenant tenant{database};
    DirectoryKey key{
        .organization_id = tenant.id(), .directory_id = tenant.directory().directory.id};

    template <class Body>
    auto write(const Body& body) {
        return in_transaction(database, body);
    }

    [[nodiscard]] std::optional<DirectoryRecord> find() {
        return database.read([&](Session& session) {
            return find_directory(session, key.organization_id, key.directory_id);
        });
    }

    void note(std::size_t count, std::size_t keep, int status = 200) {
        std::vector<DirectoryRequest> requests;
        for (std::size_t at = 0; at < count; ++at) {
            DirectoryRequest request;
            request.id = base::new_id(clock.now());
            request.at = base::to_text(clock.now());
            request.method = at % 2 == 0 ? "GET" : "POST";
            request.target = "/scim/v2/Users/" + std::to_string(noted_++);
            request.status = status;
            request.request_body = "{\"a\":1}";
            requests.push_back(request);
        }
        write([&](Transaction& tx) {
            append_requests(tx, key, requests, keep);
            return true;
        });
    }

    /// The last part of each target in the log, newest first.
    [[nodiscard]] std::vector<std::string> targets() { return column("substr(target, 16)"); }

    [[nodiscard]] std::vector<std::string> column(const std::string& value) {
        const auto rows = database.read([&](Session& session) {
            return session.select(
                "SELECT " + value +
                    " FROM directory_request WHERE organization_id = :organization "
                    "AND directory_id = :directory ORDER BY id DESC",
                {
                    {"organization", key.organization_id},
                    {"directory",    key.directory_id   }
            },
                1
            );
        });
        std::vector<std::string> found;
        for (const Row& row : rows)
            found.push_back(*row[0]);
        return found;
    }

    /// Removes a user of the directory as the guard notes it; how many that makes in ten minutes.
    std::size_t remove(const std::string& user, bool deleted = false) {
        return write([&](Transaction& tx) {
            const base::Time since = tx.now() - 10min;
            (void)lock_guard_state(tx, key);
            const std::size_t count = count_removals_with(tx, key, user, since);
            record_removal(tx, key, user, deleted, since);
            return count;
        });
    }

    std::size_t managed(std::size_t doubtful = 0) {
        return write([&](Transaction& tx) {
            return count_managed(tx, key, tx.now() - 10min, doubtful);
        });
    }

  private:
    int noted_ = 0;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("A directory is found with its policies until it is deleted") {
    Office office;
    Directory directory = office.find().value().directory;
    directory.name = "Okta";
    directory.policies.adopt = false;
    office.write([&](Transaction& tx) {
        update_directory(tx, office.tenant.id(), directory);
        return true;
    });
    CHECK(office.find().value().directory.name == "Okta");
    CHECK_FALSE(office.find().value().directory.policies.adopt);
    const std::string token = office.tenant.directory().token.text.reveal();
    const auto grant = authenticate(office.database, token, office.clock.now());
    CHECK_FALSE(grant.value().directory.value().policies.adopt);

    office.write([&](Transaction& tx) {
        delete_directory(tx, office.tenant.id(), directory.id);
        return true;
    });
    CHECK_FALSE(office.find());
    CHECK_FALSE(authenticate(office.database, token, office.clock.now()));
    const auto others = office.database.read([&](Session& session) {
        return list_directories(session, office.tenant.id());
    });
    CHECK(others.empty());
}

TEST_CASE("An ended token is no valid one any more") {
    Office office;
    const auto valid = [&] {
        return office.database
            .read([&](Session& session) {
                return valid_tokens(
                    session, office.tenant.id(), office.key.directory_id, office.clock.now()
                );
            })
            .size();
    };
    REQUIRE(valid() == 1);
    const auto end = [&](const std::string& id) {
        return office.write([&](Transaction& tx) {
            return end_token(tx, office.tenant.id(), office.key.directory_id, id);
        });
    };
    CHECK_FALSE(end(office.tenant.new_id()));
    CHECK(end(office.tenant.directory().token.id));
    CHECK_FALSE(end(office.tenant.directory().token.id));
    CHECK(valid() == 0);
}

TEST_CASE("The request log is a ring of the last N, newest first") {
    Office office;
    office.note(5, 8);
    CHECK(office.targets() == Texts{"4", "3", "2", "1", "0"});
    office.note(5, 8);
    CHECK(office.targets() == Texts{"9", "8", "7", "6", "5", "4", "3", "2"});
    office.note(20, 3);
    CHECK(office.targets() == Texts{"29", "28", "27"});
    CHECK(office.find().value().last_request_at == base::to_text(office.clock.now()));
}

TEST_CASE("A line of the request log is found with its bodies, and failures are counted") {
    Office office;
    office.note(4, 100);
    office.note(2, 100, 404);
    const auto find = [&](const std::string& id) {
        return office.database.read([&](Session& session) {
            return find_directory_request(session, office.key, id);
        });
    };
    const auto line = find(office.column("id").front()).value();
    CHECK(line.target == "/scim/v2/Users/5");
    CHECK(line.status == 404);
    CHECK(line.method == "POST");
    CHECK(line.request_body == "{\"a\":1}");
    CHECK_FALSE(find(office.tenant.new_id()));
    const auto counts = office.database.read([&](Session& session) {
        return count_directory_requests(session, office.key);
    });
    CHECK(counts.all == 6);
    CHECK(counts.failed == 2);
}

TEST_CASE("A directory that keeps no requests still says when it was heard last") {
    Office office;
    office.note(3, 0);
    CHECK(office.targets().empty());
    CHECK(office.find().value().last_request_at);
}

TEST_CASE("Removals are counted once for each user, within the window") {
    Office office;
    CHECK(office.remove("ann") == 1);
    CHECK(office.remove("bob") == 2);
    CHECK(office.remove("ann", true) == 2);
    office.clock.advance(599s);
    CHECK(office.remove("cid") == 3);
    office.clock.advance(2s);
    CHECK(office.remove("dan") == 2);
    CHECK(office.remove("ann") == 3);
    office.clock.advance(3600s);
    CHECK(office.remove("eve") == 1);
    CHECK(office.remove("fay") == 2);
}

TEST_CASE("Managed users are counted when it may matter, with those deleted lately") {
    Office office;
    const auto add = [&](int count) {
        for (int at = 0; at < count; ++at) {
            const std::string name = office.tenant.new_id();
            (void)office.tenant.insert(
                test::user_type(),
                {
                    {"userName", name}
            },
                office.key.directory_id
            );
        }
    };
    add(3);
    CHECK(office.managed() == 3);
    add(2);
    CHECK(office.managed() == 3);
    CHECK(office.managed(4) == 5);
    office.remove("gone", true);
    office.remove("asleep");
    CHECK(office.managed(6) == 6);
    office.clock.advance(601s);
    CHECK(office.managed() == 5);
}

TEST_CASE("A pause lasts until its release, which starts a new count") {
    Office office;
    const auto state = [&] {
        return office.write([&](Transaction& tx) { return lock_guard_state(tx, office.key); });
    };
    const auto release = [&] {
        return office.write([&](Transaction& tx) {
            return release_directory(tx, office.key, tx.now() + 10min);
        });
    };
    CHECK_FALSE(state().paused);
    CHECK_FALSE(release());
    office.remove("ann");
    office.write([&](Transaction& tx) {
        pause_directory(tx, office.key, paused_by_guard);
        return true;
    });
    CHECK(state().paused);
    CHECK(office.find().value().pause_reason == "guard");
    CHECK(release());
    CHECK_FALSE(state().paused);
    CHECK(state().released);
    CHECK(office.remove("bob") == 1);
    office.clock.advance(601s);
    CHECK_FALSE(state().released);
}

}  // namespace directories_test
