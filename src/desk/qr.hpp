// A text as a QR code (ISO/IEC 18004), drawn as SVG and PNG. Pure.
//
// Error correction M, so that a worn or folded sheet still works; four modules of quiet zone.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace usher::desk {

class QrCode {
  public:
    /// Throws std::length_error for more than a code holds (some 2,300 bytes).
    explicit QrCode(const std::string& text);

    /// A whole SVG document; black on white, of no fixed size. May stand within HTML.
    [[nodiscard]] std::string svg() const;

    /// Grey, eight pixels a module.
    [[nodiscard]] std::string png() const;

  private:
    /// Whether the module is dark; also in the quiet zone.
    [[nodiscard]] bool dark(std::size_t x, std::size_t y) const;

    std::size_t size_ = 0;       ///< modules on a side, with the quiet zone
    std::vector<bool> modules_;  ///< row by row, with the quiet zone
};

}  // namespace usher::desk
