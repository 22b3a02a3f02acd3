// Delta debugging (Zeller, "Simplifying and isolating failure-inducing input", 2002): the shortest
// story that still fails, by leaving out ever smaller pieces.
#pragma once

#include "tests/proof/action.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>

namespace usher::test {

/// `story` fails; what is returned fails too, and stops failing when any one step is left out.
[[nodiscard]] inline Story shrink(Story story, const std::function<bool(const Story&)>& fails) {
    std::size_t piece = std::max<std::size_t>(1, story.size() / 2);
    while (true) {
        bool shorter = false;
        for (std::size_t first = 0; first < story.size();) {
            const std::size_t last = std::min(story.size(), first + piece);
            Story without = story;
            without.erase(
                without.begin() + static_cast<std::ptrdiff_t>(first),
                without.begin() + static_cast<std::ptrdiff_t>(last)
            );
            if (fails(without)) {
                story = std::move(without);
                shorter = true;
            } else {
                first = last;
            }
        }
        if (piece == 1 && !shorter) return story;
        piece = std::max<std::size_t>(1, piece / 2);
    }
}

}  // namespace usher::test
