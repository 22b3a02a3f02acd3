#include "app/commands.hpp"

#include "app/answer.hpp"
#include "app/creation.hpp"
#include "app/doctor.hpp"
#include "app/duration.hpp"
#include "app/reconcile.hpp"
#include "app/serve.hpp"
#include "app/transfer.hpp"
#include "app/wiring.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <iostream>
#include <optional>
#include <ostream>
#include <string>
#include <utility>

namespace usher::app {

namespace {

/// The settings as --help shows them.
std::string settings_text() {
    std::string text =
        "Settings, in the TOML or YAML file of --config or as environment variables, which win:\n";
    for (const auto& setting : base::settings()) {
        const std::string variable = base::environment_name(setting);
        text += "  " + std::string(setting.name) + " (" + variable;
        if (setting.secrecy == base::Setting::secret) text += ", or a file: " + variable + "_FILE";
        text += ")\n      " + std::string(setting.description);
        if (!setting.default_value.empty()) {
            text += " Default: " + std::string(setting.default_value);
        }
        text += '\n';
    }
    return text;
}

CLI::Validator duration() {
    const auto check = [](const std::string& text) {
        return duration_from(text) ? std::string() : "must be like 90m, 12h or 30d, not " + text;
    };
    return {check, ""};
}

}  // namespace

struct CommandLine::Parts {
    Parts(base::Environment surroundings, std::ostream& answers, std::ostream& complaints)
        : environment(std::move(surroundings)), out(answers), error(complaints) {
        app.require_subcommand(1);
        app.set_version_flag("--version", "usher " USHER_VERSION);
        add_serving();
        add_organization();
        add_directory();
        add_token();
        add_admin();
        add_reconciliation();
        add_transfer();
        add_doctor();
        // Last: a command made after it would repeat it.
        app.footer(settings_text());
    }

    CLI::App* add_command(
        CLI::App& parent, const std::string& name, const std::string& description
    ) {
        auto* command = parent.add_subcommand(name, description);
        command->add_option("--config", config_file, "TOML or YAML file with settings")
            ->type_name("FILE");
        return command;
    }

    CLI::App* add_answering(
        CLI::App& parent, const std::string& name, const std::string& description
    ) {
        auto* command = add_command(parent, name, description);
        command->add_flag("--json", json, "Print one JSON object");
        return command;
    }

    /// `work` runs with a configuration that has no problems.
    void on(CLI::App* command, std::function<void(const base::Config&)> work) {
        on_with_status(command, [work = std::move(work)](const base::Config& config) {
            work(config);
            return ExitStatus::done;
        });
    }

    /// As on(); `work` says how the program ends.
    void on_with_status(CLI::App* command, std::function<ExitStatus(const base::Config&)> work) {
        command->final_callback([this, work = std::move(work)] {
            chosen = [this, work] {
                const auto loaded = base::load_config(config_file, environment);
                for (const auto& problem : loaded.problems) {
                    error << "usher: " << problem << '\n';
                }
                if (!loaded.problems.empty()) return ExitStatus::wrong_usage;
                return work(loaded.config);
            };
        });
    }

    void add_serving();
    void add_organization();
    void add_directory();
    void add_token();
    void add_admin();
    void add_rotation(CLI::App& group);
    void add_reconciliation();
    void add_transfer();
    void add_doctor();

    [[nodiscard]] Output output() const {
        return {out, json ? AnswerFormat::json : AnswerFormat::text};
    }

    base::Environment environment;
    std::ostream& out;
    std::ostream& error;

