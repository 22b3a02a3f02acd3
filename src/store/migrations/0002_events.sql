-- What has happened, one row a change, written in the change's own transaction (event/event.hpp).
-- Ids are UUIDv7: within an organization rows lie, and are read, in the order of time.
CREATE TABLE event (
    organization_id $TEXT NOT NULL,
    id              $TEXT NOT NULL,
    at              $TEXT NOT NULL,
    actor_kind      $TEXT NOT NULL,
    actor_id        $TEXT NOT NULL,
    action          $TEXT NOT NULL,
    subject_kind    $TEXT NOT NULL,
    subject_id      $TEXT NOT NULL,
    data            $TEXT NOT NULL,
    request_id      $TEXT NOT NULL,
    PRIMARY KEY (organization_id, id)
) $CLUSTERED;
