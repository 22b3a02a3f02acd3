// A client that sends bytes as it is told, well-formed or not, and reads what comes back.
#pragma once

#include "http/front/file_descriptor.hpp"
#include "http/front/front.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace usher::test {

struct Answer {
    int status = 0;  ///< 0: the server closed without one
    std::string head{};
    std::string body{};

    [[nodiscard]] bool has(std::string_view text) const {
        return head.find(text) != std::string::npos;
    }
};

/// Every wait is bounded by a hang guard, after which the test fails by an exception.
class Client {
  public:
    explicit Client(const http::Front& front) : Client(front.port()) {}

    explicit Client(int port, int receive_buffer = 0);

    /// False when the server has closed before all was sent.
    bool send(std::string_view bytes);

    /// The next answer; `bodiless` for the answer to HEAD.
    [[nodiscard]] Answer receive(bool bodiless = false);
    [[nodiscard]] Answer ask(std::string_view request);

    /// What one recv() gives.
    [[nodiscard]] std::string receive_once();

    /// Everything until the server closes.
    [[nodiscard]] std::string receive_all();

    /// No more is sent; answers can still be received.
    void finish_sending();

    [[nodiscard]] int socket() const { return socket_.number(); }

  private:
    [[nodiscard]] bool receive_more();

    http::FileDescriptor socket_;
    std::string received_;
};

using Clients = std::vector<std::unique_ptr<Client>>;

[[nodiscard]] Clients connect(const http::Front& front, std::size_t count);

/// "GET <target>" with the headers' lines, if any, each ended by CR LF.
[[nodiscard]] std::string get(std::string_view target, std::string_view headers = {});
[[nodiscard]] std::string post(std::string_view headers, std::string_view body);

}  // namespace usher::test
