-- The invitation desk: people on their way in, what is promised to them, and what leaves for them.
-- States are closed lists; a test compares each CHECK with the table in src/invitation.

-- A user's status is derived (invitation/status.hpp) from these, joined_at and active. The two times are those of
-- the latest invitation, written with it; invitation_expires_at is NULL once it ended otherwise than by time.
ALTER TABLE resource ADD COLUMN invited_at $TEXT;
ALTER TABLE resource ADD COLUMN invitation_expires_at $TEXT;
ALTER TABLE resource ADD COLUMN profile_state $TEXT NOT NULL DEFAULT 'missing'
    CHECK (profile_state IN ('missing', 'submitted', 'complete'));
ALTER TABLE resource ADD COLUMN terms_version $TEXT;
CREATE INDEX resource_of_directory ON resource (organization_id, directory_id, type) WHERE directory_id IS NOT NULL;

-- What came of a tombstone's desk columns on restore.
ALTER TABLE tombstone ADD COLUMN display $TEXT NOT NULL DEFAULT '';
ALTER TABLE tombstone ADD COLUMN version $INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tombstone ADD COLUMN profile_state $TEXT NOT NULL DEFAULT 'missing';
ALTER TABLE tombstone ADD COLUMN terms_version $TEXT;
ALTER TABLE tombstone ADD COLUMN deleted_by_kind $TEXT NOT NULL DEFAULT '';
ALTER TABLE tombstone ADD COLUMN deleted_by_id $TEXT NOT NULL DEFAULT '';
CREATE INDEX tombstone_by_time ON tombstone (organization_id, deleted_at);

-- A directory's policies (directory/policies.hpp) as JSON, and the guard's state.
ALTER TABLE directory ADD COLUMN policies $TEXT NOT NULL DEFAULT '{}';
ALTER TABLE directory ADD COLUMN paused_at $TEXT;
ALTER TABLE directory ADD COLUMN pause_reason $TEXT;
ALTER TABLE directory ADD COLUMN guard_released_until $TEXT;
ALTER TABLE directory ADD COLUMN managed_users $INTEGER;    -- as counted last, for the guard
ALTER TABLE directory ADD COLUMN managed_counted_at $TEXT;
ALTER TABLE directory ADD COLUMN last_request_at $TEXT;
ALTER TABLE directory ADD COLUMN deleted_at $TEXT;

-- What the desk knows of a user beside the SCIM document. No row: a plain member whom a directory brought.
-- It outlives the resource until erasure, so that a restored user is who they were.
CREATE TABLE person (
    organization_id   $TEXT NOT NULL REFERENCES organization (id),
    user_id           $TEXT NOT NULL,
    source            $TEXT NOT NULL CHECK (source IN ('manual', 'csv', 'scim', 'sso', 'request', 'invitation')),
    organization_role $TEXT NOT NULL DEFAULT 'member'
        CHECK (organization_role IN ('founder', 'account_admin', 'team_admin', 'member')),
    permissions       $TEXT NOT NULL DEFAULT '{}',  -- {"users.invite": true}: what differs from the role's
    locale            $TEXT,
    submitted_profile $TEXT,                        -- by the person, waiting for an admin: JSON
    profile_note      $TEXT,                        -- why an admin returned it
    terms_accepted_at $TEXT,
    sms_consent_at    $TEXT,
    sms_consent_by    $TEXT,
    created_at        $TEXT NOT NULL,
    PRIMARY KEY (organization_id, user_id)
) $CLUSTERED;
CREATE INDEX person_of_role ON person (organization_id, organization_role, user_id);

-- By what a person is recognised (invitation/keys.hpp). User names are rows of `attribute`.
CREATE TABLE identity_key (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    kind            $TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
    match_key       $TEXT NOT NULL,
    user_id         $TEXT NOT NULL,
    PRIMARY KEY (organization_id, kind, match_key, user_id)
) $CLUSTERED;
CREATE INDEX identity_key_of_user ON identity_key (organization_id, user_id);

