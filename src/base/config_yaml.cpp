#include "base/config_file.hpp"

#include <algorithm>
#include <utility>
#include <yaml-cpp/yaml.h>

namespace usher::base {

namespace {

std::size_t line_of(const YAML::Mark& mark) {
    return mark.is_null() ? 0 : static_cast<std::size_t>(mark.line) + 1;
}

class Flattening {
  public:
    explicit Flattening(const std::string& path) : path_(path) {}

    /// A section is a map at the top. There is none inside another, so an alias to what it stands
    /// in has no end to run into.
    void read(const YAML::Node& root) {
        if (root.IsNull()) return;
        if (!root.IsMap()) return complain(root, "the file must be a map of settings");
        for (const auto& entry : root) {
            const std::string& name = entry.first.Scalar();
            if (entry.second.IsNull()) continue;  // a section of which every line is a comment
            if (!entry.second.IsMap()) {
                set(entry.first, name, entry.second);
                continue;
            }
            for (const auto& inner : entry.second)
                set(inner.first, name + "." + inner.first.Scalar(), inner.second);
        }
    }

    void complain(const YAML::Node& where, const std::string& what) {
        found_.problems.push_back(place_in(path_, line_of(where.Mark())) + ": " + what);
    }

    [[nodiscard]] ConfigEntries take() { return std::move(found_); }

  private:
    void set(const YAML::Node& key, const std::string& name, const YAML::Node& node) {
        if (!node.IsScalar()) {
            return complain(key, name + " must be a text, a whole number or true or false");
        }
        // The library keeps both of two equal keys, and one would win unseen.
        if (std::ranges::find(found_.entries, name, &ConfigEntry::name) != found_.entries.end()) {
            return complain(key, name + " is set twice");
        }
        found_.entries.push_back({.name = name, .value = node.Scalar(), .line = line_of(key.Mark())}
        );
    }

    const std::string& path_;
    ConfigEntries found_;
};

}  // namespace

ConfigEntries read_yaml(const std::string& path) {
    Flattening flattening(path);
    try {
        const std::vector<YAML::Node> documents = YAML::LoadAllFromFile(path);
        for (const YAML::Node& document : documents) {
            if (&document == &documents.front()) {
                flattening.read(document);
            } else {
                flattening.complain(document, "a second document would go unread");
            }
        }
    } catch (const YAML::Exception& error) {
        return {
            .entries = {},
            .problems = {place_in(path, line_of(error.mark)) + ": " + std::string(error.msg)}};
    }
    return flattening.take();
}

}  // namespace usher::base
