// Who is to be invited, as written in a paste, a CSV file or a request: recognised or not, line by
// line, before anything is sent (domain.md, "Bulk"). Pure values.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace usher::desk {

/// Why an entry is no recipient; words of the API's `not_sent` (the invitation itself adds more).
inline constexpr std::string_view invalid_email = "invalid_email";
inline constexpr std::string_view duplicate = "duplicate";
inline constexpr std::string_view validation_failed = "validation_failed";

/// One person as written. Empty: not said.
struct RecipientEntry {
    std::size_t line = 0;   ///< from 1; in JSON, the place in the list
    std::string email{};    ///< as written, without the spaces around it
    std::string user_id{};  ///< of somebody who is registered; then `email` may be empty
    std::string given_name{};
    std::string family_name{};
    std::string user_name{};
    std::string title{};
    std::string department{};
    std::string mobile{};
    std::string code{};
    std::string manager{};              ///< an e-mail address or a code
    std::vector<std::string> groups{};  ///< names or ids
    std::string role{};                 ///< in each of `groups`
    std::string time_zone{};
    std::string locale{};
    bool operator==(const RecipientEntry&) const = default;
};

/// An entry that is none, to be shown where it stands.
struct NotRecognised {
    std::size_t line = 0;
    std::string text;  ///< as written, cut after 200 bytes
    std::string reason;
    std::string detail;  ///< for the reader
    bool operator==(const NotRecognised&) const = default;
};

struct Recipients {
    std::vector<RecipientEntry> recognised;
    std::vector<NotRecognised> not_recognised;
};

/// More entries than this in one call are refused: what is shown and kept has to be bounded.
inline constexpr std::size_t most_entries = 100'000;

/// Gathers entries: the first of a user or an e-mail key is recognised, a later one a duplicate.
class RecipientList {
  public:
    /// Throws Problem payload_too_large beyond most_entries, like refuse().
    void add(RecipientEntry recipient);
    void refuse(
        std::size_t line, std::string_view text, std::string_view reason, std::string detail
    );

    [[nodiscard]] Recipients take();

  private:
    void count();

    Recipients gathered_;
    std::unordered_map<std::string, std::size_t> line_of_key_;
    std::size_t entries_ = 0;
};

}  // namespace usher::desk
