// Reads the fields of a JSON object from a request: each is asked for once by name; whatever is
// wrong is collected, so that a form can show all of it at once.
//
//   FieldReader fields(exchange.body());
//   const std::string name = fields.required_text("name");
//   const auto domains = fields.texts("allowed_domains");
//   fields.finish();   // throws Problem if anything was wrong, or a field was never asked for
#pragma once

#include "invitation/problem.hpp"
#include "usher/scim/json.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace usher::http {

/// Belongs to one thread; `object` must outlive it. A field that is null counts as absent.
class FieldReader {
  public:
    /// `pointer` is where the object stands in the body ("" or "/groups/0").
    explicit FieldReader(const scim::Json& object, std::string pointer = "");

    /// The value of a field of any type; nullptr if it is absent.
    [[nodiscard]] const scim::Json* find(const std::string& name);
    /// Whether the field is there, also as null: to tell "leave alone" from "take away".
    [[nodiscard]] bool has(const std::string& name);

    [[nodiscard]] std::optional<std::string> text(const std::string& name);
    [[nodiscard]] std::string required_text(const std::string& name);
    [[nodiscard]] bool flag(const std::string& name, bool otherwise);
    /// A whole number of [least, most].
    [[nodiscard]] std::optional<std::int64_t> number(
        const std::string& name, std::int64_t least, std::int64_t most
    );
    [[nodiscard]] std::optional<std::vector<std::string>> texts(const std::string& name);
    /// Calls `each` with a reader for every object of a list. Returns whether the field is there.
    bool objects(const std::string& name, const std::function<void(FieldReader&)>& each);

    /// Notes that something is wrong with a field.
    void refuse(const std::string& name, const std::string& code, const std::string& detail);

    /// Throws Problem with everything that was wrong, and every field that was not asked for.
    void finish();

  private:
    /// The value if it is there and `fits`; else notes `expected`.
    const scim::Json* find_fitting(
        const std::string& name, bool (*fits)(const scim::Json&), const std::string& expected
    );
    void refuse_unknown();

    const scim::Json& object_;
    std::string pointer_;
    std::set<std::string, std::less<>> known_;
    std::vector<invitation::FieldProblem> wrong_;
};

}  // namespace usher::http
