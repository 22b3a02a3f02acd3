// The table of settings, and how the text of each becomes a value.
#include "base/config.hpp"

#include <array>
#include <charconv>

namespace usher::base {

namespace {

using Problem = std::optional<std::string>;

template <class Number>
Problem read_number(const std::string& text, Number least, Number most, Number& into) {
    Number number{};
    const char* end = text.data() + text.size();
    const auto [stopped, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || stopped != end || number < least || number > most) {
        return "must be a whole number from " + std::to_string(least) + " to " +
               std::to_string(most);
    }
    into = number;
    return {};
}

/// The names are those of the enum's constants, in its order.
template <class Choice, std::size_t count>
Problem read_choice(
    const std::string& text, const std::array<std::string_view, count>& names, Choice& into
) {
    std::string known;
    for (std::size_t at = 0; at < count; ++at) {
        if (text == names[at]) {
            into = static_cast<Choice>(at);
            return {};
        }
        known += (known.empty() ? "" : ", ") + std::string(names[at]);
    }
    return "must be one of " + known;
}

Problem read_text(const std::string& text, std::string& into) {
    into = text;
    return {};
}

Problem read_flag(const std::string& text, bool& into) {
    if (text != "true" && text != "false") return "must be true or false";
    into = text == "true";
    return {};
}

template <std::size_t least, std::size_t most>
Problem read_count(const std::string& text, std::size_t& into) {
    return read_number(text, least, most, into);
}

Problem read_seconds(const std::string& text, std::chrono::seconds& into) {
    constexpr int longest = 3600;
    int seconds = 0;
    if (auto problem = read_number(text, 1, longest, seconds)) return problem;
    into = std::chrono::seconds(seconds);
    return {};
}

Problem read_address(const std::string& text, std::string& into) {
    if (!address_from(text)) return "must be HOST:PORT";
    return read_text(text, into);
}

Problem read_optional_address(const std::string& text, std::string& into) {
    return text.empty() ? read_text(text, into) : read_address(text, into);
}

Problem read_database_url(const std::string& text, std::string& into) {
    const bool known = (text.starts_with("sqlite:") && text != "sqlite:") ||
                       text.starts_with("postgresql://") || text.starts_with("postgres://");
    if (!known) return "must be sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME";
    return read_text(text, into);
}

Problem read_public_url(const std::string& text, std::string& into) {
    std::string_view url = text;
    if (url.empty()) return read_text(text, into);
    while (url.ends_with('/')) {
        url.remove_suffix(1);
    }
    const std::string_view scheme = url.starts_with("https://") ? "https://" : "http://";
    const bool whole = url.starts_with(scheme) && url.size() > scheme.size();
    if (!whole || url.find_first_of(" ?#\"<>\t\r\n") != std::string_view::npos) {
        return "must be https://HOST or http://HOST, without a query";
    }
    into = url;
    return {};
}

Problem read_mail_url(const std::string& text, std::string& into) {
    const bool known = text.empty() || text.starts_with("smtp://") ||
                       text.starts_with("smtps://") ||
                       (text.starts_with("file:") && text != "file:");
    if (!known) return "must be smtp://HOST:PORT, smtps://USER:PASSWORD@HOST:PORT or file:DIR";
    return read_text(text, into);
}

Problem read_sms_url(const std::string& text, std::string& into) {
    const bool known = text.empty() || text.starts_with("https://") ||
                       text.starts_with("http://") ||
                       (text.starts_with("file:") && text != "file:");
    if (!known) return "must be https://USER:PASSWORD@HOST/PATH?From=NUMBER or file:DIR";
    return read_text(text, into);
}

Problem read_mail_address(const std::string& text, std::string& into) {
    const auto at = text.find('@');
    const bool whole = at != std::string::npos && at > 0 && at + 1 < text.size() &&
                       text.find_first_of(" \t\r\n<>\",;:()[]\\@", at + 1) == std::string::npos &&
                       text.find_first_of(" \t\r\n<>\",;:()[]\\") == std::string::npos;
    if (!text.empty() && !whole) return "must be an address: LOCAL@DOMAIN";
    return read_text(text, into);
}

Problem read_secret_key(const std::string& text, std::optional<Secret>& into) {
    constexpr std::size_t least = 16;
    into.reset();
    if (text.empty()) return {};
    if (text.size() < least) return "must be 16 characters or more, all of them random";
    into.emplace(text);
    return {};
}

constexpr std::array<std::string_view, 4> log_level_names{"debug", "info", "warning", "error"};
constexpr std::array<std::string_view, 2> log_format_names{"text", "json"};

Problem read_log_level(const std::string& text, LogLevel& into) {
    return read_choice(text, log_level_names, into);
}

Problem read_log_format(const std::string& text, LogFormat& into) {
    return read_choice(text, log_format_names, into);
}

/// Reads into the member of Config that `members` lead to.
template <auto read, auto... members>
Problem set(Config& config, const std::string& text) {
    return read(text, (config.*....*members));
}

using Http = Config::Http;
using Database = Config::Database;
using Scim = Config::Scim;
using Logging = Config::Logging;
using MailSettings = Config::Mail;
using OutboxSettings = Config::Outbox;
using SmsSettings = Config::Sms;

constexpr std::size_t gibibyte = 1U << 30U;

// One row a setting; clang-format 14 tears such rows apart.
// clang-format off
constexpr std::array table{
    Setting{"http.listen", "127.0.0.1:8080",
            set<read_address, &Config::http, &Http::listen>,
            "Address that `serve` answers on; port 0 takes any free one."},
    Setting{"http.tls_certificate_file", "",
            set<read_text, &Config::http, &Http::tls_certificate_file>,
            "PEM certificate chain; with the key it makes the address TLS 1.2 or later."},
    Setting{"http.tls_key_file", "",
            set<read_text, &Config::http, &Http::tls_key_file>,
            "PEM private key of that certificate."},
    Setting{"http.workers", "0",
            set<read_count<0, 1024>, &Config::http, &Http::workers>,
            "Threads that answer reads; an idle connection needs none. 0: two a core, four at least."},
    Setting{"http.metrics_listen", "",
            set<read_optional_address, &Config::http, &Http::metrics_listen>,
            "Address of its own for /metrics, which then leaves http.listen."},
    Setting{"http.request_deadline_seconds", "15",
            set<read_seconds, &Config::http, &Http::request_deadline>,
            "Time that a client has to send a whole request."},
    Setting{"http.max_body_bytes", "8388608",
            set<read_count<1024, gibibyte>, &Config::http, &Http::max_body_bytes>,
            "Largest request body; a larger one is answered 413."},
    Setting{"database.url", "sqlite:usher.db",
            set<read_database_url, &Config::database, &Database::url>,
            "sqlite:PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME.",
            Setting::secret},
    Setting{"database.read_sessions", "0",
            set<read_count<0, 1024>, &Config::database, &Database::read_sessions>,
            "Database sessions for reading, at most. 0: one for each thread that may want one."},
    Setting{"database.write_sessions", "8",
            set<read_count<1, 1024>, &Config::database, &Database::write_sessions>,
            "Writes at a time: threads that wait for them, and PostgreSQL's sessions (SQLite has one writer)."},
    Setting{"public_url", "",
            set<read_public_url, &Config::public_url>,
            "Where clients reach Usher; SCIM is at /scim/v2 there. Empty: as http.listen."},
    Setting{"secret_key", "",
            set<read_secret_key, &Config::secret_key>,
            "Seed of every derived secret; empty: a key file made beside the SQLite file.",
            Setting::secret},
    Setting{"scim.schemas", "",
            set<read_text, &Config::scim, &Scim::schemas>,
            "Folder of more schemas and resource types (*.json)."},
    Setting{"scim.open_discovery", "false",
            set<read_flag, &Config::scim, &Scim::open_discovery>,
            "Whether /Schemas and /ResourceTypes answer without a token."},
    Setting{"scim.requests_per_second", "0",
            set<read_count<0, 1000000>, &Config::scim, &Scim::requests_per_second>,
            "Requests a second that one directory may send before it is answered 429; 0: no limit."},
    Setting{"mail.url", "",
            set<read_mail_url, &Config::mail, &MailSettings::url>,
            "smtp://HOST:PORT, smtps://USER:PASSWORD@HOST:PORT or file:DIR. Empty: mail waits, then is given up.",
            Setting::secret},
    Setting{"mail.from", "",
            set<read_mail_address, &Config::mail, &MailSettings::from>,
            "Address that mail comes from. Empty: usher@ and the host of public_url."},
    Setting{"mail.ca_file", "",
            set<read_text, &Config::mail, &MailSettings::ca_file>,
            "PEM file of authorities for the mail server's certificate. Empty: the system's."},
    Setting{"sms.url", "",
            set<read_sms_url, &Config::sms, &SmsSettings::url>,
            "https://USER:PASSWORD@HOST/PATH?From=NUMBER (Twilio's form) or file:DIR. Empty: as for mail.",
            Setting::secret},
    Setting{"outbox.workers", "2",
            set<read_count<0, 64>, &Config::outbox, &OutboxSettings::workers>,
            "Threads that send mail and SMS, and as many for webhooks; 0: another process does."},
    Setting{"outbox.private_webhooks", "false",
            set<read_flag, &Config::outbox, &OutboxSettings::private_webhooks>,
            "Whether webhooks may be at loopback and private addresses, and use plain http."},
    Setting{"log.level", "info",
            set<read_log_level, &Config::log, &Logging::level>,
            "debug, info, warning or error."},
    Setting{"log.format", "text",
            set<read_log_format, &Config::log, &Logging::format>,
            "text or json: one line an event, to standard error."},
};
// clang-format on

}  // namespace

std::span<const Setting> settings() {
    return table;
}

std::optional<Address> address_from(std::string_view text) {
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return {};
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return {};
    }
    Address address{.host = host.empty() ? "0.0.0.0" : std::string(host)};
    constexpr int last_port = 65535;
    if (read_number(std::string(text.substr(colon + 1)), 0, last_port, address.port)) return {};
    return address;
}

}  // namespace usher::base
