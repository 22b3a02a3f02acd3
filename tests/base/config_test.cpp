#include "base/config.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <unistd.h>

#include <catch2/catch.hpp>

namespace config_test {

using usher::base::Address;
using usher::base::address_from;
using usher::base::environment_name;
using usher::base::load_config;
using usher::base::LogFormat;
using usher::base::LogLevel;
using usher::base::settings;

namespace {

/// A file that is there as long as this value.
class WrittenFile {
  public:
    explicit WrittenFile(const std::string& text, const std::string& extension = ".toml")
        : path_(
              std::filesystem::temp_directory_path() /
              ("usher_config_" + std::to_string(getpid()) + extension)
          ) {
        std::ofstream(path_) << text;
    }

    WrittenFile(const WrittenFile&) = delete;
    WrittenFile& operator=(const WrittenFile&) = delete;

    ~WrittenFile() { std::filesystem::remove(path_); }

    [[nodiscard]] std::string path() const { return path_.string(); }

  private:
    std::filesystem::path path_;
};

usher::base::Environment environment(std::map<std::string, std::string> variables) {
    return [variables = std::move(variables)](const std::string& name) {
        const auto found = variables.find(name);
        return found == variables.end() ? std::nullopt : std::optional(found->second);
    };
}

const auto nothing_set = environment({});

std::vector<std::string> problems_of(const std::string& toml) {
    return load_config(WrittenFile(toml).path(), nothing_set).problems;
}

std::vector<std::string> problems_of_yaml(const std::string& yaml) {
    return load_config(WrittenFile(yaml, ".yaml").path(), nothing_set).problems;
}

}  // namespace

TEST_CASE("without a file and variables every setting has its documented default") {
    const auto loaded = load_config("", nothing_set);
    CHECK(loaded.problems.empty());
    CHECK(loaded.config.http.listen == "127.0.0.1:8080");
    CHECK(loaded.config.http.request_deadline == std::chrono::seconds(15));
    CHECK(loaded.config.http.max_body_bytes == 8388608);
    CHECK(loaded.config.database.url == "sqlite:usher.db");
    CHECK(loaded.config.public_url == "http://127.0.0.1:8080");
    CHECK(loaded.config.log.level == LogLevel::info);
    CHECK(loaded.config.log.format == LogFormat::text);
    CHECK_FALSE(loaded.config.scim.open_discovery);
    CHECK_FALSE(loaded.config.secret_key);
}

TEST_CASE("a file sets texts, numbers and flags by section") {
    const WrittenFile file(R"(
public_url = "https://id.example.org/"
[http]
listen = "[::1]:9000"
workers = 3
[scim]
open_discovery = true
[log]
format = "json"
)");
    const auto loaded = load_config(file.path(), nothing_set);
    REQUIRE(loaded.problems.empty());
    CHECK(loaded.config.public_url == "https://id.example.org");
    CHECK(loaded.config.http.listen == "[::1]:9000");
    CHECK(loaded.config.http.workers == 3);
    CHECK(loaded.config.scim.open_discovery);
    CHECK(loaded.config.log.format == LogFormat::json);
}

TEST_CASE("the environment wins over the file") {
    const WrittenFile file("[http]\nlisten = \"127.0.0.1:1\"\nworkers = 3\n");
    const auto loaded = load_config(
        file.path(),
        environment({
            {"USHER_HTTP_LISTEN", ":2"}
    })
    );
    REQUIRE(loaded.problems.empty());
    CHECK(loaded.config.http.listen == ":2");
    CHECK(loaded.config.http.workers == 3);
}

TEST_CASE("an unknown key is refused by its name and line") {
    const auto problems = problems_of("[http]\nlisten = \":1\"\nlisen = \":2\"\n");
    REQUIRE(problems.size() == 1);
    CHECK_THAT(problems[0], Catch::Contains("line 3: unknown setting http.lisen"));
}

TEST_CASE("every problem is reported at once") {
    const auto problems =
        problems_of("[http]\nworkers = 5000\nmax_body_bytes = \"many\"\n[log]\nlevel = 1.5");
    REQUIRE(problems.size() == 3);
    CHECK_THAT(problems[0], Catch::Contains("line 5: log.level"));
    CHECK_THAT(problems[1] + problems[2], Catch::Contains("http.workers must be a whole number"));
    CHECK_THAT(problems[1] + problems[2], Catch::Contains("http.max_body_bytes must be"));
}

TEST_CASE("a file that is not TOML or not there is a problem, not an exception") {
    const auto broken = problems_of("[http\n");
    REQUIRE(broken.size() == 1);
    CHECK_THAT(broken[0], Catch::Contains(".toml line 1"));
    const auto absent = load_config("/nowhere/usher.toml", nothing_set).problems;
    REQUIRE(absent.size() == 1);
    CHECK_THAT(absent[0], Catch::Contains("/nowhere/usher.toml"));
}

TEST_CASE("a YAML file sets the same settings, and its extension says that it is one") {
    const WrittenFile file(
        R"(# a comment
public_url: https://id.example.org/
http:
  listen: "[::1]:9000"
  workers: 3
scim: {open_discovery: true}
log:
  format: json
database:
  # nothing yet
)",
        GENERATE(".yaml", ".yml")
    );
    const auto loaded = load_config(file.path(), nothing_set);
    REQUIRE(loaded.problems.empty());
    CHECK(loaded.config.public_url == "https://id.example.org");
    CHECK(loaded.config.http.listen == "[::1]:9000");
    CHECK(loaded.config.http.workers == 3);
    CHECK(loaded.config.scim.open_discovery);
    CHECK(loaded.config.log.format == LogFormat::json);
    CHECK(loaded.config.database.url == "sqlite:usher.db");
}

