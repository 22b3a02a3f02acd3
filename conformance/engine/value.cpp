#include "conformance/engine/value.hpp"

#include "usher/scim/error.hpp"
#include "usher/scim/json.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace usher::conformance {

namespace {

const Value absent;

// What a server sends may be larger and stranger than what Usher takes.
constexpr scim::JsonLimits generous{.depth = 100, .keys_per_object = 100'000, .values = 20'000'000};

Value from(const scim::Json& json) {
    switch (json.type()) {
        case scim::Json::value_t::null:
            return Value::Null{};
        case scim::Json::value_t::boolean:
            return json.get<bool>();
        case scim::Json::value_t::number_integer:
        case scim::Json::value_t::number_unsigned:
            return json.get<std::int64_t>();
        case scim::Json::value_t::number_float:
            return json.get<double>();
        case scim::Json::value_t::string:
            return json.get<std::string>();
        case scim::Json::value_t::array: {
            Value::Array elements;
            for (const auto& element : json)
                elements.push_back(from(element));
            return elements;
        }
        case scim::Json::value_t::object: {
            Value::Object members;
            for (const auto& [name, value] : json.items())
                members.push_back({name, from(value)});
            return members;
        }
        default:
            return {};
    }
}

scim::Json to_json(const Value& value) {
    if (value.is_boolean()) return value.truth();
    if (value.is_integer()) return value.integer();
    if (value.is_text()) return value.text();
    if (value.is_array()) {
        auto json = scim::Json::array();
        for (const auto& element : value.elements())
            json.push_back(to_json(element));
        return json;
    }
    if (value.is_object()) {
        auto json = scim::Json::object();
        for (const auto& [name, inner] : value.members())
            json[name] = to_json(inner);
        return json;
    }
    if (value.is_number()) return scim::Json::parse(to_text(value));
    return nullptr;
}

/// An upper bound of the nesting: brackets in texts count, too.
std::size_t depth(std::string_view text) {
    std::size_t now = 0;
    std::size_t most = 0;
    for (const char letter : text) {
        if (letter == '[' || letter == '{') most = std::max(most, ++now);
        if ((letter == ']' || letter == '}') && now > 0) --now;
    }
    return most;
}

/// `\ud83d` without its other half becomes U+FFFD: RFC 8259 §8.2 lets servers send it.
std::string without_half_pairs(std::string_view text) {
    const auto half = [&](std::size_t at, std::string_view kinds) {
        return at + 6 <= text.size() && text[at] == '\\' && text[at + 1] == 'u' &&
               (text[at + 2] == 'd' || text[at + 2] == 'D') &&
               kinds.find(text[at + 3]) != std::string_view::npos;
    };
    constexpr std::string_view high = "89abAB";
    constexpr std::string_view low = "cdefCDEF";
    std::string whole;
    for (std::size_t at = 0; at < text.size();) {
        const bool pair = half(at, high) && half(at + 6, low);
        const bool alone = !pair && (half(at, high) || half(at, low));
        const std::size_t length = pair ? 12 : alone ? 6 : text[at] == '\\' ? 2 : 1;
        whole += alone ? std::string_view("\\ufffd") : text.substr(at, length);
        at += length;
    }
    return whole;
}

Value substituted(const Value& value, std::initializer_list<Value> arguments) {
    const auto argument = [&](const std::string& text) -> const Value* {
        if (text.size() != 2 || text[0] != '$') return nullptr;
        const auto index = static_cast<std::size_t>(text[1] - '1');
        return index < arguments.size() ? arguments.begin() + index : nullptr;
    };
    if (value.is_text()) {
        const auto* found = argument(value.text());
        return found != nullptr ? *found : value;
    }
    if (value.is_array()) {
        Value::Array elements;
        for (const auto& element : value.elements())
            elements.push_back(substituted(element, arguments));
        return elements;
    }
    if (value.is_object()) {
        Value::Object members;
        for (const auto& [name, inner] : value.members()) {
            const auto* key = argument(name);
            members.push_back({key != nullptr ? key->text() : name, substituted(inner, arguments)});
        }
        return members;
    }
    return value;
}

}  // namespace

Value::Value() = default;
Value::Value(const Value& other) = default;
Value::Value(Value&& other) noexcept = default;
Value& Value::operator=(const Value& other) = default;
Value& Value::operator=(Value&& other) noexcept = default;
Value::~Value() = default;

Value::Value(Null nothing) : data_(nothing) {}

Value::Value(bool truth) : data_(truth) {}

Value::Value(int number) : data_(std::int64_t{number}) {}

Value::Value(std::int64_t number) : data_(number) {}

Value::Value(std::size_t number) : data_(static_cast<std::int64_t>(number)) {}

Value::Value(double number) : data_(number) {}

Value::Value(const char* text) : data_(std::string(text)) {}

Value::Value(std::string_view text) : data_(std::string(text)) {}

Value::Value(std::string text) : data_(std::move(text)) {}

Value::Value(Array elements) : data_(std::move(elements)) {}

Value::Value(Object members) : data_(std::move(members)) {}

bool Value::unassigned() const {
    if (is_text()) return text().empty();
    if (is_array() || is_object()) return size() == 0;
    return !present() || is_null();
}

const std::string& Value::text() const {
    static const std::string none;
    const auto* text = std::get_if<std::string>(&data_);
    return text != nullptr ? *text : none;
}

bool Value::truth() const {
    const auto* truth = std::get_if<bool>(&data_);
    return truth != nullptr && *truth;
}

std::int64_t Value::integer() const {
    const auto* number = std::get_if<std::int64_t>(&data_);
    return number != nullptr ? *number : 0;
}

const Value::Array& Value::elements() const {
    static const Array none;
    const auto* elements = std::get_if<Array>(&data_);
    return elements != nullptr ? *elements : none;
}

const Value::Object& Value::members() const {
    static const Object none;
    const auto* members = std::get_if<Object>(&data_);
    return members != nullptr ? *members : none;
}

std::size_t Value::size() const {
    return is_object() ? members().size() : elements().size();
}

const Value& Value::operator[](std::string_view name) const {
    const auto& all = members();
    const auto found = std::ranges::find(all, name, &Member::name);
    return found == all.end() ? absent : found->value;
}

const Value& Value::operator[](std::size_t index) const {
    const auto& all = elements();
    return index < all.size() ? all[index] : absent;
}

const Value& Value::find(std::string_view name) const {
    const auto wanted = lower(name);
    for (const auto& [key, value] : members())
        if (lower(key) == wanted) return value;
    return absent;
}

void Value::set(std::string_view name, Value value) {
    if (!is_object()) data_ = Object{};
    auto& all = std::get<Object>(data_);
    const auto found = std::ranges::find(all, name, &Member::name);
    if (found != all.end())
        found->value = std::move(value);
    else
        all.push_back({std::string(name), std::move(value)});
}

void Value::erase(std::string_view name) {
    if (!is_object()) return;
    std::erase_if(std::get<Object>(data_), [&](const Member& member) {
        return member.name == name;
    });
}

void Value::append(Value element) {
    if (!is_array()) data_ = Array{};
    std::get<Array>(data_).push_back(std::move(element));
}

bool Value::operator==(const Value& other) const {
    if (is_number() && other.is_number() && data_.index() != other.data_.index()) {
        const auto number = [](const Value& value) {
            return value.is_integer() ? static_cast<double>(value.integer())
                                      : std::get<double>(value.data_);
        };
        return number(*this) == number(other);
    }
    if (!is_object() || !other.is_object()) {
        if (data_.index() != other.data_.index()) return false;
        if (is_array()) return elements() == other.elements();
        if (is_text()) return text() == other.text();
        if (is_boolean()) return truth() == other.truth();
        if (is_integer()) return integer() == other.integer();
        if (is_number()) return std::get<double>(data_) == std::get<double>(other.data_);
        return true;
    }
    return size() == other.size() && std::ranges::all_of(members(), [&](const Member& member) {
               const auto& value = other[member.name];
               return value.present() && value == member.value;
           });
}

Value parse(std::string_view text) {
    // Usher's own reader refuses what other servers may send (U+0000, half a surrogate pair).
    if (depth(text) > generous.depth) return {};
    auto json = scim::Json::parse(text, nullptr, false);
    if (json.is_discarded()) json = scim::Json::parse(without_half_pairs(text), nullptr, false);
    return json.is_discarded() ? Value() : from(json);
}

std::string json_fault(std::string_view text) {
    return scim::json_fault(text, generous);
}

std::string to_text(const Value& value) {
    if (!value.present()) return "missing";
    if (const auto* number = std::get_if<double>(&value.data_)) return scim::Json(*number).dump();
    return to_json(value).dump(-1, ' ', false, scim::Json::error_handler_t::replace);
}

std::string pretty(const Value& value) {
    return to_json(value).dump(2, ' ', false, scim::Json::error_handler_t::replace);
}

Value filled(std::string_view text, std::initializer_list<Value> arguments) {
    return substituted(from(scim::parse_json(text)), arguments);
}

const Value& element_with(const Value& array, std::string_view name, const Value& value) {
    for (const auto& element : array.elements())
        if (element[name] == value) return element;
    return absent;
}

bool contains(const Value& array, const Value& element) {
    return std::ranges::find(array.elements(), element) != array.elements().end();
}

std::string lower(std::string_view text) {
    std::string folded(text);
    for (auto& letter : folded)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return folded;
}

}  // namespace usher::conformance
