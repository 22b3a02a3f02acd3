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

/// What is shown of a group, read once however many of the members are in it.
struct GroupFacts {
    std::string display;
    bool nested = false;
};

std::unordered_map<std::string, GroupFacts> facts_of(
    Session& session,
    const std::string& organization_id,
    const std::set<std::string>& group_types,
    const std::set<std::string>& group_ids
) {
    std::unordered_map<std::string, GroupFacts> facts;
    in_pieces({group_ids.begin(), group_ids.end()}, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        const std::string sql =
            "SELECT g.id, g.display, CASE WHEN EXISTS (SELECT 1 FROM membership m "
            "WHERE m.organization_id = g.organization_id AND m.member_id = g.id) THEN 1 ELSE 0 END "
            "FROM resource g WHERE g.organization_id = " +
            organization + " AND g.type IN " +
            binder.bind_list({group_types.begin(), group_types.end()}) + " AND g.id " +
            binder.bind_among(piece);
        for (const Row& row : session.select(sql, binder.parameters(), 3))
            facts.emplace(*row[0], GroupFacts{.display = *row[1], .nested = row[2] == "1"});
    });
    return facts;
}

std::vector<Edge> edges_from(
    Session& session, const std::string& organization_id, const std::vector<std::string>& member_ids
) {
    std::vector<Edge> edges;
    std::set<std::string> group_ids;
    std::set<std::string> group_types;
    in_pieces(member_ids, [&](const std::vector<std::string>& piece) {
        Binder binder;
        const std::string organization = binder.bind(organization_id);
        const std::string sql =
            "SELECT m.member_id, m.group_id, m.group_type FROM membership m "
            "WHERE m.organization_id = " +
            organization + " AND m.member_id " + binder.bind_among(piece);
        for (const Row& row : session.select(sql, binder.parameters(), 3)) {
            edges.push_back({.member_id = *row[0], .group_id = *row[1], .display = {}});
            group_ids.insert(*row[1]);
            group_types.insert(*row[2]);
        }
    });
    if (edges.empty()) return edges;
    const auto facts = facts_of(session, organization_id, group_types, group_ids);
    for (Edge& edge : edges) {
        const auto found = facts.find(edge.group_id);
        if (found == facts.end()) continue;  // deleted since the memberships were read
        edge.display = found->second.display;
        edge.nested = found->second.nested;
    }
    std::erase_if(edges, [&](const Edge& edge) { return !facts.contains(edge.group_id); });
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
