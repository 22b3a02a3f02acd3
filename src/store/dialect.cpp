#include "store/dialect.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>

namespace usher::store {

namespace {

struct Token {
    std::string_view name;
    std::string_view postgresql;
    std::string_view sqlite;
};

constexpr std::array tokens{
    Token{"TEXT",        "text COLLATE \"C\"", "text"         },
    Token{"INTEGER",     "bigint",             "integer"      },
    Token{"CLUSTERED",   "",                   "WITHOUT ROWID"},
    Token{"FOR_UPDATE",  "FOR UPDATE",         ""             },
    Token{"SKIP_LOCKED", "SKIP LOCKED",        ""             },
    Token{"POSITION",    "strpos",             "instr"        },
    Token{"AMONG",       "= ANY (ARRAY(",      "IN ("         },
    Token{"END_AMONG",   "))",                 ")"            },
};

bool is_upper(char c) {
    return (c >= 'A' && c <= 'Z') || c == '_';
}

bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || is_upper(c);
}

bool continues_name(char c) {
    return starts_name(c) || base::is_digit(c);
}

class Translation {
  public:
    Translation(std::string_view sql, Kind kind) : rest_(sql), kind_(kind) {}

    DialectSql run() {
        while (!rest_.empty())
            step();
        return std::move(result_);
    }

  private:
    void step() {
        const char next = rest_.size() > 1 ? rest_[1] : '\0';
        switch (rest_.front()) {
            case '\'':
            case '"':
                copy_through(rest_.substr(0, 1));
                break;
            case '-':
                next == '-' ? skip_through("\n") : copy(1);
                break;
            case '/':
                next == '*' ? skip_through("*/") : copy(1);
                break;
            case ':':
                if (starts_name(next)) {
                    parameter();
                } else {
                    copy(next == ':' ? 2 : 1);
                }
                break;
            case '$':
                is_upper(next) ? token() : copy(1);
                break;
            default:
                copy(std::max<std::size_t>(1, rest_.find_first_of("'\"-/:$")));
        }
    }

    void copy(std::size_t count) {
        result_.text += rest_.substr(0, count);
        rest_.remove_prefix(std::min(count, rest_.size()));
    }

    // A doubled quote inside quotes is read as two neighbours: the same text comes out.
    void copy_through(std::string_view end) { copy(length_through(end)); }

    // A space stays, as a comment separates words.
    void skip_through(std::string_view end) {
        rest_.remove_prefix(length_through(end));
        result_.text += ' ';
    }

    [[nodiscard]] std::size_t length_through(std::string_view end) const {
        const std::size_t found = rest_.find(end, 1);
        return found == std::string_view::npos ? rest_.size() : found + end.size();
    }

    std::string_view take_word(bool (*belongs)(char)) {
        const auto* end = std::find_if_not(rest_.begin() + 1, rest_.end(), belongs);
        const std::string_view word(rest_.begin() + 1, end);
        rest_.remove_prefix(word.size() + 1);
        return word;
    }

    void parameter() {
        const std::string name(take_word(continues_name));
        const auto [number, is_new] = numbers_.try_emplace(name, numbers_.size() + 1);
        if (is_new) result_.names.push_back(name);
        if (kind_ == Kind::postgresql && is_new) {
            // SOCI makes "$1", "$2" ... of these itself, and wants the names for its error texts.
            result_.text += ':' + name;
        } else {
            result_.text += kind_ == Kind::postgresql ? '$' : '?';
            result_.text += std::to_string(number->second);
        }
    }

    void token() {
        const std::string_view name = take_word(is_upper);
        const auto* found = std::find_if(tokens.begin(), tokens.end(), [name](const Token& token) {
            return token.name == name;
        });
        if (found == tokens.end()) {
            throw std::logic_error("no SQL token is called $" + std::string(name));
        }
        result_.text += kind_ == Kind::postgresql ? found->postgresql : found->sqlite;
    }

    std::string_view rest_;
    Kind kind_;
    DialectSql result_;
    std::unordered_map<std::string, std::size_t> numbers_;
};

}  // namespace

DialectSql in_dialect(std::string_view sql, Kind kind) {
    return Translation(sql, kind).run();
}

}  // namespace usher::store
