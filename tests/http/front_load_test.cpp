// Many clients, slow clients, slow handlers and the end of service. Deadlines are short here; what
// is asserted is the outcome, never a duration.
#include "tests/http/front_client.hpp"
#include "tests/http/front_fixture.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <fcntl.h>
#include <memory>
#include <string>
#include <sys/resource.h>
#include <system_error>
#include <thread>
#include <unistd.h>
#include <vector>

#include <catch2/catch.hpp>

namespace front_load_test {

using namespace usher;
using namespace usher::test;
using namespace std::chrono_literals;

namespace {

template <class Condition>
bool eventually(Condition condition) {
    const auto hang_guard = std::chrono::steady_clock::now() + 30s;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > hang_guard) return false;
        std::this_thread::sleep_for(5ms);
    }
    return true;
}

rlimit file_limit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    return limit;
}

/// A soft limit of open files for the time of a test.
class FileLimit {
  public:
    explicit FileLimit(rlim_t soft) : before_(file_limit()) {
        const rlimit limit{soft, before_.rlim_max};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }

    FileLimit(const FileLimit&) = delete;
    FileLimit& operator=(const FileLimit&) = delete;

    ~FileLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }

  private:
    rlimit before_;
};

http::FrontOptions impatient_front() {
    auto options = small_front();
    options.request_deadline = 300ms;
    options.idle_timeout = 60s;
    options.write_deadline = 300ms;
    return options;
}

}  // namespace

TEST_CASE("300 idle keep-alive clients do not keep a new one waiting, nor each other") {
    const RunningFront front;
    auto clients = connect(front, 300);
    for (int round = 0; round < 2; ++round) {
        for (auto& client : clients)
            REQUIRE(client->ask(get("/")).status == 200);
        Client late(front);
        CHECK(late.ask(get("/")).status == 200);
    }
    CHECK(front.counters().open >= 300);
}

