#include "store/letter_facts.hpp"

namespace usher::store {

namespace {

struct LetterKey {
    const std::string& organization_id;
    const std::string& id;
};

std::optional<Row> row_of(
    Session& session,
    const std::string& columns_and_table,
    const LetterKey& key,
    std::size_t columns
) {
    return session.find(
        "SELECT " + columns_and_table + " WHERE organization_id = :organization AND id = :id",
        {
            {"organization", key.organization_id},
            {"id",           key.id             }
    },
        columns
    );
}

}  // namespace

std::optional<ChallengeFacts> challenge_facts(
    Session& session, const std::string& organization_id, const std::string& id
) {
    const auto row = row_of(
        session,
        "kind, user_id, target, expires_at, proved_at FROM challenge",
        {organization_id, id},
        5
    );
    if (!row) return std::nullopt;
    return ChallengeFacts{
        .kind = row->at(0).value(),
        .user_id = row->at(1),
        .target = row->at(2),
        .expires_at = row->at(3).value(),
        .proved_at = row->at(4)};
}

std::optional<DirectoryFacts> directory_facts(
    Session& session, const std::string& organization_id, const std::string& id
) {
    const auto row =
        row_of(session, "name, paused_at, pause_reason FROM directory", {organization_id, id}, 3);
    if (!row) return std::nullopt;
    return DirectoryFacts{
        .name = row->at(0).value(), .paused_at = row->at(1), .pause_reason = row->at(2)};
}

std::optional<EventFacts> event_facts(
    Session& session, const std::string& organization_id, const std::string& id
) {
    const auto row = row_of(
        session,
        "at, actor_kind, actor_id, action, subject_kind, subject_id, data, request_id FROM event",
        {organization_id, id},
        8
    );
    if (!row) return std::nullopt;
    return EventFacts{
        .at = row->at(0).value(),
        .actor = {.kind = row->at(1).value(), .id = row->at(2).value()},
        .action = row->at(3).value(),
        .subject = {.kind = row->at(4).value(), .id = row->at(5).value()},
        .data = row->at(6).value(),
        .request_id = row->at(7).value()
    };
}

}  // namespace usher::store
