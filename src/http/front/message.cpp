#include "http/front/message.hpp"

#include "base/text.hpp"

namespace usher::http {

const std::string* Request::header(std::string_view name) const {
    for (const auto& [candidate, value] : headers) {
        if (base::equal_ignoring_case(candidate, name)) return &value;
    }
    return nullptr;
}

}  // namespace usher::http
