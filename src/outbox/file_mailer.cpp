#include "outbox/file_mailer.hpp"

#include "outbox/message_text.hpp"

#include <fstream>
#include <system_error>

namespace usher::outbox {

Sending write_letter(
    const std::filesystem::path& folder, const std::string& name, const std::string& text
) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    const auto draft = folder / ("." + name);
    std::ofstream out(draft, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    if (!out) return {.end = Sending::End::failed, .detail = "cannot write to the folder"};
    out.close();
    std::filesystem::rename(draft, folder / name, error);
    if (error) return {.end = Sending::End::failed, .detail = error.message()};
    return {.end = Sending::End::sent, .detail = "written to " + name};
}

Sending FileMailer::send(const Mail& mail) {
    if (!is_mailbox(mail.to)) return {.end = Sending::End::refused, .detail = "invalid_address"};
    return write_letter(folder_, mail.id + ".eml", message_text(mail));
}

std::optional<std::string> FileMailer::examine() {
    const std::string name = ".examined";
    const Sending written = write_letter(folder_, name, "");
    std::error_code ignored;
    std::filesystem::remove(folder_ / name, ignored);
    if (written.end == Sending::End::sent) return std::nullopt;
    return written.detail;
}

}  // namespace usher::outbox
