-- Organizations, what may speak for them, and the resources they hold.
-- organization_id leads every key and index: rows of one organization can live on one shard, and no
-- query crosses organizations. Times are fixed-width UTC text; $TEXT compares by bytes on both databases.

CREATE TABLE organization (
    id         $TEXT NOT NULL PRIMARY KEY,
    slug       $TEXT NOT NULL UNIQUE,
    name       $TEXT NOT NULL,
    settings   $TEXT NOT NULL,
    created_at $TEXT NOT NULL
);

-- One SCIM connection: its policy for people who arrive, and the dialect its identity provider speaks.
CREATE TABLE directory (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    id              $TEXT NOT NULL,
    name            $TEXT NOT NULL,
    on_create       $TEXT NOT NULL CHECK (on_create IN ('auto', 'activate', 'invite', 'register')),
    dialect         $TEXT NOT NULL CHECK (dialect IN ('auto', 'strict', 'entra', 'okta')),
    created_at      $TEXT NOT NULL,
    PRIMARY KEY (organization_id, id)
);

-- Bearer tokens, as SHA-256 of their secret. A SCIM token belongs to a directory, an admin token to a role.
CREATE TABLE token (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    id              $TEXT NOT NULL,
    directory_id    $TEXT,
    role            $TEXT,
    hash            $TEXT NOT NULL,
    created_at      $TEXT NOT NULL,
    expires_at      $TEXT,
    last_used_at    $TEXT,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, directory_id) REFERENCES directory (organization_id, id),
    CHECK ((directory_id IS NULL) <> (role IS NULL))
);

-- A SCIM resource: its document as rendered text, without members, groups and meta, which are rows and columns.
CREATE TABLE resource (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    type            $TEXT NOT NULL,
    id              $TEXT NOT NULL,
    directory_id    $TEXT,              -- who manages it; NULL: nobody yet, the first directory that writes adopts it
    version         $INTEGER NOT NULL,
    document        $TEXT NOT NULL,
    display         $TEXT NOT NULL,     -- how others show it (members.display)
    active          $INTEGER NOT NULL CHECK (active IN (0, 1)),
    joined_at       $TEXT,              -- a user is a member from then on
    created_at      $TEXT NOT NULL,
    modified_at     $TEXT NOT NULL,
    PRIMARY KEY (organization_id, type, id)
);

-- One row per value of an indexed attribute; `fold` is its comparison key. Filters, sorting and uniqueness use these.
CREATE TABLE attribute (
    organization_id $TEXT NOT NULL,
    type            $TEXT NOT NULL,
    path            $TEXT NOT NULL,
    fold            $TEXT NOT NULL,
    resource_id     $TEXT NOT NULL,
    ordinal         $INTEGER NOT NULL,  -- 0: the value that sorting uses (the primary one, else the first)
    unique_in       $TEXT,              -- where it must be unique: '' organization, a directory's id, NULL nowhere
    PRIMARY KEY (organization_id, type, path, fold, resource_id, ordinal)
) $CLUSTERED;
CREATE INDEX attribute_of_resource ON attribute (organization_id, resource_id);
CREATE UNIQUE INDEX attribute_unique ON attribute (organization_id, type, path, unique_in, fold)
    WHERE unique_in IS NOT NULL;

-- Who is directly in which group. The keys see to it that a member is always a live resource.
CREATE TABLE membership (
    organization_id $TEXT NOT NULL,
    group_id        $TEXT NOT NULL,
    member_id       $TEXT NOT NULL,
    group_type      $TEXT NOT NULL,
    member_type     $TEXT NOT NULL,
    role            $TEXT NOT NULL,
    created_at      $TEXT NOT NULL,
    PRIMARY KEY (organization_id, group_id, member_id),
    FOREIGN KEY (organization_id, group_type, group_id)
        REFERENCES resource (organization_id, type, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, member_type, member_id)
        REFERENCES resource (organization_id, type, id) ON DELETE CASCADE
) $CLUSTERED;
CREATE INDEX membership_of_member ON membership (organization_id, member_id, group_id, group_type);

-- What was deleted, for restore until it is erased.
CREATE TABLE tombstone (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    type            $TEXT NOT NULL,
    id              $TEXT NOT NULL,
    directory_id    $TEXT,
    document        $TEXT NOT NULL,
    joined_at       $TEXT,
    created_at      $TEXT NOT NULL,
    deleted_at      $TEXT NOT NULL,
    PRIMARY KEY (organization_id, type, id)
);

-- Passwords that came over SCIM, as yescrypt hashes; never in a document.
CREATE TABLE credential (
    organization_id $TEXT NOT NULL,
    type            $TEXT NOT NULL,
    user_id         $TEXT NOT NULL,
    password_hash   $TEXT NOT NULL,
    changed_at      $TEXT NOT NULL,
    PRIMARY KEY (organization_id, user_id),
    FOREIGN KEY (organization_id, type, user_id)
        REFERENCES resource (organization_id, type, id) ON DELETE CASCADE
);
