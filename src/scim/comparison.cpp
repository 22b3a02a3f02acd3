#include "usher/scim/comparison.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string_view>

#include <nlohmann/json.hpp>

namespace usher::scim {
namespace {

/// A number as 0.digits × 10^exponent, digits without zeros at either end. Zero has no digits.
struct ScientificNumber {
    bool negative = false;
    std::string digits;
    int exponent = 0;
};

/// Reads what std::to_chars writes: [-]digits[.digits][e±digits].
ScientificNumber scientific(std::string_view text) {
    ScientificNumber number;
    if (text.starts_with('-')) {
        number.negative = true;
        text.remove_prefix(1);
    }
    if (const std::size_t e = text.find('e'); e != std::string_view::npos) {
        const std::string_view power = text.substr(text[e + 1] == '+' ? e + 2 : e + 1);
        std::from_chars(power.data(), power.data() + power.size(), number.exponent);
        text = text.substr(0, e);
    }
    const std::size_t point = std::min(text.find('.'), text.size());
    number.exponent += static_cast<int>(point);
    number.digits = std::string(text.substr(0, point));
    if (point < text.size()) number.digits += text.substr(point + 1);
    const std::size_t first = std::min(number.digits.find_first_not_of('0'), number.digits.size());
    number.digits.erase(0, first);
    number.exponent -= static_cast<int>(first);
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
    return number;
}

/// Sign, exponent, digits: "1" for zero, "2…" above it, "0…" below it. A negative number's digits
/// are counted down from nine, and '~' after them puts -1 above -1.5.
std::string ordered_text(const ScientificNumber& number) {
    if (number.digits.empty()) return "1";
    std::string key = std::to_string(5000 + number.exponent) + number.digits;
    if (!number.negative) return "2" + key;
    for (char& c : key) {
        c = static_cast<char>('0' + ('9' - c));
    }
    return "0" + key + "~";
}

template <class Number>
std::string key_of(Number number) {
    std::array<char, 64> buffer{};
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
    return ordered_text(scientific({buffer.data(), end}));
}

std::optional<std::string> number_key(const Json& value) {
    if (value.is_number_unsigned()) return key_of(value.get<std::uint64_t>());
    if (value.is_number_integer()) return key_of(value.get<std::int64_t>());
    if (!value.is_number_float() || !std::isfinite(value.get<double>())) return std::nullopt;
    return key_of(value.get<double>());
}

std::optional<std::string> text_key(const Attribute& attribute, const Json& value) {
    if (!value.is_string()) return std::nullopt;
    const auto& text = value.get_ref<const std::string&>();
    if (text.empty()) return std::nullopt;
    if (attribute.type == Type::date_time) return canonical_date_time(text);
    if (attribute.type == Type::binary || attribute.case_exact) return text;
    return base::fold_case(text);
}

}  // namespace

std::optional<std::string> comparison_key(const Attribute& attribute, const Json& value) {
    switch (attribute.type) {
        case Type::string:
        case Type::reference:
        case Type::binary:
        case Type::date_time:
            return text_key(attribute, value);
        case Type::integer:
        case Type::decimal:
            return number_key(value);
        case Type::boolean:
            if (!value.is_boolean()) return std::nullopt;
            return value.get<bool>() ? "true" : "false";
        case Type::complex:
            return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace usher::scim
