// How one identity provider pushes a population, in the order it does so: people first, then what
// needs the ids of others, then groups. Each call is one person or group; calls of one phase run
// on many threads at once, so they write only to the ids of their own position.
#pragma once

#include "population/population.hpp"
#include "push/conversation.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace usher::bench {

/// The ids that the server gave, by position in the population.
struct Ids {
    std::vector<std::string> users;
    std::vector<std::string> groups;
};

class Dialect {
  public:
    Dialect(const Population& population, Ids& ids) : population_(population), ids_(ids) {}

    Dialect(const Dialect&) = delete;
    Dialect& operator=(const Dialect&) = delete;
    virtual ~Dialect() = default;

    /// Looks the person up, creates them in an early state, fills in ids.users[position].
    virtual void create_user(Conversation& server, std::size_t position) = 0;
    /// Brings the person to the state of the population, with their manager.
    virtual void update_user(Conversation& server, std::size_t position) = 0;
    /// Creates the group and fills it with its members.
    virtual void push_group(Conversation& server, std::size_t position) = 0;

  protected:
    [[nodiscard]] const Population& population() const { return population_; }

    [[nodiscard]] Ids& ids() { return ids_; }

    /// The ids of the members first ... first + count - 1 of `group`, each as {"value": id}.
    [[nodiscard]] Json member_values(const Group& group, std::size_t first, std::size_t count)
        const;

  private:
    const Population& population_;
    Ids& ids_;
};

/// The early state that a person is created in; update_user() corrects it.
inline constexpr std::string_view early_title = "New hire";

/// Members in one PATCH.
inline constexpr std::size_t members_in_a_patch = 1'000;

[[nodiscard]] Json patch_message(Json operations);

[[nodiscard]] std::unique_ptr<Dialect> make_entra(const Population& population, Ids& ids);
[[nodiscard]] std::unique_ptr<Dialect> make_okta(const Population& population, Ids& ids);

}  // namespace usher::bench
