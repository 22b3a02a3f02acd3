// The front's threads: workers on one epoll set, the lanes and the sweeper.
#pragma once

#include "http/front/connections.hpp"
#include "http/front/front.hpp"
#include "http/front/lane.hpp"
#include "http/front/listener.hpp"
#include "http/front/poller.hpp"
#include "http/front/service.hpp"
#include "http/front/streams.hpp"
#include "http/front/tls.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace usher::http {

class Front::Loop {
  public:
    Loop(FrontOptions options, Handler handler, Refusal refusal, PaceOf pace);
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop();

    void listen();
    void start();
    void drain(std::chrono::milliseconds grace);

    [[nodiscard]] int port() const { return port_; }

    [[nodiscard]] const Tally& tally() const { return service_.tally; }

  private:
    void work();
    void work_on(Lane& lane);
    void serve_streams();
    void sweep();

    template <class Step>
    void go_on(Connection& connection, Step step);
    void arm(Connection& connection, std::uint32_t events);
    void close(Connection& connection);

    void accept_clients();
    void admit(Arrival arrival);
    void turn_away(FileDescriptor client);
    void arm_listener();
    void hasten_connections();
    void stop();

    Service service_;
    TlsContext tls_;
    Poller poller_;
    Connections connections_;  // after the TLS context, which their sessions use
    Lane waiting_;
    Lane slow_;
    Streams streams_;

    std::mutex listener_mutex_;  ///< no worker may accept from a number that drain() has closed
    std::optional<Listener> listener_;
    int port_ = 0;

    std::mutex stop_mutex_;
    std::condition_variable stop_changed_;
    std::atomic<bool> stopping_{false};
    std::vector<std::thread> threads_;
};

}  // namespace usher::http