TEST_CASE("an empty YAML file leaves every default") {
    const WrittenFile file(GENERATE("", "# nothing\n", "---\n"), ".yaml");
    CHECK(load_config(file.path(), nothing_set).problems.empty());
}

TEST_CASE("what is wrong in a YAML file is told by name and line") {
    const auto problems = problems_of_yaml(R"(http:
  lisen: ":1"
  workers: 5000
  max_body_bytes: [1, 2]
  listen:
log: {level: debug, level: info}
deep: {deeper: {deepest: 1}}
)");
    REQUIRE(problems.size() == 6);
    CHECK_THAT(problems[0], Catch::Contains("line 4: http.max_body_bytes must be a text"));
    CHECK_THAT(problems[1], Catch::Contains("line 5: http.listen must be a text"));
    CHECK_THAT(problems[2], Catch::Contains("line 6: log.level is set twice"));
    CHECK_THAT(problems[3], Catch::Contains("line 7: deep.deeper must be a text"));
    CHECK_THAT(problems[4], Catch::Contains(".yaml line 2: unknown setting http.lisen"));
    CHECK_THAT(problems[5], Catch::Contains("line 3: http.workers must be a whole number"));
}

TEST_CASE("a file that is not YAML, not a map or not there is a problem, not an exception") {
    CHECK_THAT(problems_of_yaml("http:\n  listen: \"x\n").at(0), Catch::Contains(" line "));
    CHECK_THAT(problems_of_yaml("a: b: c\n").at(0), Catch::Contains(".yaml line 1: "));
    CHECK_THAT(
        problems_of_yaml("- http\n").at(0), Catch::Contains("line 1: the file must be a map")
    );
    CHECK_THAT(
        problems_of_yaml("log: {level: info}\n---\nlog: {level: debug}\n").at(0),
        Catch::Contains("line 3: a second document")
    );
    const auto absent = load_config("/nowhere/usher.yml", nothing_set).problems;
    REQUIRE(absent.size() == 1);
    CHECK_THAT(absent[0], Catch::Contains("/nowhere/usher.yml"));
}

TEST_CASE("a YAML alias to what it stands in comes to an end") {
    CHECK_FALSE(problems_of_yaml("http: &http\n  workers: *http\n").empty());
}

