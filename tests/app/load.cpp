#include "tests/app/load.hpp"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <optional>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace usher::test {

namespace {

constexpr int titles_each = 3;
constexpr std::chrono::milliseconds between_tries{20};
constexpr std::chrono::milliseconds between_load_looks{2};
constexpr std::chrono::seconds load_patience{90};

/// Ends a client whose server is gone, or that shall stop.
struct Over {};

bool is_whole_number(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return std::isdigit(c) != 0;
    });
}

std::string patch_body(const std::string& operation) {
    return R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[)" +
           operation + "]}";
}

}  // namespace

class Load::Client {
  public:
    Client(Load& load, int number)
        : load_(load), http_(load.port_), prefix_(load.prefix_ + std::to_string(number) + "-") {}

    void run() {
        try {
            for (int number = 0;; ++number)
                live(prefix_ + std::to_string(number));
        } catch (const Over&) {
        } catch (const std::exception& error) {
            load_.complain(error.what());
        }
    }

  private:
    void live(const std::string& name) {
        Acknowledged user;
        load_.remember(name, user);
        user.id = create(name);
        load_.remember(name, user);
        patch(
            "/Groups/" + load_.group_id_,
            R"({"op":"add","path":"members","value":[{"value":")" + user.id + R"("}]})"
        );
        user.member = true;
        load_.remember(name, user);
        while (user.title < titles_each) {
            const std::string title = std::to_string(user.title + 1);
            patch(
                "/Users/" + user.id, R"({"op":"replace","path":"title","value":")" + title + "\"}"
            );
            ++user.title;
            load_.remember(name, user);
        }
    }

    std::string create(const std::string& name) {
        const auto made = write(
            "POST",
            "/Users",
            R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":")" + name +
                R"(","emails":[{"value":")" + name + R"(@example.org"}]})"
        );
        if (made.status == 201) return made.json().at("id");
        // The answer to an earlier try was that nobody knows: it had been made.
        const auto found =
            write("GET", "/Users?filter=userName%20eq%20%22" + name + "%22", "").json();
        if (found.at("totalResults") != 1) {
            load_.complain(name + " is taken, by " + found.at("totalResults").dump());
            throw Over();
        }
        return found.at("Resources").at(0).at("id");
    }

    void patch(const std::string& path, const std::string& operation) {
        static_cast<void>(write("PATCH", path, patch_body(operation)));
    }

    /// Tries until the answer is not 503; then it must be a good one, or 409 to what was tried
    /// before.
    Answer write(std::string_view method, const std::string& path, const std::string& body) {
        for (bool again = false;; again = true) {
            if (load_.stopping_) throw Over();
            const Answer answer = send(method, path, body);
            if (answer.status == 503) {
                ++load_.refusals_;
                if (!is_whole_number(answer.header("Retry-After")))
                    load_.complain("503 with Retry-After: " + answer.header("Retry-After"));
                std::this_thread::sleep_for(between_tries);
                continue;
            }
            if (answer.status / 100 != 2 && !(again && answer.status == 409)) {
                load_.complain(
                    std::string(method) + " " + path + ": " + std::to_string(answer.status) + " " +
                    answer.body
                );
                throw Over();
            }
            ++load_.writes_;
            return answer;
        }
    }

    Answer send(std::string_view method, const std::string& path, const std::string& body) {
        Answer answer;
        try {
            answer = http_.send(method, "/scim/v2" + path, load_.headers_, body);
        } catch (const std::runtime_error&) {
            throw Over();
        }
        if (answer.status == 0) throw Over();
        return answer;
    }

    Load& load_;
    HttpClient http_;
    std::string prefix_;
};

Load::Load(const Server& server, std::string group_id, std::string prefix, int clients)
    : headers_(server.headers()),
      port_(server.port()),
      group_id_(std::move(group_id)),
      prefix_(std::move(prefix)) {
    for (int number = 0; number < clients; ++number)
        threads_.emplace_back([this, number] { Client(*this, number).run(); });
}

Load::~Load() {
    stop();
}

void Load::wait_for_writes(int count) {
    wait_until_reached(writes_, writes_ + count);
}

void Load::wait_for_refusals(int count) {
    wait_until_reached(refusals_, refusals_ + count);
}

void Load::wait_until_reached(const std::atomic<int>& counter, int goal) {
    const auto deadline = std::chrono::steady_clock::now() + load_patience;
    while (counter < goal) {
        if (const auto complaint = first_complaint(); !complaint.empty())
            throw std::runtime_error(complaint);
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("no more answers");
        std::this_thread::sleep_for(between_load_looks);
    }
}

void Load::stop() {
    stopping_ = true;
    threads_.clear();
}

void Load::remember(const std::string& user_name, const Acknowledged& user) {
    const std::lock_guard lock(mutex_);
    users_[user_name] = user;
}

std::string Load::first_complaint() {
    const std::lock_guard lock(mutex_);
    return complaints_.empty() ? "" : complaints_.front();
}

void Load::complain(const std::string& text) {
    const std::lock_guard lock(mutex_);
    complaints_.push_back(text);
}

}  // namespace usher::test
