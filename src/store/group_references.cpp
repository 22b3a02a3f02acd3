#include "store/group_references.hpp"

#include "store/binder.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace usher::store {

namespace {

struct Edge {
    std::string member_id;
    std::string group_id;
    std::string display;
    bool nested = false;  ///< the group is in a group itself
};

std::vector<Edge> edges_from(
    Session& session, const std::string& organization_id, const std::vector<std::string>& member_ids
) {
    std::vector<Edge> edges;
    in_pieces(member_ids, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        const auto rows = session.select(
            "SELECT m.member_id, m.group_id, g.display, CASE WHEN EXISTS (SELECT 1 FROM membership "
            "p "
            "WHERE p.organization_id = m.organization_id AND p.member_id = m.group_id) "
            "THEN 1 ELSE 0 END FROM " +
                binder.bind_rows(piece) +
                " AS wanted JOIN membership m ON m.member_id = wanted.column1 "
                "JOIN resource g ON g.organization_id = m.organization_id "
                "AND g.type = m.group_type AND g.id = m.group_id WHERE m.organization_id = " +
                organization,
            binder.parameters(),
            4
        );
        for (const Row& row : rows) {
            edges.push_back(
                {.member_id = *row[0],
                 .group_id = *row[1],
                 .display = *row[2],
                 .nested = row[3] == "1"}
            );
        }
    });
    return edges;
}

/// Walks upwards a level at a time, so that depth costs statements and breadth does not; groups in
/// a circle are met once.
std::unordered_map<std::string, std::vector<Edge>> groups_above(
    Session& session, const std::string& organization_id, const std::vector<Edge>& direct
) {
    std::unordered_map<std::string, std::vector<Edge>> above;
    std::set<std::string> level;
    for (const Edge& edge : direct) {
        if (edge.nested) level.insert(edge.group_id);
    }
    while (!level.empty()) {
        std::set<std::string> next;
        for (const std::string& id : level)
            above.emplace(id, std::vector<Edge>{});
        for (Edge& edge : edges_from(session, organization_id, {level.begin(), level.end()})) {
            if (edge.nested && !above.contains(edge.group_id)) next.insert(edge.group_id);
            above[edge.member_id].push_back(std::move(edge));
        }
        level = std::move(next);
    }
    return above;
}

void add_indirect(
    std::map<std::string, GroupReference>& groups,
    const std::string& member_id,
    const std::unordered_map<std::string, std::vector<Edge>>& above
) {
    std::vector<std::string> open;
    for (const auto& [id, reference] : groups)
        open.push_back(id);
    while (!open.empty()) {
        const auto found = above.find(open.back());
        open.pop_back();
        if (found == above.end()) continue;
        for (const Edge& edge : found->second) {
            const auto [at, added] = groups.try_emplace(
                edge.group_id,
                GroupReference{
                    .member_id = member_id,
                    .group_id = edge.group_id,
                    .display = edge.display,
                    .direct = false}
            );
            if (added) open.push_back(edge.group_id);
        }
    }
}

}  // namespace

std::vector<GroupReference> group_references(
    Session& session, const std::string& organization_id, const std::vector<std::string>& member_ids
) {
    if (member_ids.empty()) return {};
    const std::vector<Edge> direct = edges_from(session, organization_id, member_ids);
    const auto above = groups_above(session, organization_id, direct);

    std::map<std::string, std::map<std::string, GroupReference>> by_member;
    for (const Edge& edge : direct) {
        by_member[edge.member_id].emplace(
            edge.group_id,
            GroupReference{
                .member_id = edge.member_id,
                .group_id = edge.group_id,
                .display = edge.display,
                .direct = true}
        );
    }
    std::vector<GroupReference> references;
    for (auto& [member_id, groups] : by_member) {
        add_indirect(groups, member_id, above);
        for (auto& [id, reference] : groups)
            references.push_back(std::move(reference));
    }
    return references;
}

}  // namespace usher::store
