// By what people are recognised (domain.md, "Matching", "Keys"): the same person has the same key,
// however it is written. Pure; keys are compared, never shown and never mailed to.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace usher::invitation {

/// The key of a mail address (RFC 5321 §2.3.11, RFC 6531, RFC 5890): trimmed; the local part folded
/// in ASCII only; the domain in A-labels, lower case. Plus tags, dots and look-alike letters make
/// other people. nullopt for what is no address of one mailbox: no or several '@', empty parts,
/// spaces, control characters, display names, comments, address literals, quoted local parts, a
/// domain that IDNA2008 refuses or without a dot, more than 254 bytes.
[[nodiscard]] std::optional<std::string> email_key(std::string_view address);

/// How the address of an email_key() looks to a reader: without plus tag and dots, look-alike
/// letters and digits as one (after Unicode TS 39). Equal likenesses are no sign of one person;
/// they are pointed out to an admin.
[[nodiscard]] std::string email_likeness(std::string_view email_key);

/// The domain of an email_key().
[[nodiscard]] std::string_view domain_of(std::string_view email_key);

/// The key of a domain name: A-labels, lower case. nullopt if IDNA2008 refuses it.
[[nodiscard]] std::optional<std::string> domain_key(std::string_view domain);

/// A phone number in E.164 ("+34600123456"). `region` (ISO 3166, may be empty) is where a number
/// without a country is. nullopt for what cannot be a number.
[[nodiscard]] std::optional<std::string> phone_key(
    std::string_view number, std::string_view region
);

}  // namespace usher::invitation