TEST_CASE("a secret may come from a file, without the line end") {
    const WrittenFile file("sqlite:/tmp/secret.db\n");
    const auto loaded = load_config(
        "",
        environment({
            {"USHER_DATABASE_URL_FILE", file.path()}
    })
    );
    REQUIRE(loaded.problems.empty());
    CHECK(loaded.config.database.url == "sqlite:/tmp/secret.db");
}

TEST_CASE("a secret's file that is not there is a problem that names the variable") {
    const auto loaded = load_config(
        "",
        environment({
            {"USHER_SECRET_KEY_FILE", "/nowhere/key"}
    })
    );
    REQUIRE(loaded.problems.size() == 1);
    CHECK_THAT(loaded.problems[0], Catch::StartsWith("USHER_SECRET_KEY_FILE: cannot read"));
}

TEST_CASE("a secret set twice is refused rather than guessed") {
    const WrittenFile file("0123456789abcdef0123456789abcdef");
    const auto loaded = load_config(
        "",
        environment({
            {"USHER_SECRET_KEY",      "another secret of some length"},
            {"USHER_SECRET_KEY_FILE", file.path()                    }
    })
    );
    REQUIRE(loaded.problems.size() == 1);
    CHECK_THAT(loaded.problems[0], Catch::Contains("both set"));
}

TEST_CASE("a problem with a secret does not show its value") {
    const auto loaded = load_config(
        "",
        environment({
            {"USHER_SECRET_KEY",   "hunter2"            },
            {"USHER_DATABASE_URL", "mysql://u:hunter3@h"}
    })
    );
    REQUIRE(loaded.problems.size() == 2);
    for (const auto& problem : loaded.problems) {
        CHECK_THAT(problem, !Catch::Contains("hunter"));
    }
}

TEST_CASE("half of a TLS pair is refused") {
    const auto loaded = load_config(
        "",
        environment({
            {"USHER_HTTP_TLS_KEY_FILE", "/key.pem"}
    })
    );
    REQUIRE(loaded.problems.size() == 1);
    CHECK_THAT(loaded.problems[0], Catch::Contains("set both or none"));
}

TEST_CASE("the public URL follows the address and TLS unless it is set") {
    const auto loaded = load_config(
        "",
        environment({
            {"USHER_HTTP_LISTEN",               "127.0.0.1:8443"  },
            {"USHER_HTTP_TLS_KEY_FILE",         "/key.pem"        },
            {"USHER_HTTP_TLS_CERTIFICATE_FILE", "/certificate.pem"}
    })
    );
    REQUIRE(loaded.problems.empty());
    CHECK(loaded.config.public_url == "https://127.0.0.1:8443");
}

TEST_CASE("a public URL that is no web address is refused") {
    const auto* text =
        GENERATE("ftp://x", "https://", "http:///", "x", "https://a b", "http://a?b");
    CAPTURE(text);
    CHECK(
        load_config(
            "",
            environment({
                {"USHER_PUBLIC_URL", text}
    })
        ).problems.size() == 1
    );
}

TEST_CASE("an address is a host and a port") {
    CHECK(address_from("127.0.0.1:8080") == Address{"127.0.0.1", 8080});
    CHECK(address_from("[::1]:0") == Address{"::1", 0});
    CHECK(address_from(":80") == Address{"0.0.0.0", 80});
    for (const auto* text : {"", "host", "host:", "host:x", "host:65536", "host:-1", "::1:80"}) {
        CAPTURE(text);
        CHECK_FALSE(address_from(text));
    }
}

TEST_CASE("every setting's variable is its name in upper case") {
    for (const auto& setting : settings()) {
        const auto name = environment_name(setting);
        CAPTURE(name);
        CHECK(name.starts_with("USHER_"));
        CHECK(name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string::npos);
        CHECK_FALSE(setting.description.empty());
    }
    CHECK(environment_name(settings().front()) == "USHER_HTTP_LISTEN");
}

}  // namespace config_test
