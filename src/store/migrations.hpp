// The SQL files of src/store/migrations, which the build puts into the program.
#pragma once

#include <span>
#include <string_view>

namespace usher::store {

struct Migration {
    int version;
    std::string_view name;  ///< "0001_foundation"
    std::string_view sql;   ///< statements that end in ";", in the dialect of dialect.hpp
};

/// In the order of their versions.
[[nodiscard]] std::span<const Migration> migrations();

}  // namespace usher::store
