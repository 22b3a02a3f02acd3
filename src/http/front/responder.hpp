// Renders answers by cpp-httplib's responder.
#pragma once

#include "http/front/message.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace usher::http {

/// For one thread at a time: each worker has its own.
class Responder {
  public:
    /// What an answer depends on, and what to say when it cannot be had.
    struct Question {
        bool head = false;          ///< asked by HEAD: the length is told, the body is not sent
        bool chunked = true;        ///< a stream's body will come in chunks
        int status_on_throw = 500;  ///< of the empty answer, if making it throws
    };

    Responder();
    Responder(const Responder&) = delete;
    Responder& operator=(const Responder&) = delete;
    ~Responder();

    /// Appends the answer that `make` gives to `out`, status line to last byte (of a stream, only
    /// the head). Returns whether the connection stays open: unless the answer has a "Connection:
    /// close", or making it threw.
    ///
    /// Length, framing and connection headers are ours: those of the answer are left out, and so is
    /// a header that would break the head (an invalid name, a control character in the value).
    [[nodiscard]] bool respond(
        const Question& question, const std::function<Response()>& make, std::string& out
    );

  private:
    class Library;
    std::unique_ptr<Library> library_;
};

}  // namespace usher::http
