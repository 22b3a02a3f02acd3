// A stored resource as its representation: spliced text, with what varies by request and what is
// derived.
#pragma once

#include "base/clock.hpp"
#include "store/group_references.hpp"
#include "store/members.hpp"
#include "store/resources.hpp"
#include "usher/scim/filter.hpp"
#include "usher/scim/project.hpp"
#include "usher/scim/schema.hpp"

#include <functional>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace usher::directory {

/// What is read beside the resources themselves: keyed by their ids.
struct Related {
    std::map<std::string, std::vector<store::GroupReference>> groups;  ///< of users
    std::map<std::string, std::string> members;  ///< of groups: the JSON array's elements, rendered
};

/// For whom, and how much of it.
struct View {
    const scim::ResourceType& type;
    const scim::Projection& projection;
    std::string viewer;  ///< directory id: another directory's externalId is not shown
};

class Renderer {
  public:
    /// `base_url` as in "https://usher.example.org/scim/v2"; the others must outlive it.
    Renderer(const scim::Registry& registry, const base::Clock& clock, std::string base_url);

    [[nodiscard]] const std::string& base_url() const { return base_url_; }

    [[nodiscard]] std::string location(const scim::ResourceType& type, const std::string& id) const;

    /// Reads what `view` wants to see of groups and members of `resources`.
    [[nodiscard]] Related related(
        store::Session& session,
        const std::string& organization_id,
        const View& view,
        const std::vector<std::string>& resource_ids
    ) const;

    /// The representation as JSON text. Parses only when the projection asks for less than
    /// everything.
    [[nodiscard]] std::string render(
        const store::StoredResource& resource, const View& view, const Related& related
    ) const;

  private:
    void append_groups(
        std::string& text, const std::string& name, const std::vector<store::GroupReference>& groups
    ) const;
    void append_meta(
        std::string& text, const store::StoredResource& resource, const scim::ResourceType& type
    ) const;

    const scim::Registry& registry_;
    const base::Clock& clock_;
    std::string base_url_;
    const scim::ResourceType* group_type_ = nullptr;
};

}  // namespace usher::directory