-- Users whose rows of identity_key are still to be made (invitation/rekeying.hpp); at first everybody who was there before.
CREATE TABLE unkeyed_user (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    user_id         $TEXT NOT NULL,
    PRIMARY KEY (organization_id, user_id)
) $CLUSTERED;
INSERT INTO unkeyed_user (organization_id, user_id) SELECT organization_id, id FROM resource WHERE type = 'User';

-- An offer to one user to join. Its secrets are derived (base/secret, invitation/link.hpp), never stored.
CREATE TABLE invitation (
    organization_id   $TEXT NOT NULL REFERENCES organization (id),
    id                $TEXT NOT NULL,
    user_id           $TEXT NOT NULL,
    email             $TEXT,           -- where it is mailed; NULL: nowhere
    state             $TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'revoked', 'expired', 'superseded')),
    reason            $TEXT,           -- why it was revoked or superseded
    via               $TEXT,           -- the road on which it was accepted
    channels          $TEXT NOT NULL,  -- JSON: ["email", "link"]
    promised_groups   $TEXT NOT NULL,  -- JSON: [{"id": ..., "role": ...}]
    organization_role $TEXT,           -- promised; NULL: none
    counters          $TEXT NOT NULL,  -- JSON: {"email": 1}; a channel's secret is derived from its counter
    created_by_kind   $TEXT NOT NULL,
    created_by_id     $TEXT NOT NULL,
    request_id        $TEXT,           -- the invitation request that it answers
    predecessor_id    $TEXT,
    locale            $TEXT,
    created_at        $TEXT NOT NULL,
    expires_at        $TEXT NOT NULL,
    closed_at         $TEXT,
    last_sent_at      $TEXT,
    sent_count        $INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX invitation_open ON invitation (organization_id, user_id) WHERE state = 'open';
CREATE INDEX invitation_of_user ON invitation (organization_id, user_id, id);
CREATE INDEX invitation_expiring ON invitation (organization_id, expires_at) WHERE state = 'open';

