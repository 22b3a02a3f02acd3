// QR codes, read by another library than the one that makes them.
#include "desk/qr.hpp"

#include <algorithm>
#include <cstdint>
#include <png.h>
#include <vector>
#include <zbar.h>

#include <catch2/catch.hpp>

namespace qr_test {

using usher::desk::QrCode;

namespace {

struct Pixels {
    unsigned side = 0;
    std::vector<std::uint8_t> grey;
};

Pixels decoded(const std::string& png) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    REQUIRE(png_image_begin_read_from_memory(&image, png.data(), png.size()) != 0);
    image.format = PNG_FORMAT_GRAY;
    REQUIRE(image.width == image.height);
    Pixels pixels{.side = image.width, .grey = std::vector<std::uint8_t>(PNG_IMAGE_SIZE(image))};
    REQUIRE(png_image_finish_read(&image, nullptr, pixels.grey.data(), 0, nullptr) != 0);
    return pixels;
}

/// What a camera would read.
std::string scanned(const Pixels& pixels) {
    zbar::Image image(pixels.side, pixels.side, "Y800", pixels.grey.data(), pixels.grey.size());
    zbar::ImageScanner scanner;
    REQUIRE(scanner.scan(image) == 1);
    return image.symbol_begin()->get_data();
}

/// The square that the path of an SVG of ours draws, eight pixels a module.
Pixels drawn(const std::string& svg) {
    constexpr unsigned scale = 8;
    const auto number_after = [&](std::string_view mark, std::size_t from, std::size_t& end) {
        std::size_t used = 0;
        const auto at = svg.find(mark, from) + mark.size();
        const auto number = std::stoul(svg.substr(at, 8), &used);
        end = at + used;
        return static_cast<unsigned>(number);
    };
    std::size_t at = 0;
    Pixels pixels;
    pixels.side = scale * number_after("viewBox=\"0 0 ", 0, at);
    pixels.grey.assign(pixels.side * pixels.side, 0xFF);
    for (at = svg.find("<path d="); (at = svg.find('M', at)) != std::string::npos;) {
        const unsigned x = number_after("M", at, at);
        const unsigned y = number_after(" ", at, at);
        for (unsigned i = 0; i < scale * scale; ++i) {
            const auto row = y * scale + i / scale;
            pixels.grey[row * pixels.side + x * scale + i % scale] = 0;
        }
    }
    return pixels;
}

const std::string join_url = "https://usher.example.org/join/" + std::string(92, 'A');

}  // namespace

TEST_CASE("row 38: a scanner reads from the PNG what the QR code was made of") {
    CHECK(scanned(decoded(QrCode(join_url).png())) == join_url);
    CHECK(scanned(decoded(QrCode("x").png())) == "x");
}

TEST_CASE("row 38: a scanner reads from the SVG what the QR code was made of") {
    const auto svg = QrCode(join_url).svg();
    CHECK(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "));
    CHECK(svg.find("script") == std::string::npos);
    CHECK(scanned(drawn(svg)) == join_url);
}

TEST_CASE("a QR code has a quiet zone of four modules") {
    const auto pixels = decoded(QrCode(join_url).png());
    for (unsigned y = 0; y < 32; ++y) {
        const auto* const row = &pixels.grey[y * pixels.side];
        CHECK(std::all_of(row, row + pixels.side, [](std::uint8_t grey) { return grey == 0xFF; }));
    }
}

TEST_CASE("more than a QR code holds is refused") {
    CHECK_THROWS_AS(QrCode(std::string(4000, 'x')), std::length_error);
}

}  // namespace qr_test
