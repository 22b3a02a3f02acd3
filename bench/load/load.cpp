#include "load/load.hpp"

#include "load/connection.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <memory>
#include <stdexcept>
#include <sys/epoll.h>
#include <unistd.h>

namespace usher::bench {
namespace {

using Clock = std::chrono::steady_clock;

sockaddr_in address_of(const std::string& url) {
    const auto origin = split_url(url).origin;
    const auto colon = origin.rfind(':');
    const auto host = origin.substr(origin.rfind('/') + 1, colon - origin.rfind('/') - 1);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    std::uint16_t port = 0;
    std::from_chars(origin.data() + colon + 1, origin.data() + origin.size(), port);
    address.sin_port = htons(port);
    if (port == 0 || inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
        throw std::runtime_error("not an http://IPV4:PORT URL: " + url);
    return address;
}

double percentile(const std::vector<float>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto position = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return static_cast<double>(sorted[position]);
}

class Loop {
  public:
    Loop(const RequestList& list, const std::string& url, const LoadOptions& options)
        : list_(list),
          options_(options),
          epoll_(epoll_create1(EPOLL_CLOEXEC)),
          milliseconds_(list.labels.size()) {
        for (std::size_t index = 0; index < options.connections; ++index) {
            flights_.push_back(std::make_unique<Flight>(address_of(url)));
            watch(*flights_.back());
        }
    }

    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    ~Loop() { close(epoll_); }

    LoadResult run() {
        const auto begin = Clock::now();
        counting_from_ = options_.once ? begin : begin + to_ticks(options_.warm_up);
        end_ =
            options_.once ? Clock::time_point::max() : counting_from_ + to_ticks(options_.duration);
        for (auto& flight : flights_)
            send_next(*flight);
        std::array<epoll_event, 256> events{};
        while (in_flight_ > 0) {
            const int ready = epoll_wait(epoll_, events.data(), events.size(), -1);
            for (int index = 0; index < ready; ++index)
                advance(*static_cast<Flight*>(events.at(static_cast<std::size_t>(index)).data.ptr));
        }
        return summary();
    }

  private:
    struct Flight {
        explicit Flight(const sockaddr_in& server) : connection(server) {}

        LoadConnection connection;
        std::size_t label = 0;
        Clock::time_point sent_at;
    };

    static Clock::duration to_ticks(std::chrono::duration<double> seconds) {
        return std::chrono::duration_cast<Clock::duration>(seconds);
    }

    void watch(Flight& flight) const {
        epoll_event event{};
        event.events = EPOLLIN | EPOLLOUT | EPOLLET;
        event.data.ptr = &flight;
        epoll_ctl(epoll_, EPOLL_CTL_ADD, flight.connection.socket(), &event);
    }

    void send_next(Flight& flight) {
        if (Clock::now() >= end_ || (options_.once && next_ == list_.requests.size())) return;
        if (flight.connection.reopen_if_closing()) watch(flight);
        const auto& request = list_.requests[next_++ % list_.requests.size()];
        flight.label = request.label;
        flight.sent_at = Clock::now();
        ++in_flight_;
        flight.connection.send(request.bytes);
    }

    void advance(Flight& flight) {
        flight.connection.flush();
        if (flight.sent_at == Clock::time_point{}) return;
        if (!flight.connection.receive()) return;
        --in_flight_;
        record(flight);
        flight.sent_at = {};
        send_next(flight);
    }

    void record(const Flight& flight) {
        const auto now = Clock::now();
        if (now < counting_from_ || now > end_) return;
        const std::chrono::duration<float, std::milli> took = now - flight.sent_at;
        milliseconds_[flight.label].push_back(took.count());
        last_answer_ = now;
        const auto& answer = flight.connection.answer();
        bytes_ += answer.length;
        if (answer.status == options_.status && answer.length >= options_.least_length) return;
        ++wrong_;
        wrong_status_ = answer.status;
    }

    LoadResult summary() {
        LoadResult result;
        result.wrong = wrong_;
        result.wrong_status = wrong_status_;
        result.seconds = std::chrono::duration<double>(last_answer_ - counting_from_).count();
        for (std::size_t label = 0; label < milliseconds_.size(); ++label) {
            auto& times = milliseconds_[label];
            std::sort(times.begin(), times.end());
            result.answers += times.size();
            result.latencies.push_back(
                {list_.labels[label], times.size(), percentile(times, 0.5), percentile(times, 0.99)}
            );
        }
        if (result.answers == 0) throw std::runtime_error("no answer came within the time");
        result.per_second = static_cast<double>(result.answers) / result.seconds;
        result.mib_per_second = static_cast<double>(bytes_) / result.seconds / (1024.0 * 1024.0);
        return result;
    }

    const RequestList& list_;
    const LoadOptions& options_;
    int epoll_;
    std::vector<std::unique_ptr<Flight>> flights_;
    std::vector<std::vector<float>> milliseconds_;  ///< by label
    Clock::time_point counting_from_;
    Clock::time_point end_;
    Clock::time_point last_answer_;
    std::size_t next_ = 0;
    std::size_t in_flight_ = 0;
    std::size_t wrong_ = 0;
    std::size_t bytes_ = 0;
    int wrong_status_ = 0;
};

}  // namespace

LoadResult run_load(const RequestList& list, const std::string& url, const LoadOptions& options) {
    return Loop(list, url, options).run();
}

}  // namespace usher::bench
