#include "app/doctor.hpp"

#include "app/outbox.hpp"
#include "app/secret_key.hpp"
#include "app/wiring.hpp"
#include "store/migrate.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string_view>
#include <sys/timex.h>

#include <nlohmann/json.hpp>

namespace usher::app {

namespace {

constexpr std::array<std::string_view, 3> health_words{"ok", "warning", "failed"};

std::string_view word(Health health) {
    return health_words.at(static_cast<std::size_t>(health));
}

std::vector<Finding> examine_database(const base::Config& config) {
    const base::SystemClock clock;
    store::Database database(database_options(config), clock);
    const std::string kind = database.kind() == store::Kind::sqlite ? "SQLite" : "PostgreSQL";
    if (!database.ping()) {
        return {
            {"database", Health::failed, kind + " does not answer"}
        };
    }
    if (!store::migrations_current(database)) {
        return {
            {"database",   Health::ok,     kind + " answers"                 },
            {"migrations", Health::failed, "not current: run `usher migrate`"},
        };
    }
    return {
        {"database",   Health::ok, kind + " answers"},
        {"migrations", Health::ok, "current"        },
    };
}

Finding examine_schemas(const base::Config& config) {
    const auto registry = load_registry(config);
    return {
        "schemas",
        Health::ok,
        std::to_string(registry.schemas().size()) + " schemas, " +
            std::to_string(registry.resource_types().size()) + " resource types"};
}

Finding examine_secret_key(const base::Config& config) {
    if (config.secret_key) return {"secret_key", Health::ok, "configured"};
    const auto file = key_file(config);
    if (!file) {
        return {"secret_key", Health::warning, "not set: links and cursors end at a restart"};
    }
    if (!std::filesystem::exists(*file)) {
        return {"secret_key", Health::ok, file->string() + " is made at the first start"};
    }
    static_cast<void>(read_key_file(*file));
    return {"secret_key", Health::ok, file->string()};
}

Finding examine_tls(const base::Config& config) {
    const auto& http = config.http;
    for (const auto& file : {http.tls_certificate_file, http.tls_key_file}) {
        if (!file.empty() && !std::ifstream(file)) {
            return {"tls", Health::failed, "cannot read " + file};
        }
    }
    if (!http.tls_key_file.empty()) return {"tls", Health::ok, "served here"};
    if (config.public_url.starts_with("https://")) return {"tls", Health::ok, "left to a proxy"};
    return {"tls", Health::warning, "public_url is plain http: tokens travel in the clear"};
}

Finding examine_mail(const base::Config& config) {
    if (config.mail.url.empty()) {
        return {"mail", Health::warning, "mail.url is not set: no invitation leaves"};
    }
    const auto problem = make_mailer(config)->examine();
    if (problem) return {"mail", Health::failed, *problem};
    return {"mail", Health::ok, "can be sent, from " + mail_from(config)};
}

Finding examine_clock() {
    timex state{};
    if (::adjtimex(&state) == TIME_ERROR) {
        return {"clock", Health::warning, "the kernel says that it is not synchronized"};
    }
    return {"clock", Health::ok, base::to_text(base::SystemClock().now())};
}

std::string as_json(const std::vector<Finding>& findings, bool healthy) {
    auto checks = nlohmann::ordered_json::array();
    for (const auto& finding : findings) {
        checks.push_back({
            {"check",  finding.check       },
            {"health", word(finding.health)},
            {"detail", finding.detail      }
        }
        );
    }
    return nlohmann::ordered_json{
               {"healthy", healthy},
               {"checks",  checks }
    }
               .dump() +
           '\n';
}

}  // namespace

std::vector<Finding> examine(const base::LoadedConfig& loaded) {
    std::vector<Finding> findings;
    for (const auto& problem : loaded.problems) {
        findings.push_back({"configuration", Health::failed, problem});
    }
    if (!findings.empty()) return findings;

    findings.push_back({"configuration", Health::ok, "complete"});
    findings.push_back(examine_clock());
    findings.push_back(examine_tls(loaded.config));
    findings.push_back(examine_mail(loaded.config));
    findings.push_back(examine_schemas(loaded.config));
    findings.push_back(examine_secret_key(loaded.config));
    for (auto& finding : examine_database(loaded.config)) {
        findings.push_back(std::move(finding));
    }
    return findings;
}

bool report(const std::vector<Finding>& findings, Output output) {
    bool healthy = true;
    std::string lines;
    for (const auto& finding : findings) {
        healthy = healthy && finding.health != Health::failed;
        lines +=
            std::string(word(finding.health)) + ' ' + finding.check + ": " + finding.detail + '\n';
    }
    output.out << (output.format == AnswerFormat::json ? as_json(findings, healthy) : lines)
               << std::flush;
    return healthy;
}

}  // namespace usher::app