-- A wish to be invited, from the sign-in page.
CREATE TABLE invitation_request (
    organization_id  $TEXT NOT NULL REFERENCES organization (id),
    id               $TEXT NOT NULL,
    email            $TEXT NOT NULL,  -- as written; mail to the requester goes here
    email_key        $TEXT NOT NULL,
    name             $TEXT,
    message          $TEXT,
    locale           $TEXT,
    state            $TEXT NOT NULL CHECK (state IN ('pending', 'approved', 'dismissed', 'reconciled')),
    via              $TEXT,           -- the road of the arrival that reconciled it
    reason           $TEXT,
    user_id          $TEXT,
    invitation_id    $TEXT,
    directory_id     $TEXT,
    connection_id    $TEXT,
    reviewed_by_kind $TEXT,
    reviewed_by_id   $TEXT,
    repeats          $INTEGER NOT NULL DEFAULT 0,
    created_at       $TEXT NOT NULL,
    closed_at        $TEXT,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX invitation_request_pending ON invitation_request (organization_id, email_key) WHERE state = 'pending';
CREATE INDEX invitation_request_of_state ON invitation_request (organization_id, state, id);

-- Identities that a machine must not decide about.
CREATE TABLE identity_case (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    id              $TEXT NOT NULL,
    kind            $TEXT NOT NULL CHECK (kind IN ('possible_duplicate', 'ambiguous', 'conflict')),
    state           $TEXT NOT NULL CHECK (state IN ('open', 'linked', 'rejected')),
    user_id         $TEXT NOT NULL,   -- who arrived
    other_user_id   $TEXT NOT NULL,   -- who was there
    evidence        $TEXT NOT NULL,   -- JSON: {"email": ...}, which keys met
    directory_id    $TEXT,
    connection_id   $TEXT,
    undo            $TEXT,            -- JSON: what linking changed
    opened_at       $TEXT NOT NULL,
    closed_at       $TEXT,
    closed_by_kind  $TEXT,
    closed_by_id    $TEXT,
    PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX identity_case_open ON identity_case (organization_id, user_id, other_user_id) WHERE state = 'open';
CREATE INDEX identity_case_of_other ON identity_case (organization_id, other_user_id) WHERE state = 'open';

-- Second factors; a TOTP secret is sealed with the server's key.
CREATE TABLE second_factor (
    organization_id $TEXT NOT NULL,
    user_id         $TEXT NOT NULL,
    kind            $TEXT NOT NULL CHECK (kind IN ('totp', 'email', 'sms')),
    sealed_secret   $TEXT,
    last_step       $INTEGER NOT NULL DEFAULT 0,  -- the TOTP step used last: a code is good once
    created_at      $TEXT NOT NULL,
    confirmed_at    $TEXT,
    PRIMARY KEY (organization_id, user_id, kind)
);

CREATE TABLE session (
    organization_id $TEXT NOT NULL,
    id              $TEXT NOT NULL,
    user_id         $TEXT NOT NULL,
    hash            $TEXT NOT NULL,  -- SHA-256 of its secret
    created_at      $TEXT NOT NULL,
    expires_at      $TEXT NOT NULL,
    last_used_at    $TEXT NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX session_of_user ON session (organization_id, user_id);

-- Something to prove within minutes: a code sent to a phone or mailbox, a one-time sign-in link, a second factor.
-- Codes are derived from the id under the server's key, like invitation secrets.
CREATE TABLE challenge (
    organization_id $TEXT NOT NULL,
    id              $TEXT NOT NULL,
    kind            $TEXT NOT NULL CHECK (kind IN ('sign_in_link', 'second_factor', 'email_code', 'phone_code')),
    user_id         $TEXT,
    purpose         $TEXT NOT NULL,  -- JSON: what is allowed once it is proved
    target          $TEXT,           -- the stored address or number that the code goes to
    attempts        $INTEGER NOT NULL DEFAULT 0,
    created_at      $TEXT NOT NULL,
    expires_at      $TEXT NOT NULL,
    proved_at       $TEXT,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX challenge_by_time ON challenge (organization_id, expires_at);
CREATE INDEX challenge_of_user ON challenge (organization_id, user_id) WHERE user_id IS NOT NULL;

-- Everything that leaves, written with the change that it tells of (outbox/worker.hpp).
CREATE TABLE webhook (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    id              $TEXT NOT NULL,
    url             $TEXT NOT NULL,
    description     $TEXT NOT NULL,
    actions         $TEXT NOT NULL,    -- JSON: names of events, or ["*"]
    sealed_secret   $TEXT NOT NULL,
    enabled         $INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at      $TEXT NOT NULL,
    updated_at      $TEXT NOT NULL,
    failing_since   $TEXT,
    PRIMARY KEY (organization_id, id)
);
CREATE TABLE delivery (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    id              $TEXT NOT NULL,
    channel         $TEXT NOT NULL CHECK (channel IN ('mail', 'sms', 'webhook')),
    kind            $TEXT NOT NULL,    -- a letter's kind, or the event's name
    subject_kind    $TEXT NOT NULL,
    subject_id      $TEXT NOT NULL,
    data            $TEXT NOT NULL,    -- JSON; no secrets
    event_id        $TEXT,
    webhook_id      $TEXT,
    state           $TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'dropped', 'dead')),
    attempts        $INTEGER NOT NULL DEFAULT 0,
    next_at         $TEXT NOT NULL,
    claimed_until   $TEXT,
    detail          $TEXT,             -- the last answer or error, or why it was dropped
    created_at      $TEXT NOT NULL,
    closed_at       $TEXT,
    PRIMARY KEY (organization_id, id)
);
-- Two queues, so that an endpoint that hangs keeps no mail waiting. They answer too whose queue has work, by hopping
-- from organization to organization.
CREATE INDEX delivery_letters_due ON delivery (organization_id, next_at, id)
    WHERE state = 'queued' AND channel <> 'webhook';
CREATE INDEX delivery_webhooks_due ON delivery (organization_id, next_at, id)
    WHERE state = 'queued' AND channel = 'webhook';
CREATE INDEX delivery_of_kind ON delivery (organization_id, kind, created_at);
CREATE INDEX delivery_of_webhook ON delivery (organization_id, webhook_id, id) WHERE webhook_id IS NOT NULL;

CREATE TABLE mail_template (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    kind            $TEXT NOT NULL,
    locale          $TEXT NOT NULL,
    subject         $TEXT NOT NULL,
    body_text       $TEXT NOT NULL,
    body_html       $TEXT NOT NULL,
    updated_at      $TEXT NOT NULL,
    PRIMARY KEY (organization_id, kind, locale)
);

-- Long work with visible progress; each item is a unit of work of its own.
CREATE TABLE job (
    organization_id $TEXT NOT NULL REFERENCES organization (id),
    id              $TEXT NOT NULL,
    kind            $TEXT NOT NULL,
    state           $TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    input           $TEXT NOT NULL,    -- JSON: what holds for every item
    created_by      $TEXT NOT NULL,    -- JSON: the caller, whose rights are looked up again
    total           $INTEGER NOT NULL,
    done            $INTEGER NOT NULL DEFAULT 0,
    claimed_until   $TEXT,
    created_at      $TEXT NOT NULL,
    closed_at       $TEXT,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX job_waiting ON job (state, organization_id, id) WHERE closed_at IS NULL;
CREATE TABLE job_item (
    organization_id $TEXT NOT NULL,
    job_id          $TEXT NOT NULL,
    ordinal         $INTEGER NOT NULL,
    input           $TEXT NOT NULL,
    outcome         $TEXT,             -- NULL: not yet; sent, not_sent
    result          $TEXT,             -- JSON: as in the answer to POST /invitations
    PRIMARY KEY (organization_id, job_id, ordinal)
) $CLUSTERED;

-- Answers given under an Idempotency-Key, sealed: they may hold a link or token that was shown once.
CREATE TABLE idempotent_answer (
    organization_id $TEXT NOT NULL,
    principal       $TEXT NOT NULL,
    key_hash        $TEXT NOT NULL,
    request_hash    $TEXT NOT NULL,
    status          $INTEGER,          -- NULL: the first request is still at work
    sealed_answer   $TEXT,
    created_at      $TEXT NOT NULL,
    PRIMARY KEY (organization_id, principal, key_hash)
);

-- What a directory asked lately and what it got: a ring, bodies without secrets.
CREATE TABLE directory_request (
    organization_id $TEXT NOT NULL,
    directory_id    $TEXT NOT NULL,
    id              $TEXT NOT NULL,
    at              $TEXT NOT NULL,
    request_id      $TEXT NOT NULL,
    method          $TEXT NOT NULL,
    target          $TEXT NOT NULL,
    status          $INTEGER NOT NULL,
    habits          $TEXT NOT NULL,
    request_body    $TEXT NOT NULL,
    response_body   $TEXT NOT NULL,
    duration_us     $INTEGER NOT NULL,
    PRIMARY KEY (organization_id, directory_id, id)
) $CLUSTERED;

-- Who a directory deactivated or deleted lately: what the guard counts. `ordinal` runs on within the
-- directory, so that how many there are since a time is a difference of two rows.
CREATE TABLE directory_removal (
    organization_id $TEXT NOT NULL,
    directory_id    $TEXT NOT NULL,
    user_id         $TEXT NOT NULL,
    at              $TEXT NOT NULL,
    ordinal         $INTEGER NOT NULL,
    deleted         $INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    PRIMARY KEY (organization_id, directory_id, user_id)
) $CLUSTERED;
CREATE INDEX directory_removal_by_time ON directory_removal (organization_id, directory_id, at, ordinal);
