// Fuzzes the framing of requests: any stream, cut anywhere, gives the same requests as in one
// piece, keeps the limits and never takes more than it was given.
#include "http/front/framing.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using usher::http::Framer;
using usher::http::FramingLimits;

constexpr FramingLimits limits{.header_bytes = 512, .header_lines = 8, .body_bytes = 256};

void require(bool condition) {
    if (!condition) std::abort();
}

void check_limits(const Framer& framer) {
    const auto& request = framer.request();
    require(request.body.size() <= limits.body_bytes);
    require(request.headers.size() <= limits.header_lines);
    require(request.target.size() <= limits.header_bytes);
}

/// Takes all of `piece`. False once the stream is refused.
bool take_all(Framer& framer, std::string_view piece, std::string& report) {
    while (!piece.empty()) {
        const auto taken = framer.take(piece);
        require(taken > 0 && taken <= piece.size());
        piece.remove_prefix(taken);
        check_limits(framer);
        if (framer.state() == Framer::State::refused) {
            report += std::to_string(framer.error().status);
            return false;
        }
        if (framer.state() != Framer::State::complete) continue;
        const auto& request = framer.request();
        report += request.method + ' ' + request.target + '\n';
        for (const auto& [name, value] : request.headers)
            report += name + ':' + value + '\n';
        report += request.body + (framer.keep_alive() ? '+' : '-');
        framer.reset();
    }
    return true;
}

std::string framed(std::string_view stream, std::size_t piece_size) {
    std::string report;
    Framer framer(limits);
    for (std::size_t start = 0; start < stream.size(); start += piece_size) {
        if (!take_all(framer, stream.substr(start, piece_size), report)) break;
    }
    return report;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::size_t piece_size = 1 + data[0] % 16;
    const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
    require(framed(stream, piece_size) == framed(stream, stream.size()));
    return 0;
}
