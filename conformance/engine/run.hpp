// What the body of a check works with: requests that are kept, fixtures that are cleaned up, and
// expectations that end the check.
#pragma once

#include "conformance/engine/check.hpp"
#include "conformance/engine/session.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace usher::conformance {

class Run {
  public:
    Run(Session& session, Verdict& verdict) : session_(session), verdict_(verdict) {}

    // Requests. The exchange stays valid until the check ends. No answer at all is a failure.
    // A 201 is remembered for cleaning up.
    const Exchange& send(const Request& request);
    const Exchange& get(const std::string& path, const Headers& headers = {});
    const Exchange& post(const std::string& path, const Value& body, const Headers& headers = {});
    const Exchange& put(const std::string& path, const Value& body, const Headers& headers = {});
    const Exchange& patch(const std::string& path, const Value& body, const Headers& headers = {});
    const Exchange& remove(const std::string& path, const Headers& headers = {});
    /// GET of a list with a filter; `more` as in "&count=10".
    const Exchange& search(
        const std::string& endpoint, std::string_view filter, const std::string& more = {}
    );
    /// PATCH with one operation; `value` absent: without one.
    const Exchange& operate(
        const std::string& path,
        std::string_view op,
        std::string_view attribute_path,
        const Value& value = {}
    );

    /// Shows an exchange of another client in the report.
    void keep(const Exchange& exchange) { verdict_.exchanges.push_back(exchange); }

    // What there is.
    [[nodiscard]] Session& session() { return session_; }

    [[nodiscard]] const Target& target() const { return session_.target(); }

    [[nodiscard]] const Features& features() const { return session_.target().features; }

    /// Skips the check if the server has no such type.
    [[nodiscard]] const TypeDefinition& users() const;
    [[nodiscard]] const TypeDefinition& groups() const;
    /// Skips the check unless the users have the attribute, and clients may write it.
    const AttributeDefinition& require_user_attribute(std::string_view name) const;
    void require(bool feature, std::string_view what) const;

    [[nodiscard]] std::string unique(std::string_view word) { return session_.unique(word); }

    /// Makes the mail addresses at example.org in a text this check's own: there are servers that
    /// let nobody have the address of somebody else, not even of somebody deleted.
    [[nodiscard]] std::string own(std::string_view text);

    // Fixtures. What cannot be created skips the check: another one is about creating.
    /// A body that a POST to the type takes: everything required, and `extra` on top.
    [[nodiscard]] Value body_for(const TypeDefinition& type, const Value& extra = {});
    Value make(const TypeDefinition& type, const Value& extra = {});

    Value new_user(const Value& extra = {}) { return make(users(), extra); }

    Value new_group(const Value& extra = {}) { return make(groups(), extra); }

    /// A group with these users as members.
    Value new_group_of(const std::vector<Value>& members);
    /// Twelve users for queries, made once; none of them may be changed. See population.cpp.
    const std::vector<Value>& population();
    /// A filter that finds the population and nothing else; empty where the server has none that
    /// can. Found out once.
    const std::string& population_filter();
    /// The same, skipping the check where there is none.
    const std::string& require_population_filter();
    /// How many resources population_pages() goes over.
    std::size_t population_total();
    /// A page of the population, or of all users where no filter can tell it from others.
    const Exchange& population_page(const std::string& parameters);
    /// Those of the population that the filter finds, by the word in their names, sorted and
    /// separated by spaces: "anna bruno".
    std::string found_in_population(const std::string& filter);
    [[nodiscard]] static std::string path(const TypeDefinition& type, const Value& resource);

    [[nodiscard]] std::string user_path(const Value& user) const { return path(users(), user); }

    [[nodiscard]] std::string group_path(const Value& group) const { return path(groups(), group); }

    // Expectations.
    static void expect(bool holds, const std::string& otherwise);
    /// Not as recommended, but no failure of the check.
    static void prefer(bool holds, const std::string& otherwise);
    static void expect_status(const Exchange& exchange, std::initializer_list<int> wanted);
    /// An error of this status. Another scimType is a deviation (RFC 7644 §3.12 makes it optional),
    /// or a failure if `strict`.
    static void expect_error(
        const Exchange& exchange, int status, std::string_view scim_type, bool strict = false
    );
    /// 400, 4xx, whatever, but refused and not by crashing.
    static void expect_refused(const Exchange& exchange);
    static void expect_equal(const Value& actual, const Value& wanted, std::string_view what);
    /// 200 and a ListResponse; returns its resources. A filter that the server says it does not
    /// have (400 `invalidFilter`) is a deviation.
    static const Value& expect_list(const Exchange& exchange);
    /// The ids of the resources of a list, in order.
    [[nodiscard]] static std::vector<std::string> ids(const Exchange& list);

  private:
    Session& session_;
    Verdict& verdict_;
    std::string domain_;
};

/// Checks whose id or topic is in `only` (all if empty).
struct Selection {
    std::vector<std::string> only;

    [[nodiscard]] bool includes(const Check& check) const;
};

/// Carries out one check. Throws only Interrupted.
[[nodiscard]] Verdict carry_out(const Check& check, Session& session);

/// Quotes a text for a filter.
[[nodiscard]] std::string as_literal(std::string_view text);

}  // namespace usher::conformance
