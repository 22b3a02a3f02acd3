// docs/api.md against the code: every problem code, every field of every list.
#include "desk/user_view.hpp"
#include "invitation/problem.hpp"
#include "store/case_list.hpp"
#include "store/delivery_list.hpp"
#include "store/desk_lists.hpp"
#include "store/event_list.hpp"
#include "store/group_list.hpp"
#include "store/request_log_list.hpp"
#include "store/user_list.hpp"

#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace usher::test::docs_test {

namespace {

std::string guide() {
    const std::ifstream in(USHER_SOURCE_DIR "/docs/api.md");
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The line of a table that begins with `cell`.
std::string line_of(const std::string& text, const std::string& cell) {
    const auto begin = text.find("\n| " + cell + " |");
    if (begin == std::string::npos) return "";
    return text.substr(begin + 1, text.find('\n', begin + 1) - begin - 1);
}

/// The fields as the guide writes them: those that can be sorted by are bold.
std::string written(const store::ListSource& list) {
    std::string text;
    for (const store::ListField& field : list.fields) {
        const std::string name = "`" + field.name + "`";
        text += (text.empty() ? "" : " ") + (field.sorting ? "**" + name + "**" : name);
    }
    return text;
}

}  // namespace

TEST_CASE("the guide to the API lists every problem code with its status and meaning") {
    const std::string text = guide();
    for (const auto& kind : invitation::problem_kinds()) {
        const std::string code(kind.word);
        const std::string expected = "| `" + code + "` | " + std::to_string(kind.status) + " | " +
                                     std::string(kind.title) + " |";
        CHECK(line_of(text, "`" + code + "`") == expected);
    }
}

TEST_CASE("the guide to the API lists the fields of every list") {
    using store::UserScope;
    const std::string text = guide();
    const std::map<std::string, store::ListSource> lists{
        {"/users", store::user_list(UserScope::everybody, desk::status_sql())},
        {"/users?deleted=true",        store::deleted_user_list()                        },
        {"/invitations",        store::invitation_list(UserScope::everybody)       },
        {"/invitation-requests",        store::request_list()                },
        {"/groups",        store::group_list()                    },
        {"/groups/{id}/members",        store::member_list()   },
        {"/directories/{id}/requests",        store::request_log_list()              },
        {"/events",        store::event_list()                      },
        {"/cases",        store::case_list()               },
        {"/webhooks/{id}/deliveries",        store::delivery_list()   },
    };
    for (const auto& [path, list] : lists) {
        const std::string cell = "`" + path + "`";
        CHECK(line_of(text, cell) == "| " + cell + " | " + written(list) + " |");
    }
}

}  // namespace usher::test::docs_test
