#include "push/dialect.hpp"

#include <algorithm>

namespace usher::bench {

Json Dialect::member_values(const Group& group, std::size_t first, std::size_t count) const {
    auto values = Json::array();
    const auto end = std::min(first + count, group.members.size());
    for (auto position = first; position < end; ++position)
        values.push_back({
            {"value", ids_.users[group.members[position]]}
        });
    return values;
}

Json patch_message(Json operations) {
    return {
        {"schemas",    {patch_schema}       },
        {"Operations", std::move(operations)}
    };
}

}  // namespace usher::bench
