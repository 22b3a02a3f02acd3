#include "usher/scim/json.hpp"

#include "base/text.hpp"
#include "scim/in_quotes.hpp"
#include "usher/scim/error.hpp"

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

/// A pointer into the text that tells `position` how far nlohmann's parser has read, which its
/// callbacks do not say.
class Reader {
  public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    Reader(const char* at, std::size_t& position) : at_(at), position_(&position) {}

    reference operator*() const { return *at_; }

    Reader& operator++() {
        ++at_;
        ++*position_;
        return *this;
    }

    bool operator==(const Reader& other) const { return at_ == other.at_; }

  private:
    const char* at_;
    std::size_t* position_;
};

/// Builds the value from the parser's events. The parser keeps its own stack on the heap, and so
/// does this: nesting costs no stack, whatever the limit is.
class Builder {
  public:
    Builder(const JsonLimits& limits, const std::size_t& position)
        : limits_(limits), position_(position) {}

    [[nodiscard]] Json take() { return std::move(root_); }

    /// Why an event was refused; empty if it was the parser that stopped.
    [[nodiscard]] const std::string& fault() const { return fault_; }

    bool null() { return add(nullptr); }

    bool boolean(bool value) { return add(value); }

    bool number_integer(Json::number_integer_t value) { return add(value); }

    bool number_unsigned(Json::number_unsigned_t value) {
        constexpr auto largest = std::numeric_limits<Json::number_integer_t>::max();
        if (value > static_cast<Json::number_unsigned_t>(largest)) return refuse_integer();
        return add(value);
    }

    bool number_float(Json::number_float_t value, const std::string& text) {
        // Without a point or exponent it was an integer that fits no 64 bits: rounding it to a
        // double would change what was sent.
        if (text.find_first_of(".eE") == std::string::npos) return refuse_integer();
        return add(value);
    }

    bool string(std::string& value) { return storable(value) && add(std::move(value)); }

    /// Only CBOR and the like have these.
    static bool binary(Json::binary_t& /*value*/) { return false; }

    bool start_object(std::size_t /*size*/) { return open(Json::object()); }

    bool start_array(std::size_t /*size*/) { return open(Json::array()); }

    bool key(std::string& name) {
        auto& object = open_.back()->get_ref<Json::object_t&>();
        if (object.size() == limits_.keys_per_object) return refuse("an object with too many keys");
        if (!storable(name)) return false;
        // emplace_back, the vector's, does not look for an equal key each time: end_object() does.
        object.emplace_back(std::move(name), nullptr);
        return true;
    }

    bool end_object() {
        const bool fine = keys_differ(open_.back()->get_ref<const Json::object_t&>());
        open_.pop_back();
        return fine;
    }

    bool end_array() {
        open_.pop_back();
        return true;
    }

    static bool parse_error(std::size_t, const std::string&, const Json::exception&) {
        return false;
    }

  private:
    bool refuse(const std::string& what) {
        fault_ = "the JSON holds " + what + ", at byte " + std::to_string(position_);
        return false;
    }

    bool refuse_integer() { return refuse("an integer beyond 64 bits"); }

    bool storable(const std::string& text) {
        return text.find('\0') == std::string::npos ||
               refuse("U+0000 in a string, which cannot be stored");
    }

    bool keys_differ(const Json::object_t& object) {
        keys_.clear();
        for (const auto& [name, value] : object)
            keys_.emplace_back(name);
        std::sort(keys_.begin(), keys_.end());
        const auto twice = std::adjacent_find(keys_.begin(), keys_.end());
        return twice == keys_.end() || refuse("an object with two keys " + in_quotes(*twice));
    }

    /// Puts `value` where the parser is, and returns where it now stands.
    Json& place(Json value) {
        ++values_;
        if (open_.empty()) return root_ = std::move(value);
        if (open_.back()->is_array()) {
            return open_.back()->get_ref<Json::array_t&>().emplace_back(std::move(value));
        }
        return open_.back()->get_ref<Json::object_t&>().back().second = std::move(value);
    }

    bool add(Json value) {
        if (values_ == limits_.values) return refuse("too many values");
        place(std::move(value));
        return true;
    }

    bool open(Json value) {
        if (values_ == limits_.values) return refuse("too many values");
        if (open_.size() == limits_.depth) return refuse("too deeply nested values");
        // The pointer holds: what encloses an open value grows only after it is closed.
        open_.push_back(&place(std::move(value)));
        return true;
    }

    const JsonLimits& limits_;
    const std::size_t& position_;
    Json root_;
    std::vector<Json*> open_;  ///< from the root to the object or array being read
    std::vector<std::string_view> keys_;
    std::size_t values_ = 0;
    std::string fault_;
};

/// What reading came to: a value, or why there is none.
struct Reading {
    Json value;
    std::string fault;
};

Reading read(std::string_view text, const JsonLimits& limits) {
    std::size_t position = 0;
    Builder builder(limits, position);
    const Reader begin(text.data(), position);
    const Reader end(text.data() + text.size(), position);
    if (Json::sax_parse(begin, end, &builder)) return {builder.take(), {}};
    if (!builder.fault().empty()) return {{}, builder.fault()};
    const std::string what = base::valid_utf8(text) ? "JSON" : "UTF-8";
    return {
        {},
        "the text is not valid " + what + ": reading stopped at byte " + std::to_string(position)};
}

/// The letter after the backslash for what JSON abbreviates, 0 for the rest.
constexpr char short_escape(char character) {
    switch (character) {
        case '"':
        case '\\':
            return character;
        case '\b':
            return 'b';
        case '\f':
            return 'f';
        case '\n':
            return 'n';
        case '\r':
            return 'r';
        case '\t':
            return 't';
        default:
            return 0;
    }
}

constexpr bool needs_escape(char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

void append_escaped(std::string& out, char character) {
    out += '\\';
    if (const char letter = short_escape(character)) {
        out += letter;
        return;
    }
    constexpr std::string_view digits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(character);
    out += "u00";
    out += digits[code >> 4U];
    out += digits[code & 0xFU];
}

}  // namespace

Json parse_json(std::string_view text, const JsonLimits& limits) {
    Reading reading = read(text, limits);
    if (!reading.fault.empty()) throw Error::invalid_syntax(reading.fault);
    return std::move(reading.value);
}

std::string json_fault(std::string_view text, const JsonLimits& limits) {
    return read(text, limits).fault;
}

std::string to_text(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    auto rest = text.begin();
    while (rest != text.end()) {
        const auto special = std::find_if(rest, text.end(), needs_escape);
        out.append(rest, special);
        if (special == text.end()) break;
        append_escaped(out, *special);
        rest = special + 1;
    }
    out += '"';
}

}  // namespace usher::scim
