// The three verbs of PATCH on one attribute of one object (RFC 7644 §3.5.2.1–3.5.2.3).
//
// patch_apply finds the object and the attribute; here is what add, replace and remove mean for a
// simple, a complex and a multi-valued one, and what mutability allows.
#pragma once

#include "scim/patch_elements.hpp"
#include "usher/scim/patch.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace usher::scim {

/// One attribute of one object: `holder[attribute.name]`, there or not.
struct Slot {
    Json& holder;  ///< the document, an extension's object, a complex value
    const Attribute& attribute;
    std::string path;  ///< for error texts
    bool of_resource;  ///< `holder` is the document or an extension: no other object has this
                       ///< attribute
};

class Editor {
  public:
    /// `members`: the attribute whose values are told apart by `value` alone; or nullptr.
    explicit Editor(const Attribute* members) : members_(members) {}

    /// Carries out `verb`. Throws Error::mutability for readOnly attributes and for immutable ones
    /// that had another value, Error::invalid_value for a wrong value.
    void change(PatchVerb verb, const Slot& slot, const Json& value);

    /// Runs `body`, which changes `slot` in another way, under the same rule of mutability.
    void guarded(const Slot& slot, const std::function<void()>& body);

    /// Sets the sub-attributes that `value` names in the complex value `object`; null unassigns
    /// one, readOnly ones are ignored, the others stay (H09, H18).
    void merge(
        PatchVerb verb,
        Json& object,
        const Attribute& attribute,
        const std::string& path,
        const Json& value
    );

    /// Appends to the multi-valued `slot` what it does not hold yet (H08).
    void append(const Slot& slot, const Json& value);

    /// Call before an operation that is no plain `add`: places may have moved.
    void forget_places() { index_.reset(); }

    /// Counts `values` compared. Throws Error::payload_too_large when one message costs too many.
    void charge(std::size_t values);

  private:
    void assign(const Slot& slot, const Json& value);
    void merge_single(PatchVerb verb, const Slot& slot, const Json& value);
    void swap_all(const Slot& slot, const Json& value);
    void remove(const Slot& slot, const Json& value);
    void remove_values(const Slot& slot, const Json& values);
    void append_through(ElementIndex& index, const Slot& slot, const Json& accepted);
    /// Merges `element` into the value of the list that equals it; whether that became primary.
    bool join(Json& existing, const Slot& slot, const Json& element);
    ElementIndex& index_of(const Slot& slot, const Json& list);

    const Attribute* members_;
    std::optional<ElementIndex> index_;  ///< of the list that was appended to last
    std::size_t compared_ = 0;
};

}  // namespace usher::scim
