// ARCHITECTURE.md's rules that a compiler does not check, read from the source text itself.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

namespace layering_test {

namespace {

namespace fs = std::filesystem;

const fs::path root = USHER_SOURCE_DIR;

struct SourceFile {
    std::string name;  ///< from the root: "src/scim/path.cpp"
    std::vector<std::string> lines;
};

SourceFile read(const fs::path& path) {
    SourceFile file{.name = fs::relative(path, root).generic_string(), .lines = {}};
    std::ifstream in(path);
    for (std::string line; std::getline(in, line);) {
        file.lines.push_back(line);
    }
    return file;
}

std::vector<SourceFile> sources(const std::vector<std::string>& folders) {
    std::vector<SourceFile> all;
    for (const auto& folder : folders) {
        if (!fs::exists(root / folder)) continue;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") {
                all.push_back(read(entry.path()));
            }
        }
    }
    return all;
}

/// The layer of a path below src/ or of an #include: "store/access.hpp" → "store".
std::string layer_of(const std::string& path) {
    return path.starts_with("usher/scim/") ? "scim" : path.substr(0, path.find('/'));
}

std::string layer_of(const SourceFile& file) {
    const auto slash = file.name.find('/');
    return layer_of(file.name.substr(slash + 1));
}

struct Include {
    std::string path;
    bool ours = false;  ///< in quotes
};

std::vector<Include> includes(const SourceFile& file) {
    static const std::regex directive(R"re(^\s*#\s*include\s*([<"])([^>"]+)[>"])re");
    std::vector<Include> found;
    for (const auto& line : file.lines) {
        std::smatch match;
        if (std::regex_search(line, match, directive)) {
            found.push_back({.path = match[2], .ours = match[1] == "\""});
        }
    }
    return found;
}

std::set<std::string> words(const std::string& text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), {}};
}

/// What each layer may include beside itself: ARCHITECTURE.md, "Layers".
const std::map<std::string, std::string> layers_below{
    {"base",       ""                                                               },
    {"scim",       "base"                                                           },
    {"event",      "base"                                                           },
    {"store",      "base scim event"                                                },
    {"invitation", "base scim event store"                                          },
    {"directory",  "base scim event store invitation"                               },
    {"outbox",     "base event store invitation"                                    },
    {"desk",       "base scim event store invitation directory outbox"              },
    {"sso",        "base scim event store invitation directory desk"                },
    {"http",       "base scim event store invitation directory desk sso outbox"     },
    {"app",        "base scim event store invitation directory desk sso outbox http"},
};

/// Each library's headers, and where they may be known.
const std::map<std::string, std::string> library_homes{
    {"CLI/",        "src/app/commands.cpp"                                                 },
    {"csv.h",       "src/desk/csv.cpp"                                                     },
    {"curl/",       "src/outbox/"                                                          },
    {"date/",       "src/outbox/working_hours.cpp"                                         },
    {"httplib.h",   "src/http/front/"                                                      },
    {"idn2.h",      "src/invitation/keys.cpp src/invitation/likeness.cpp"                  },
    {"kainjow/",    "src/outbox/wording.cpp"                                               },
    {"liboath/",    "src/desk/totp.cpp"                                                    },
    {"libpq",       "src/store/"                                                           },
    {"nlohmann/",
     "include/ src/scim/ src/store/ src/invitation/ src/directory/ src/desk/ src/outbox/ src/http/ "
     "src/app/"                                                                            },
    {"openssl/",    "src/base/ src/http/front/"                                            },
    {"phonenumber", "src/invitation/keys.cpp"                                              },
    {"png.h",       "src/desk/qr.cpp"                                                      },
    {"prometheus/", "src/http/"                                                            },
    {"qrcodegen/",  "src/desk/qr.cpp"                                                      },
    {"soci/",       "src/store/"                                                           },
    {"spdlog/",     "src/base/log.cpp"                                                     },
    {"sqlite3.h",   "src/store/"                                                           },
    {"toml++/",     "src/base/config_toml.cpp"                                             },
    {"yaml-cpp/",   "src/base/config_yaml.cpp"                                             },
    {"utf8proc.h",  "src/base/text.cpp src/invitation/keys.cpp src/invitation/likeness.cpp"},
};

/// The files that handle exceptions and how often: where a unit of work ends, and where a library's
/// exceptions become ours.
const std::map<std::string, std::ptrdiff_t> handlers{
    {"src/app/main.cpp",                    1},
    {"src/app/sweeper.cpp",                 1},
    {"src/base/config_yaml.cpp",            1},
    {"src/http/api/idempotency.cpp",        1},
    {"src/http/api/problems.cpp",           2},
    {"src/http/api/service.cpp",            4},
    {"src/desk/invitations.cpp",            2},
    {"src/desk/bulk_invitations.cpp",       2},
    {"src/desk/job_runner.cpp",             4},
    {"src/directory/resources.cpp",         2},
    {"src/http/scim_service.cpp",           3},
    {"src/http/server.cpp",                 1},
    {"src/directory/bulk.cpp",              2},
    {"src/directory/request_log.cpp",       1},
    {"src/http/front/loop.cpp",             2},
    {"src/outbox/dispatcher.cpp",           1},
    {"src/outbox/worker.cpp",               1},
    {"src/store/database.cpp",              1},
    {"src/store/engine_postgresql.cpp",     3},
    {"src/store/postgresql_connection.cpp", 2},
    {"src/store/postgresql_statistics.cpp", 1},
    {"src/store/soci_session.cpp",          1},
    {"src/store/sqlite_connection.cpp",     2},
    {"src/store/statement_cache.cpp",       1},
    {"src/store/sqlite_writer.cpp",         2},
};

