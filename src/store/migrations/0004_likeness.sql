-- How an address looks to a reader becomes one more kind of key: it recognises nobody, but points out to an admin
-- whose address looks like another. SQLite cannot change a CHECK, so the table is made anew.
CREATE TABLE identity_key_with_likeness (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    kind            $TEXT NOT NULL CHECK (kind IN ('email', 'phone', 'likeness')),
    match_key       $TEXT NOT NULL,
    user_id         $TEXT NOT NULL,
    PRIMARY KEY (organization_id, kind, match_key, user_id)
) $CLUSTERED;
INSERT INTO identity_key_with_likeness (organization_id, kind, match_key, user_id)
    SELECT organization_id, kind, match_key, user_id FROM identity_key;
DROP TABLE identity_key;
ALTER TABLE identity_key_with_likeness RENAME TO identity_key;
CREATE INDEX identity_key_of_user ON identity_key (organization_id, user_id);

-- Everybody waits for keys once more.
INSERT INTO unkeyed_user (organization_id, user_id) SELECT organization_id, id FROM resource WHERE type = 'User'
    ON CONFLICT DO NOTHING;
