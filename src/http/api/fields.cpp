#include "http/api/fields.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <nlohmann/json.hpp>

namespace usher::http {

namespace {

/// A name as a token of a JSON pointer (RFC 6901 §3).
std::string pointer_token(const std::string& name) {
    std::string token;
    for (const char c : name) {
        if (c == '~') {
            token += "~0";
        } else if (c == '/') {
            token += "~1";
        } else {
            token += c;
        }
    }
    return token;
}

}  // namespace

using invitation::Problem;
using scim::Json;

FieldReader::FieldReader(const Json& object, std::string pointer)
    : object_(object), pointer_(std::move(pointer)) {}

const Json* FieldReader::find(const std::string& name) {
    known_.insert(name);
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
}

bool FieldReader::has(const std::string& name) {
    known_.insert(name);
    return object_.contains(name);
}

const Json* FieldReader::find_fitting(
    const std::string& name, bool (*fits)(const Json&), const std::string& expected
) {
    const Json* value = find(name);
    if (value == nullptr || fits(*value)) return value;
    refuse(name, "invalid", name + " must be " + expected);
    return nullptr;
}

std::optional<std::string> FieldReader::text(const std::string& name) {
    const Json* value = find_fitting(
        name, [](const Json& json) { return json.is_string(); }, "a text"
    );
    return value == nullptr ? std::nullopt : std::optional(value->get<std::string>());
}

std::string FieldReader::required_text(const std::string& name) {
    const std::size_t wrong_before = wrong_.size();
    const auto value = text(name);
    if ((!value || value->empty()) && wrong_.size() == wrong_before) {
        refuse(name, "required", name + " is required");
    }
    return value.value_or("");
}

bool FieldReader::flag(const std::string& name, bool otherwise) {
    const Json* value = find_fitting(
        name, [](const Json& json) { return json.is_boolean(); }, "true or false"
    );
    return value == nullptr ? otherwise : value->get<bool>();
}

std::optional<std::int64_t> FieldReader::number(
    const std::string& name, std::int64_t least, std::int64_t most
) {
    const std::string expected =
        "a whole number from " + std::to_string(least) + " to " + std::to_string(most);
    const Json* value = find_fitting(
        name, [](const Json& json) { return json.is_number_integer(); }, expected
    );
    if (value == nullptr) return std::nullopt;
    if (*value < least || *value > most) {
        refuse(name, "invalid", name + " must be " + expected);
        return std::nullopt;
    }
    return value->get<std::int64_t>();
}

std::optional<std::vector<std::string>> FieldReader::texts(const std::string& name) {
    const auto all_texts = [](const Json& json) {
        return json.is_array() && std::all_of(json.begin(), json.end(), [](const Json& entry) {
                   return entry.is_string();
               });
    };
    const Json* value = find_fitting(name, all_texts, "a list of texts");
    if (value == nullptr) return std::nullopt;
    return value->get<std::vector<std::string>>();
}

bool FieldReader::objects(const std::string& name, const std::function<void(FieldReader&)>& each) {
    const auto all_objects = [](const Json& json) {
        return json.is_array() && std::all_of(json.begin(), json.end(), [](const Json& entry) {
                   return entry.is_object();
               });
    };
    const Json* value = find_fitting(name, all_objects, "a list of objects");
    if (value == nullptr) return false;
    std::size_t at = 0;
    for (const Json& entry : *value) {
        FieldReader reader(entry, pointer_ + "/" + name + "/" + std::to_string(at++));
        each(reader);
        reader.refuse_unknown();
        std::move(reader.wrong_.begin(), reader.wrong_.end(), std::back_inserter(wrong_));
    }
    return true;
}

void FieldReader::refuse(
    const std::string& name, const std::string& code, const std::string& detail
) {
    wrong_.push_back(
        {.pointer = pointer_ + "/" + pointer_token(name), .code = code, .detail = detail}
    );
}

void FieldReader::refuse_unknown() {
    for (const auto& [name, value] : object_.items()) {
        if (!known_.contains(name)) refuse(name, "unknown", "there is no field " + name + " here");
    }
}

void FieldReader::finish() {
    refuse_unknown();
    if (!wrong_.empty()) throw Problem(std::move(wrong_));
}

}  // namespace usher::http
