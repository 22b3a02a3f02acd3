#include "app/serve.hpp"

#include "app/wiring.hpp"

#include <chrono>
#include <csignal>

namespace usher::app {

namespace {

/// SIGTERM and SIGINT, held back from this thread and from those that it starts, to be waited for.
class StopSignals {
  public:
    StopSignals() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGTERM);
        sigaddset(&signals_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
        // A client that went away is an error of its write, not the end of the server.
        std::signal(SIGPIPE, SIG_IGN);
    }

    [[nodiscard]] int wait() const {
        int received = 0;
        while (sigwait(&signals_, &received) != 0) {
        }
        return received;
    }

  private:
    sigset_t signals_{};
};

/// Below the ten seconds that supervisors are told to wait.
constexpr std::chrono::seconds grace{8};

}  // namespace

void serve(const base::Config& config, std::ostream& log) {
    const StopSignals stop;
    Service service(config, log);
    service.server().listen();
    service.server().start();
    service.sweeper().start();
    service.outbox().start();
    service.log().info(
        "serving",
        {
            {"address",    config.http.listen     },
            {"port",       service.server().port()},
            {"public_url", config.public_url      }
    }
    );
    const int received = stop.wait();
    service.log().info(
        "draining",
        {
            {"signal", received}
    }
    );
    service.sweeper().stop();
    service.outbox().request_stop();
    service.server().drain(grace);
    service.outbox().stop();
    service.log().info("stopped");
}

}  // namespace usher::app