    CLI::App app{"Usher: a SCIM 2.0 server", "usher"};
    std::string config_file;
    bool json = false;
    OrganizationWish organization;
    DirectoryWish directory;
    TokenWish token;
    AdminWish admin;
    std::string time_to_live;
    RotationWish rotation;
    std::string old_ends_after = "24h";
    ReconciliationWish reconciliation;
    std::string travelling;  ///< slug of the organization to export or import
    std::function<ExitStatus()> chosen;
};

void CommandLine::Parts::add_serving() {
    auto* serving = add_command(app, "serve", "Bring the database up to date and answer requests");
    serving->footer(settings_text());
    on(serving, [this](const base::Config& config) { serve(config, error); });

    auto* migrating = add_answering(app, "migrate", "Bring the database up to date");
    on(migrating, [this](const base::Config& config) {
        const base::SystemClock clock;
        store::Database database(database_options(config), clock);
        bring_up_to_date(database);
        print_answer(
            output(),
            {
                {"migrations", "Migrations", "current"}
        }
        );
    });
}

void CommandLine::Parts::add_organization() {
    auto* group = app.add_subcommand("organization", "Organizations")->require_subcommand(1);
    auto* create = add_answering(*group, "create", "Create an organization");
    create->add_option("slug", organization.slug, "Its name in URLs: a-z, 0-9 and '-'")
        ->required()
        ->type_name("SLUG");
    create->add_option("--name", organization.name, "Its name for people")
        ->required()
        ->type_name("NAME");
    on(create,
       [this](const base::Config& config) { create_organization(config, organization, output()); });
}

void CommandLine::Parts::add_directory() {
    auto* group = app.add_subcommand("directory", "SCIM directories")->require_subcommand(1);
    auto* create = add_answering(*group, "create", "Create a SCIM directory and its token");
    create->add_option("--organization", directory.organization, "Slug of its organization")
        ->required()
        ->type_name("SLUG");
    create->add_option("--name", directory.name, "Its name for people")
        ->required()
        ->type_name("NAME");
    create->add_option("--on-create", directory.on_create, "What POST /Users means")
        ->check(CLI::IsMember({"auto", "activate", "invite", "register"}))
        ->capture_default_str();
    create->add_option("--dialect", directory.dialect, "Whose habits to expect")
        ->check(CLI::IsMember({"auto", "strict", "entra", "okta"}))
        ->capture_default_str();
    on(create,
       [this](const base::Config& config) { create_directory(config, directory, output()); });
}

void CommandLine::Parts::add_token() {
    auto* group = app.add_subcommand("token", "Tokens")->require_subcommand(1);
    auto* create = add_answering(*group, "create", "Create an admin API token");
    create->add_option("--organization", token.organization, "Slug of its organization")
        ->required()
        ->type_name("SLUG");
    create->add_option("--role", token.role, "What it may do")
        ->required()
        ->check(CLI::IsMember({"founder", "account_admin", "team_admin", "member"}));
    create->add_option("--ttl", time_to_live, "Time until it ends, such as 12h or 30d")
        ->check(duration())
        ->type_name("DURATION");
    on(create, [this](const base::Config& config) {
        token.time_to_live = duration_from(time_to_live);
        create_token(config, token, output());
    });
    add_rotation(*group);
}

void CommandLine::Parts::add_admin() {
    auto* group = app.add_subcommand("admin", "Administrators")->require_subcommand(1);
    auto* create = add_answering(
        *group, "create", "Make somebody an administrator; prints a one-time sign-in link"
    );
    create->add_option("--email", admin.email, "Whom; who is known stays the same person")
        ->required()
        ->type_name("E-MAIL");
    create->add_option("--organization", admin.organization, "Slug of the organization")
        ->required()
        ->type_name("SLUG");
    on(create, [this](const base::Config& config) { create_admin(config, admin, output()); });
}

void CommandLine::Parts::add_rotation(CLI::App& group) {
    auto* rotate = add_answering(group, "rotate", "Give a SCIM directory a new token");
    rotate->add_option("--organization", rotation.organization, "Slug of its organization")
        ->required()
        ->type_name("SLUG");
    rotate->add_option("--directory", rotation.directory, "Id of the directory")
        ->required()
        ->type_name("ID");
    rotate->add_option("--old-ends-after", old_ends_after, "How long the old one stays good")
        ->check(duration())
        ->type_name("DURATION")
        ->capture_default_str();
    on(rotate, [this](const base::Config& config) {
        rotation.old_ends_after = duration_from(old_ends_after);
        rotate_token(config, rotation, output());
    });
}

void CommandLine::Parts::add_reconciliation() {
    auto* command = add_answering(
        app, "reconcile", "Look over organizations: end what time has ended, find what is wrong"
    );
    command->add_flag(
        "--dry-run", reconciliation.dry_run, "Say what would be done, change nothing"
    );
    command->add_option("--organization", reconciliation.organization, "Slug of one; otherwise all")
        ->type_name("SLUG");
    on_with_status(command, [this](const base::Config& config) {
        const bool healthy = reconcile(config, reconciliation, output());
        return healthy ? ExitStatus::done : ExitStatus::failed;
    });
}

void CommandLine::Parts::add_transfer() {
    auto* leaving = add_command(app, "export", "Write an organization as JSON lines");
    auto* coming =
        add_command(app, "import", "Read an export from standard input into an empty organization");
    for (auto* command : {leaving, coming}) {
        command->add_option("--organization", travelling, "Slug of the organization")
            ->required()
            ->type_name("SLUG");
    }
    on(leaving,
       [this](const base::Config& config) { export_organization(config, travelling, out); });
    on(coming,
       [this](const base::Config& config) { import_organization(config, travelling, std::cin); });
}

void CommandLine::Parts::add_doctor() {
    auto* command = add_answering(app, "doctor", "Check configuration, database, key and clock");
    command->final_callback([this] {
        chosen = [this] {
            const auto findings = examine(base::load_config(config_file, environment));
            return report(findings, output()) ? ExitStatus::done : ExitStatus::failed;
        };
    });
}

CommandLine::CommandLine(base::Environment environment, std::ostream& out, std::ostream& error)
    : parts_(std::make_unique<Parts>(std::move(environment), out, error)) {}

CommandLine::~CommandLine() = default;

ExitStatus CommandLine::run(int count, const char* const* arguments) {
    parts_->app.parse(count, arguments);
    return parts_->chosen();
}

ExitStatus CommandLine::status_of(const std::exception& thrown) const {
    if (const auto* usage = dynamic_cast<const CLI::ParseError*>(&thrown)) {
        const int code = parts_->app.exit(*usage, parts_->out, parts_->error);
        return code == 0 ? ExitStatus::done : ExitStatus::wrong_usage;
    }
    parts_->error << "usher: " << thrown.what() << '\n';
    return ExitStatus::failed;
}

}  // namespace usher::app
