// A recorded unit of work: the statements of one request, with what changes from one to the next
// left open. bench/measure/statements.py records them from a running Usher.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace usher::bench {

/// A number to be filled in, padded with zeros to `width`.
struct Blank {
    char variable = 'n';  ///< 'n': the person; 'u': unique to the unit of work
    std::size_t width = 0;
};

using Piece = std::variant<std::string, Blank>;

/// A parameter is pieces in a row, or NULL.
using Template = std::optional<std::vector<Piece>>;

struct RecordedStatement {
    std::string sql;  ///< with parameters ?1, ?2, ...
    std::vector<Template> parameters;
};

using UnitOfWork = std::vector<RecordedStatement>;

/// Reads JSON: `[{"sql", "parameters": [null | ["text", {"variable", "width"}, ...]]}]`.
[[nodiscard]] UnitOfWork read_unit_of_work(const std::string& file);

/// The text of `pieces` for these numbers.
[[nodiscard]] std::string fill(
    const std::vector<Piece>& pieces, std::size_t person, std::size_t unique
);

}  // namespace usher::bench
