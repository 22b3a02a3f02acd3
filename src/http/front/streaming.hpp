// One answer that comes bit by bit, on its connection.
#pragma once

#include "http/front/message.hpp"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace usher::http {

/// A place among a front's streams, of which there are only so many; given back at the end.
class StreamPlace {
  public:
    /// `count` must outlive it. nullopt when `most` are taken.
    [[nodiscard]] static std::optional<StreamPlace> take(
        std::atomic<std::uint64_t>& count, std::size_t most
    ) {
        if (count.fetch_add(1) < most) return StreamPlace(count);
        --count;
        return std::nullopt;
    }

  private:
    struct GiveBack {
        void operator()(std::atomic<std::uint64_t>* count) const { --*count; }
    };

    explicit StreamPlace(std::atomic<std::uint64_t>& count) : count_(&count) {}

    std::unique_ptr<std::atomic<std::uint64_t>, GiveBack> count_;
};

struct Streaming {
    Stream stream;
    StreamPlace place;
    bool chunked = true;  ///< otherwise the connection's end ends it (HTTP/1.0)
    std::chrono::steady_clock::time_point next_pull{};

    /// `text` as the connection carries it (RFC 9112 §7.1).
    [[nodiscard]] std::string framed(std::string_view text) const {
        if (!chunked || text.empty()) return std::string(text);
        constexpr std::string_view digits = "0123456789abcdef";
        std::string size;
        for (std::size_t rest = text.size(); rest > 0; rest /= 16)
            size.insert(size.begin(), digits[rest % 16]);
        return size + "\r\n" + std::string(text) + "\r\n";
    }

    [[nodiscard]] std::string_view end() const { return chunked ? "0\r\n\r\n" : ""; }
};

}  // namespace usher::http
