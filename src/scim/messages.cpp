#include "usher/scim/messages.hpp"

#include "base/text.hpp"
#include "scim/message_shape.hpp"
#include "usher/scim/error.hpp"

#include <charconv>
#include <limits>

#include <nlohmann/json.hpp>

namespace usher::scim {

namespace {

Error wrong_type(std::string_view name, std::string_view wanted) {
    return Error::invalid_syntax(std::string(name) + " must be " + std::string(wanted));
}

std::string read_string(const Json& body, std::string_view name) {
    const Json* value = find_member(body, name);
    if (value == nullptr) return {};
    if (!value->is_string()) throw wrong_type(name, "a string");
    return value->get<std::string>();
}

/// A list of names as the query parameter would have it.
std::string read_names(const Json& body, std::string_view name) {
    const Json* value = find_member(body, name);
    if (value == nullptr) return {};
    if (value->is_string()) return value->get<std::string>();
    if (!value->is_array()) throw wrong_type(name, "an array of strings");
    std::string names;
    for (const Json& item : *value) {
        if (!item.is_string()) throw wrong_type(name, "an array of strings");
        if (!names.empty()) names += ',';
        names += item.get_ref<const std::string&>();
    }
    return names;
}

std::optional<long> read_number(const Json& body, std::string_view name) {
    const Json* value = find_member(body, name);
    if (value == nullptr) return std::nullopt;
    if (!value->is_number_integer()) throw wrong_type(name, "an integer");
    constexpr long most = std::numeric_limits<long>::max();
    if (value->is_number_unsigned() &&
        value->get<unsigned long>() > static_cast<unsigned long>(most))
        return most;
    return value->get<long>();
}

bool descends(std::string_view order) {
    if (order.empty() || base::equal_ignoring_case(order, "ascending")) return false;
    if (base::equal_ignoring_case(order, "descending")) return true;
    throw Error::invalid_value("sortOrder must be ascending or descending");
}

/// nullopt if `text` is no integer; a number beyond long counts as the nearest one.
std::optional<long> to_number(std::string_view text) {
    long number = 0;
    const char* const end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, number);
    if (stopped != end || text.empty() || fault == std::errc::invalid_argument) return std::nullopt;
    if (fault == std::errc::result_out_of_range)
        return text.front() == '-' ? std::numeric_limits<long>::min()
                                   : std::numeric_limits<long>::max();
    return number;
}

void append_names(std::string& names, const std::string& more) {
    if (!names.empty() && !more.empty()) names += ',';
    names += more;
}

}  // namespace

SearchRequest parse_search_request(const Json& body) {
    require_message(body, search_request_urn);
    SearchRequest request;
    request.attributes = read_names(body, "attributes");
    request.excluded_attributes = read_names(body, "excludedAttributes");
    request.filter = read_string(body, "filter");
    request.sort_by = read_string(body, "sortBy");
    request.descending = descends(read_string(body, "sortOrder"));
    request.start_index = read_number(body, "startIndex");
    request.count = read_number(body, "count");
    if (find_member(body, "cursor") != nullptr) request.cursor = read_string(body, "cursor");
    return request;
}

bool read_search_parameter(
    SearchRequest& request, std::string_view name, const std::string& value
) {
    const auto is = [name](std::string_view other) {
        return base::equal_ignoring_case(name, other);
    };
    if (is("attributes")) {
        append_names(request.attributes, value);
    } else if (is("excludedAttributes")) {
        append_names(request.excluded_attributes, value);
    } else if (is("filter")) {
        request.filter = value;
    } else if (is("sortBy")) {
        request.sort_by = value;
    } else if (is("sortOrder")) {
        request.descending = descends(value);
    } else if (is("startIndex")) {
        request.start_index = to_number(value);
        if (!request.start_index)
            throw Error::invalid_value("startIndex must be an integer, not \"" + value + "\"");
    } else if (is("count")) {
        request.count = to_number(value);
        if (!request.count)
            throw Error::invalid_count("count must be an integer, not \"" + value + "\"");
    } else if (is("cursor")) {
        request.cursor = value;
    } else {
        return false;
    }
    return true;
}

std::string list_response(const ListPage& page) {
    std::size_t size = 256;
    for (const std::string& resource : page.resources)
        size += resource.size() + 1;
    std::string out;
    out.reserve(size);
    out += R"({"schemas":[")";
    out += list_response_urn;
    out += "\"]";
    const auto number = [&out](std::string_view name, std::size_t value) {
        out.append(",\"").append(name).append("\":").append(std::to_string(value));
    };
    const auto text = [&out](std::string_view name, const std::optional<std::string>& value) {
        if (!value) return;
        out.append(",\"").append(name).append("\":");
        append_json_string(out, *value);
    };
    if (page.total_results) number("totalResults", *page.total_results);
    number("itemsPerPage", page.resources.size());
    if (page.start_index) number("startIndex", *page.start_index);
    text("previousCursor", page.previous_cursor);
    text("nextCursor", page.next_cursor);
    out += R"(,"Resources":[)";
    for (std::size_t i = 0; i < page.resources.size(); ++i) {
        if (i != 0) out += ',';
        out += page.resources[i];
    }
    out += "]}";
    return out;
}

}  // namespace usher::scim
