// One keep-alive connection of the load driver: non-blocking, one request at a time.
#pragma once

#include <cstddef>
#include <netinet/in.h>
#include <string>
#include <string_view>

namespace usher::bench {

/// What is known of an answer when its last byte has come.
struct LoadAnswer {
    int status = 0;
    std::size_t length = 0;  ///< of the body
};

class LoadConnection {
  public:
    /// Connects (loopback: at once). Throws std::runtime_error when nobody listens.
    explicit LoadConnection(const sockaddr_in& server);
    LoadConnection(const LoadConnection&) = delete;
    LoadConnection& operator=(const LoadConnection&) = delete;
    ~LoadConnection();

    [[nodiscard]] int socket() const { return socket_; }

    /// Begins to send `request`, which must stay alive until the answer is there.
    void send(std::string_view request);
    /// Sends what is left of the request; true when all of it is gone.
    bool flush();

    /// Reads all that has come; true when the answer is complete, see answer(). Throws
    /// std::runtime_error when the server closes early or sends what this driver does not read
    /// (chunked bodies).
    bool receive();

    [[nodiscard]] const LoadAnswer& answer() const { return answer_; }

    /// Opens a new connection if the server announced that it closes this one; true if so.
    bool reopen_if_closing();

  private:
    void open();
    void close();
    bool consume(std::string_view bytes);
    void read_head();

    sockaddr_in server_;
    int socket_ = -1;
    std::string_view unsent_;
    std::string head_;  ///< of the answer being read, until it is complete
    bool head_complete_ = false;
    bool closing_ = false;
    std::size_t missing_ = 0;  ///< bytes of the body still to come
    LoadAnswer answer_;
};

}  // namespace usher::bench
