#include "store/postgresql_url.hpp"

#include "base/text.hpp"

#include <array>
#include <libpq-fe.h>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace usher::store {

namespace {

// A server that is away must be noticed within the time a client waits for its answer.
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> defaults{
    {
     {"application_name", "usher"},
     {"connect_timeout", "3"},
     {"keepalives_idle", "30"},
     {"tcp_user_timeout", "15000"},
     }
};

std::string percent_encoded(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool plain = base::is_digit(c) || base::is_letter(c);
        if (plain) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 0xFU];
    }
    return encoded;
}

std::string what_is_wrong(std::string_view libpq_says) {
    // libpq quotes what it stumbled over. Only the name of a parameter cannot be a secret.
    if (libpq_says.starts_with("invalid URI query parameter")) {
        return std::string(libpq_says.substr(0, libpq_says.find('\n')));
    }
    return "write postgresql://user:password@host:port/name?options, with %XX for special "
           "characters";
}

}  // namespace

std::string connection_string(const std::string& url) {
    char* message = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(url.c_str(), &message), PQconninfoFree
    );
    const std::unique_ptr<char, decltype(&PQfreemem)> message_owner(message, PQfreemem);
    if (options == nullptr) {
        const std::string wrong = what_is_wrong(message == nullptr ? "" : message);
        throw std::invalid_argument("the PostgreSQL URL cannot be read: " + wrong);
    }
    std::string text = "postgresql:///?client_encoding=UTF8";
    const auto add = [&text](std::string_view keyword, std::string_view value) {
        text += '&';
        text += keyword;
        text += '=';
        text += percent_encoded(value);
    };
    for (const auto* option = options.get(); option->keyword != nullptr; ++option) {
        const std::string_view keyword = option->keyword;
        if (option->val != nullptr && keyword != "client_encoding") add(keyword, option->val);
        for (const auto& [name, value] : defaults) {
            if (option->val == nullptr && keyword == name) add(name, value);
        }
    }
    return text;
}

}  // namespace usher::store
