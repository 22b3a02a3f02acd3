#include "conformance/engine/session.hpp"

#include <algorithm>

namespace usher::conformance {

Session::Session(const Address& address, std::string mark)
    : client_(address), mark_(std::move(mark)) {}

std::string Session::unique(std::string_view word) {
    const std::scoped_lock lock(mutex_);
    return mark_ + "-" + std::string(word) + "-" + std::to_string(++names_);
}

void Session::created(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    if (std::ranges::find(created_, path) == created_.end()) created_.push_back(path);
}

void Session::deleted(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    std::erase(created_, path);
}

void Session::keep(const std::string& path) {
    const std::scoped_lock lock(mutex_);
    std::erase(created_, path);
    kept_.push_back(path);
}

bool Session::erase(const std::string& path) {
    const auto answer = client_.send({.method = "DELETE", .path = path, .headers = {}, .body = {}});
    return answer.ok() || answer.status() == 404 || answer.status() == 410;
}

void Session::end_check() {
    while (!created_.empty()) {
        const auto path = created_.back();
        const bool gone = erase(path);
        created_.pop_back();
        if (!gone) left_.push_back(path);
    }
}

std::vector<std::string> Session::clean_up() {
    auto all = std::move(kept_);
    all.insert(all.end(), created_.begin(), created_.end());
    // Those that would not go at once may go now that what refers to them is gone.
    all.insert(all.end(), left_.begin(), left_.end());
    created_.clear();
    left_.clear();
    for (auto path = all.rbegin(); path != all.rend(); ++path)
        if (!erase(*path)) left_.push_back(*path);
    // An answer that did not say what it had created, or a request that we no longer waited for.
    if (target_.features.filter) {
        if (const auto* users = target_.users()) sweep(*users, "userName");
        if (const auto* groups = target_.groups()) sweep(*groups, "displayName");
    }
    return left_;
}

void Session::sweep(const TypeDefinition& type, const std::string& attribute) {
    const auto filter = attribute + " sw \"" + mark_ + "\"";
    for (int page = 0; page < 50; ++page) {
        const auto found = client_.send(
            {.method = "GET",
             .path = type.endpoint + "?count=100&filter=" + encoded(filter),
             .headers = {},
             .body = {}}
        );
        bool progress = false;
        for (const auto& resource : found.body["Resources"].elements()) {
            // Some servers answer everything they have to a filter that they do not know.
            if (!resource[attribute].text().starts_with(mark_)) continue;
            const auto path = type.endpoint + "/" + encoded(resource["id"].text());
            progress |=
                client_.send({.method = "DELETE", .path = path, .headers = {}, .body = {}}).ok();
        }
        if (!progress) return;
    }
}

}  // namespace usher::conformance
