// The least that a request can cost here: our front with a handler that says hello. What Usher
// needs beyond this is its own.
#include "http/front/front.hpp"

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

int main(int argc, char** argv) {
    using namespace usher::http;
    FrontOptions options;
    CLI::App app{"Answers every request with the same small text until it is told to stop."};
    app.add_option("--port", options.port, "on 127.0.0.1")->required();
    app.add_option("--workers", options.workers, "threads")->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    // Blocked before the workers start, so that they inherit it and sigwait() below gets it.
    sigset_t stop;
    sigemptyset(&stop);
    sigaddset(&stop, SIGTERM);
    sigaddset(&stop, SIGINT);
    pthread_sigmask(SIG_BLOCK, &stop, nullptr);

    const auto hello = [](const Request&) {
        return Response{200, {}, "text/plain", std::string(1'500, 'h')};
    };
    const auto refuse = [](const Request&, int status, const std::string& reason) {
        return Response{status, {}, "text/plain", reason};
    };
    Front front(options, hello, refuse);
    front.listen();
    front.start();
    std::cout << "ready" << std::endl;
    int signal = 0;
    sigwait(&stop, &signal);
    front.drain(std::chrono::seconds(1));
}
