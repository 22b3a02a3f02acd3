#include "store/binder.hpp"

#include <bit>

namespace usher::store {

std::string Binder::bind_list(const std::vector<std::string>& values) {
    const std::size_t size = std::bit_ceil(values.size());
    std::string list = "(";
    for (std::size_t at = 0; at < size; ++at) {
        if (at > 0) list += ", ";
        list += bind(values[std::min(at, values.size() - 1)]);
    }
    return list + ")";
}

void Binder::forget_after(std::size_t size) {
    while (parameters_.size() > size) {
        parameters_.pop_back();
        names_.pop_back();
    }
}

std::string Binder::bind_among(const std::vector<std::string>& values) {
    const std::size_t size = std::bit_ceil(values.size());
    std::string among = "$AMONG VALUES ";
    for (std::size_t at = 0; at < size; ++at) {
        if (at > 0) among += ", ";
        among += "(" + bind(at < values.size() ? values[at] : "") + ")";
    }
    return among + " $END_AMONG";
}

}  // namespace usher::store
