// The JSON that checks look at: a plain value, light to compile against.
//
// Looking up what is not there yields an *absent* value, so that a check can ask
// `answer.body["name"]["familyName"]` of whatever a server sent. Objects keep their order.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace usher::conformance {

struct Member;

class Value {
  public:
    struct Absent {
        bool operator==(const Absent&) const = default;
    };

    struct Null {
        bool operator==(const Null&) const = default;
    };

    using Array = std::vector<Value>;
    using Object = std::vector<Member>;

    // Defined where Member is complete, which an object is made of.
    Value();
    Value(const Value& other);
    Value(Value&& other) noexcept;
    Value& operator=(const Value& other);
    Value& operator=(Value&& other) noexcept;
    ~Value();

    Value(Null null);
    Value(bool truth);
    Value(int number);
    Value(std::int64_t number);
    Value(std::size_t number);
    Value(double number);
    Value(const char* text);
    Value(std::string_view text);
    Value(std::string text);
    Value(Array elements);
    Value(Object members);

    [[nodiscard]] bool present() const { return !std::holds_alternative<Absent>(data_); }

    [[nodiscard]] bool is_null() const { return std::holds_alternative<Null>(data_); }

    [[nodiscard]] bool is_boolean() const { return std::holds_alternative<bool>(data_); }

    [[nodiscard]] bool is_integer() const { return std::holds_alternative<std::int64_t>(data_); }

    [[nodiscard]] bool is_number() const {
        return is_integer() || std::holds_alternative<double>(data_);
    }

    [[nodiscard]] bool is_text() const { return std::holds_alternative<std::string>(data_); }

    [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(data_); }

    [[nodiscard]] bool is_object() const { return std::holds_alternative<Object>(data_); }

    /// Absent, null, [], {} and "": what RFC 7643 §2.5 calls unassigned.
    [[nodiscard]] bool unassigned() const;

    /// The text, truth or number; the empty, false or zero one if it is something else.
    [[nodiscard]] const std::string& text() const;
    [[nodiscard]] bool truth() const;
    [[nodiscard]] std::int64_t integer() const;

    /// The elements of an array, the members of an object; none of anything else.
    [[nodiscard]] const Array& elements() const;
    [[nodiscard]] const Object& members() const;
    [[nodiscard]] std::size_t size() const;

    /// By exact name, or by index; absent where there is none.
    [[nodiscard]] const Value& operator[](std::string_view name) const;
    [[nodiscard]] const Value& operator[](std::size_t index) const;

    [[nodiscard]] const Value& operator[](const char* name) const {
        return (*this)[std::string_view(name)];
    }

    [[nodiscard]] const Value& operator[](int index) const {
        return (*this)[static_cast<std::size_t>(index)];
    }

    /// By name in any letter case (RFC 7643 §2.1).
    [[nodiscard]] const Value& find(std::string_view name) const;

    /// Sets a member; turns what is no object into one.
    void set(std::string_view name, Value value);
    void erase(std::string_view name);
    void append(Value element);

    /// Equal as JSON: the order of members does not count, `1` and `1.0` are equal.
    bool operator==(const Value& other) const;

  private:
    std::variant<Absent, Null, bool, std::int64_t, double, std::string, Array, Object> data_;
    friend std::string to_text(const Value& value);
};

struct Member {
    std::string name;
    Value value;
};

inline const Value null = Value::Null{};

/// Reads JSON; absent if `text` is none (see json_fault).
[[nodiscard]] Value parse(std::string_view text);

/// Why `text` is no JSON; empty if it is.
[[nodiscard]] std::string json_fault(std::string_view text);

[[nodiscard]] std::string to_text(const Value& value);

/// With line breaks, for people.
[[nodiscard]] std::string pretty(const Value& value);

/// Reads a JSON template: a string "$1" (also as a key) stands for the first argument, and so on.
[[nodiscard]] Value filled(std::string_view text, std::initializer_list<Value> arguments);

template <class... Arguments>
[[nodiscard]] Value json(std::string_view text, const Arguments&... arguments) {
    return filled(text, {Value(arguments)...});
}

/// The first of the elements whose `name` is `value`; absent if there is none.
[[nodiscard]] const Value& element_with(
    const Value& array, std::string_view name, const Value& value
);
[[nodiscard]] bool contains(const Value& array, const Value& element);

/// Folds ASCII letters.
[[nodiscard]] std::string lower(std::string_view text);

}  // namespace usher::conformance
