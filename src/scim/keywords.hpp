// The keywords of attribute definitions (RFC 7643 §2.3, §7), for reading schemas and for serving
// them.
#pragma once

#include "usher/scim/schema.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace usher::scim {

template <class Value>
struct Keyword {
    std::string_view text;
    Value value;
};

inline constexpr std::array<Keyword<Type>, 8> type_keywords{
    {
     {"string", Type::string},
     {"boolean", Type::boolean},
     {"decimal", Type::decimal},
     {"integer", Type::integer},
     {"dateTime", Type::date_time},
     {"reference", Type::reference},
     {"binary", Type::binary},
     {"complex", Type::complex},
     }
};

inline constexpr std::array<Keyword<Mutability>, 4> mutability_keywords{
    {
     {"readOnly", Mutability::read_only},
     {"readWrite", Mutability::read_write},
     {"immutable", Mutability::immutable},
     {"writeOnly", Mutability::write_only},
     }
};

inline constexpr std::array<Keyword<Returned>, 4> returned_keywords{
    {
     {"always", Returned::always},
     {"never", Returned::never},
     {"default", Returned::by_default},
     {"request", Returned::request},
     }
};

inline constexpr std::array<Keyword<Uniqueness>, 3> uniqueness_keywords{
    {
     {"none", Uniqueness::none},
     {"server", Uniqueness::server},
     {"global", Uniqueness::global},
     }
};

/// The value that `text` spells exactly.
template <class Keywords>
[[nodiscard]] constexpr auto find_keyword(const Keywords& keywords, std::string_view text)
    -> std::optional<decltype(keywords.front().value)> {
    for (const auto& keyword : keywords) {
        if (keyword.text == text) return keyword.value;
    }
    return std::nullopt;
}

/// The spelling of `value`. Each table has every value of its enumeration.
template <class Keywords>
[[nodiscard]] constexpr std::string_view keyword_for(
    const Keywords& keywords, decltype(keywords.front().value) value
) {
    for (const auto& keyword : keywords) {
        if (keyword.value == value) return keyword.text;
    }
    return {};
}

}  // namespace usher::scim