TEST_CASE("10,000 idle keep-alive clients do not keep a new one waiting") {
    // Client and server share this process: two files a connection.
    const FileLimit raised(file_limit().rlim_max);
    const auto files = static_cast<std::size_t>(file_limit().rlim_cur);
    const auto count = std::min<std::size_t>(10'000, (files - 200) / 2);
    if (count < 10'000) WARN("only " << count << " connections: the limit of files is " << files);
    const RunningFront front;
    auto clients = connect(front, count);
    for (auto& client : clients)
        REQUIRE(client->ask(get("/")).status == 200);
    CHECK(front.counters().open == count);
    Client late(front);
    CHECK(late.ask(get("/")).status == 200);
    for (std::size_t i = 0; i < count; i += 100) {
        CHECK(clients[i]->ask(get("/")).status == 200);
    }
}

TEST_CASE("a burst of connects is served") {
    const RunningFront front;
    auto clients = connect(front, 2'000);
    for (auto& client : clients)
        client->send(get("/"));
    for (auto& client : clients)
        CHECK(client->receive().status == 200);
}

TEST_CASE("slow clients are dropped at the deadline while others are served") {
    const RunningFront front(impatient_front());
    auto slow = connect(front, 300);
    for (auto& client : slow)
        client->send("G");
    Client served(front);
    const auto drip = [&] {
        for (auto& client : slow)
            client->send("E");
        CHECK(served.ask(get("/")).status == 200);
        return front.counters().deadline_kills == slow.size();
    };
    CHECK(eventually(drip));
    for (auto& client : slow) {
        const auto last = client->receive();
        CHECK((last.status == 408 || last.status == 0));
    }
    CHECK(served.ask(get("/")).status == 200);
    CHECK(eventually([&] { return front.counters().open == 1; }));
}

TEST_CASE("a request that is not whole at the deadline is answered with 408") {
    const RunningFront front(impatient_front());
    for (const auto& begun :
         {std::string("GET /x HTTP/1.1\r\nHost: x\r\n"), post("Content-Length: 3\r\n", "ab")}) {
        Client client(front);
        client.send(begun);
        const auto answer = client.receive();
        CHECK(answer.status == 408);
        CHECK(answer.has("\r\nConnection: close\r\n"));
        CHECK(answer.body.find("\"detail\"") != std::string::npos);
        CHECK(client.receive_all().empty());
    }
}

TEST_CASE("idle connections are closed in silence after the idle timeout") {
    auto options = small_front();
    options.idle_timeout = 200ms;
    const RunningFront front(options);
    Client fresh(front);
    Client used(front);
    CHECK(used.ask(get("/")).status == 200);
    CHECK(fresh.receive_all().empty());
    CHECK(used.receive_all().empty());
    CHECK(front.counters().deadline_kills == 0);
}

TEST_CASE("a client that does not read its answer is dropped at the write deadline") {
    const std::string big(32 << 20, 'b');
    const RunningFront front(impatient_front(), [&](const http::Request& request) {
        return text(request.target == "/big" ? big : "small");
    });
    Client reader(front.port(), 4096);
    reader.send(get("/big"));
    CHECK(eventually([&] { return front.counters().deadline_kills == 1; }));
    CHECK(reader.receive_all().size() < big.size());
    Client other(front);
    CHECK(other.ask(get("/")).body == "small");
}

TEST_CASE("a handler may take longer than every deadline") {
    auto options = impatient_front();
    options.idle_timeout = 100ms;
    Gate gate;
    const RunningFront front(options, [&](const http::Request&) {
        gate.wait();
        return text("done");
    });
    Client client(front);
    client.send(get("/"));
    gate.await_waiting(1);
    for (int i = 0; i < 3; ++i) {  // each waits for the sweeper
        Client idle(front);
        CHECK(idle.receive_all().empty());
    }
    gate.open();
    CHECK(client.receive().body == "done");
}

TEST_CASE("connections beyond the cap are told to come back later") {
    auto options = small_front();
    options.max_connections = 2;
    const RunningFront front(options);
    auto first = std::make_unique<Client>(front);
    Client second(front);
    CHECK(first->ask(get("/")).status == 200);
    CHECK(second.ask(get("/")).status == 200);
    Client third(front);
    const auto answer = third.receive();
    CHECK(answer.status == 503);
    CHECK(answer.has("\r\nRetry-After: 1\r\n"));
    CHECK(third.receive_all().empty());
    CHECK(front.counters().refused_connections == 1);
    first.reset();
    CHECK(eventually([&] { return front.counters().open == 1; }));
    Client fourth(front);
    CHECK(fourth.ask(get("/")).status == 200);
}

TEST_CASE("when files run out, clients wait and are served once there are some again") {
    const RunningFront front;
    Client before(front);
    CHECK(before.ask(get("/")).status == 200);
    const int next_free = ::fcntl(before.socket(), F_DUPFD, 0);
    ::close(next_free);
    std::unique_ptr<Client> waiting;
    {
        // Room for the client's end of one connection, not for the server's.
        const FileLimit exhausted(static_cast<rlim_t>(next_free) + 1);
        waiting = std::make_unique<Client>(front);
        waiting->send(get("/"));
        std::this_thread::sleep_for(50ms);
        CHECK(before.ask(get("/")).status == 200);
    }
    CHECK(waiting->receive().status == 200);
}

TEST_CASE("a client that leaves while its request is handled harms nobody") {
    Gate gate;
    const std::string big(8 << 20, 'b');
    const RunningFront front(
        small_front(),
        [&](const http::Request& request) {
            if (is_slow(request)) gate.wait();
            return text(big);
        },
        pace_of
    );
    auto leaving = connect(front, 4);
    for (auto& client : leaving)
        client->send(get("/slow"));
    gate.await_waiting(1);
    leaving.clear();
    gate.open();
    Client staying(front);
    CHECK(staying.ask(get("/")).body == big);
    CHECK(eventually([&] { return front.counters().open == 1; }));
}

TEST_CASE("a drain closes what is idle, answers what is in flight and refuses what is new") {
    Gate gate;
    RunningFront front(small_front(), [&](const http::Request& request) {
        if (request.target == "/wait") gate.wait();
        return tell(request);
    });
    Client fresh(front);
    Client idle(front);
    Client waiting(front);
    waiting.send(get("/wait"));
    gate.await_waiting(1);
    Client begun(front);
    begun.send("GET /begun HTTP/1.1\r\nHo");
    // Only one worker is free: by the second answer it has read what came before.
    for (int i = 0; i < 2; ++i)
        CHECK(idle.ask(get("/")).status == 200);

    std::thread drain([&] { front.drain(30s); });
    CHECK(idle.receive_all().empty());
    CHECK(fresh.receive_all().empty());
    CHECK_THROWS_AS(Client(front), std::system_error);
    begun.send("st: x\r\n\r\n");
    gate.open();
    for (auto* client : {&waiting, &begun}) {
        const auto answer = client->receive();
        CHECK(answer.status == 200);
        CHECK(answer.has("\r\nConnection: close\r\n"));
        CHECK(client->receive_all().empty());
    }
    drain.join();
    CHECK(front.counters().open == 0);
    front.drain(30s);
}

TEST_CASE("a drain ends with its grace, and cuts off what is left") {
    Gate gate;
    {
        RunningFront front(small_front(), [&](const http::Request&) {
            gate.wait();
            return text("too late");
        });
        Client waiting(front);
        waiting.send(get("/"));
        Client begun(front);
        begun.send("GET /");
        gate.await_waiting(1);
        front.drain(100ms);
        CHECK(waiting.receive_all().empty());
        CHECK(begun.receive_all().empty());
        gate.open();
    }
}

TEST_CASE("a front stops with clients of every kind still connected") {
    Clients clients;
    {
        const RunningFront front(small_front(), tell, pace_of);
        clients = connect(front, 30);
        for (std::size_t i = 0; i < clients.size(); ++i) {
            if (i % 3 == 0) clients[i]->send(get(i % 2 == 0 ? "/slow" : "/"));
            if (i % 3 == 1) clients[i]->send("GET /");
        }
    }
    for (auto& client : clients)
        (void)client->receive_all();
}

TEST_CASE("many threads of clients, good and bad, are told apart") {
    auto options = small_front();
    options.workers = 4;
    options.request_deadline = 1s;
    const RunningFront front(options, tell, pace_of);
    std::vector<std::thread> threads;
    std::atomic<int> served{0};
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&, t] {
            for (int i = 0; i < 40; ++i) {
                Client client(front);
                if ((i + t) % 4 == 0) client.send("GARBAGE\r\n\r\n");
                if ((i + t) % 4 == 1) client.send("GET /half");
                if ((i + t) % 4 < 2) continue;
                for (int n = 0; n < 3; ++n) {
                    const auto* target = (i + t) % 4 == 2 ? "/slow" : "/fast";
                    if (client.ask(get(target)).status == 200) ++served;
                }
            }
        });
    }
    for (auto& thread : threads)
        thread.join();
    CHECK(served == 8 * 20 * 3);
    CHECK(eventually([&] { return front.counters().open == 0; }));
}

}  // namespace front_load_test
