// Mail for development: each letter a file of a folder, DELIVERY-ID.eml.
#pragma once

#include "outbox/mailer.hpp"

#include <filesystem>

namespace usher::outbox {

class FileMailer : public Mailer {
  public:
    /// The folder is made when the first letter is written.
    explicit FileMailer(std::filesystem::path folder) : folder_(std::move(folder)) {}

    [[nodiscard]] Sending send(const Mail& mail) override;
    [[nodiscard]] std::optional<std::string> examine() override;

  private:
    std::filesystem::path folder_;
};

/// Writes `text` to folder/name whole: a reader never sees half a file.
[[nodiscard]] Sending write_letter(
    const std::filesystem::path& folder, const std::string& name, const std::string& text
);

}  // namespace usher::outbox
