#include "desk/qr.hpp"

#include <cstdint>
#include <memory>
#include <png.h>
#include <qrcodegen/qrcodegen.hpp>
#include <stdexcept>

namespace usher::desk {

namespace {

constexpr std::size_t quiet_zone = 4;
constexpr std::size_t pixels_of_module = 8;

struct FreeImage {
    void operator()(png_image* image) const { png_image_free(image); }
};

}  // namespace

QrCode::QrCode(const std::string& text) {
    const auto code = qrcodegen::QrCode::encodeText(text.c_str(), qrcodegen::QrCode::Ecc::MEDIUM);
    const auto side = static_cast<std::size_t>(code.getSize());
    size_ = side + 2 * quiet_zone;
    modules_.resize(size_ * size_);
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
            modules_[(y + quiet_zone) * size_ + x + quiet_zone] =
                code.getModule(static_cast<int>(x), static_cast<int>(y));
        }
    }
}

bool QrCode::dark(std::size_t x, std::size_t y) const {
    return modules_[y * size_ + x];
}

std::string QrCode::svg() const {
    const std::string side = std::to_string(size_);
    std::string path;
    for (std::size_t y = 0; y < size_; ++y) {
        for (std::size_t x = 0; x < size_; ++x) {
            if (!dark(x, y)) continue;
            path += "M" + std::to_string(x) + " " + std::to_string(y) + "h1v1h-1z";
        }
    }
    return R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 )" + side + " " + side +
           R"(" shape-rendering="crispEdges" role="img"><title>QR</title><path fill="#fff" d="M0 0h)" +
           side + "v" + side + "H0z\"/><path d=\"" + path + "\"/></svg>\n";
}

std::string QrCode::png() const {
    const std::size_t side = size_ * pixels_of_module;
    std::vector<std::uint8_t> pixels;
    pixels.reserve(side * side);
    for (std::size_t y = 0; y < side; ++y) {
        for (std::size_t x = 0; x < side; ++x) {
            pixels.push_back(dark(x / pixels_of_module, y / pixels_of_module) ? 0 : 0xFF);
        }
    }
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_GRAY;
    const std::unique_ptr<png_image, FreeImage> freed(&image);
    std::string file(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
    png_alloc_size_t bytes = file.size();
    if (png_image_write_to_memory(&image, file.data(), &bytes, 0, pixels.data(), 0, nullptr) == 0) {
        throw std::runtime_error("libpng could not write the QR code");
    }
    file.resize(bytes);
    return file;
}

}  // namespace usher::desk
