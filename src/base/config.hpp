// The configuration: one table of settings, read from a TOML or YAML file and the environment into
// a value.
//
// A setting `section.key` is also the environment variable USHER_SECTION_KEY, which wins over the
// file; a secret one may also be the content of the file that USHER_SECTION_KEY_FILE names. Nothing
// here is global: the environment is handed in, and who needs a setting is handed it.
#pragma once

#include "base/secret.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace usher::base {

enum class LogLevel { debug, info, warning, error };
enum class LogFormat { text, json };

/// Each member is the setting of that name: what it means is said once, in settings().
struct Config {
    struct Http {
        std::string listen;
        std::string tls_certificate_file;
        std::string tls_key_file;
        std::size_t workers = 0;
        std::string metrics_listen;
        std::chrono::seconds request_deadline{};
        std::size_t max_body_bytes = 0;
    };

    struct Database {
        std::string url;
        std::size_t read_sessions = 0;
        std::size_t write_sessions = 0;
    };

    struct Scim {
        std::string schemas;
        bool open_discovery = false;
        std::size_t requests_per_second = 0;
    };

    struct Logging {
        LogLevel level = LogLevel::info;
        LogFormat format = LogFormat::text;
    };

    struct Mail {
        std::string url;
        std::string from;
        std::string ca_file;
    };

    struct Outbox {
        std::size_t workers = 0;
        bool private_webhooks = false;
    };

    struct Sms {
        std::string url;
    };

    Http http;
    Mail mail;
    Outbox outbox;
    Sms sms;
    Database database;
    Scim scim;
    Logging log;
    std::string public_url;
    std::optional<Secret> secret_key;
};

/// One row of the table that --help and docs/operations.md show.
struct Setting {
    enum class Secrecy { open, secret };
    using enum Secrecy;

    std::string_view name;           ///< as in the file: "http.listen"
    std::string_view default_value;  ///< as it would be written there
    /// Sets it in `config`. Returns what is wrong with `text`, or nothing.
    std::optional<std::string> (*assign)(Config& config, const std::string& text);
    std::string_view description;
    Secrecy secrecy = open;  ///< a secret may come from a file; its value is never shown
};

/// Every setting, in the order in which they are documented.
[[nodiscard]] std::span<const Setting> settings();

/// "http.listen" → "USHER_HTTP_LISTEN".
[[nodiscard]] std::string environment_name(const Setting& setting);

/// Looks an environment variable up; nothing if it is not set.
using Environment = std::function<std::optional<std::string>(const std::string& name)>;

/// What load_config() found. The configuration is complete only if there are no problems.
struct LoadedConfig {
    Config config;
    std::vector<std::string> problems;  ///< each names the setting and where it was set
};

/// Reads the defaults, then `file` (none if empty), then `environment`. A key that is no setting, a
/// value that does not fit, a file that cannot be read: each is a problem, so that all of them can
/// be mended at once.
[[nodiscard]] LoadedConfig load_config(const std::string& file, const Environment& environment);

/// "127.0.0.1:8080", "[::1]:8080" or ":8080" (every address), taken apart. Nothing if it is not
/// like that.
struct Address {
    std::string host;
    int port = 0;

    bool operator==(const Address&) const = default;
};

[[nodiscard]] std::optional<Address> address_from(std::string_view text);

}  // namespace usher::base