bool starts_with_any(const std::string& text, const std::set<std::string>& beginnings) {
    return std::ranges::any_of(beginnings, [&](const auto& beginning) {
        return text.starts_with(beginning);
    });
}

}  // namespace

TEST_CASE("an include points to its own layer or to one below") {
    for (const auto& file : sources({"src", "include"})) {
        const auto layer = layer_of(file);
        INFO(file.name);
        REQUIRE(layers_below.contains(layer));
        const auto allowed = words(layers_below.at(layer));
        for (const auto& include : includes(file)) {
            if (!include.ours) continue;
            INFO("includes " << include.path);
            const auto target = layer_of(include.path);
            CHECK((target == layer || allowed.contains(target)));
        }
    }
}

TEST_CASE("the SCIM library needs nothing of base but text, and its public headers nothing at all"
) {
    for (const auto& file : sources({"src/scim", "include"})) {
        for (const auto& include : includes(file)) {
            if (!include.path.starts_with("base/")) continue;
            INFO(file.name << " includes " << include.path);
            CHECK(include.path == "base/text.hpp");
            CHECK_FALSE(file.name.starts_with("include/"));
        }
    }
}

TEST_CASE("a library is known only where the architecture says") {
    for (const auto& file : sources({"src", "include"})) {
        for (const auto& include : includes(file)) {
            for (const auto& [library, homes] : library_homes) {
                if (!include.path.starts_with(library)) continue;
                INFO(file.name << " includes " << include.path);
                CHECK(starts_with_any(file.name, words(homes)));
            }
        }
    }
}

TEST_CASE("heavy headers stay out of our headers") {
    const std::set<std::string> heavy{"httplib.h", "CLI/", "toml++/", "spdlog/", "yaml-cpp/"};
    for (const auto& file : sources({"src", "include"})) {
        if (!file.name.ends_with(".hpp")) continue;
        for (const auto& include : includes(file)) {
            INFO(file.name << " includes " << include.path);
            CHECK_FALSE(starts_with_any(include.path, heavy));
        }
    }
}

TEST_CASE("an exception is handled only where a unit of work ends") {
    static const std::regex handler(R"(\bcatch\s*\()");
    for (const auto& file : sources({"src", "include"})) {
        const auto count = std::ranges::count_if(file.lines, [](const std::string& line) {
            return std::regex_search(line.substr(0, line.find("//")), handler);
        });
        INFO(file.name << " has " << count << " handlers");
        const auto found = handlers.find(file.name);
        CHECK(count == (found == handlers.end() ? 0 : found->second));
    }
}

TEST_CASE("a file ends before 400 lines") {
    constexpr std::size_t most_lines = 399;
    for (const auto& file : sources({"src", "include", "tests", "conformance", "bench"})) {
        INFO(file.name << " has " << file.lines.size() << " lines");
        CHECK(file.lines.size() <= most_lines);
    }
}

TEST_CASE("a test file is a namespace of its own, so that several are compiled at a time") {
    for (const auto& file : sources({"tests"})) {
        if (!file.name.ends_with("_test.cpp")) continue;
        const auto begin = file.name.rfind('/') + 1;
        const std::string stem = file.name.substr(begin, file.name.rfind('.') - begin);
        INFO(file.name);
        CHECK(std::ranges::any_of(file.lines, [&](const std::string& line) {
            return line.starts_with("namespace ") && line.ends_with(stem + " {");
        }));
    }
}

TEST_CASE("nobody walks the items of a JSON value that ends before the walk begins") {
    // items() refers to the value, and the temporary of `for (auto& x : f().items())` is gone.
    static const std::regex walk(R"(for \(.*:.*\)\.items\(\)\))");
    for (const auto& file : sources({"src", "include", "tests", "conformance", "bench"})) {
        for (const std::string& line : file.lines) {
            INFO(file.name << ": " << line);
            CHECK_FALSE(std::regex_search(line.substr(0, line.find("//")), walk));
        }
    }
}

TEST_CASE("every header is guarded once") {
    for (const auto& file : sources({"src", "include", "tests"})) {
        if (!file.name.ends_with(".hpp")) continue;
        INFO(file.name);
        CHECK(std::ranges::count(file.lines, "#pragma once") == 1);
    }
}

}  // namespace layering_test
