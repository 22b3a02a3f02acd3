// A database of random resources, and the same resources in memory with the plain meaning of a
// search: matches() on each, and a sort.
#pragma once

#include "store/search.hpp"
#include "tests/scim/random_filter.hpp"
#include "tests/store/tenant.hpp"

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace usher::store {

/// sample_type() with members, with an index on attributes of every type, and with externalIds
/// that each directory has for itself.
[[nodiscard]] const scim::ResourceType& samples();

/// What `path` names in it.
[[nodiscard]] scim::BoundPath sample_path(const char* path);

/// Ticks so that several changes share a millisecond, which is all that is stored.
class TickingClock : public base::Clock {
  public:
    [[nodiscard]] base::Time now() const override;

  private:
    mutable std::atomic<int> ticks_{0};
};

/// Samples of an organization with two directories, as the first one sees them; another
/// organization's lie beside them.
class SampleWorld {
  public:
    SampleWorld(Kind kind, unsigned seed, std::size_t size);

    /// In order.
    [[nodiscard]] const std::vector<std::string>& ids() const { return ids_; }

    [[nodiscard]] const scim::Json& document(const std::string& id) const {
        return documents_.at(id);
    }

    /// The ids of the whole list, in order, as they should be.
    [[nodiscard]] std::vector<std::string> expected(const TypeQuery& query, bool descending) const;

    /// What store::search() finds.
    [[nodiscard]] Hits search(
        const TypeQuery& query, bool descending, const Window& window, std::size_t scan_limit = 9999
    );

  private:
    [[nodiscard]] const std::string& directory_id() const {
        return tenant_.directory().directory.id;
    }

    /// Where the resource stands if it matches.
    [[nodiscard]] std::optional<Position> judge(const std::string& id, const TypeQuery& query)
        const;

    void add(test::Random& random, const std::string& directory);
    /// Makes some resources members of others.
    void link(test::Random& random);

    TickingClock clock_;
    Database database_;
    Tenant tenant_;
    std::map<std::string, scim::Json> documents_;
    std::vector<std::string> ids_;
};

}  // namespace usher::store
