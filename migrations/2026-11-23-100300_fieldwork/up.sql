-- Rounds, who is asked in them, and what they answer. Tables that grow with responses have round_id first in their
-- primary key, so that they can be partitioned or distributed by round.
CREATE TABLE round (
    id uuid PRIMARY KEY,
    code text NOT NULL CONSTRAINT round_code_unique UNIQUE,
    name text NOT NULL,
    version_id uuid NOT NULL REFERENCES questionnaire_version (id),
    opens_at timestamptz NOT NULL,
    deadline timestamptz NOT NULL,
    closed_at timestamptz,
    created_by uuid REFERENCES account (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT round_deadline_after_opening CHECK (deadline > opens_at)
);
CREATE INDEX round_version_id ON round (version_id);
CREATE INDEX round_created_by ON round (created_by);

CREATE TABLE response (
    round_id uuid NOT NULL REFERENCES round (id),
    id uuid NOT NULL,
    department_id uuid NOT NULL REFERENCES department (id),
    state text NOT NULL CONSTRAINT response_state
        CHECK (state IN ('in_progress', 'submitted', 'returned', 'accepted')),
    revision integer NOT NULL DEFAULT 0,
    -- counts the saves: a submission is of exactly the draft that was validated
    draft_version integer NOT NULL DEFAULT 0,
    language text NOT NULL,
    opened_at timestamptz,
    started_at timestamptz,
    submitted_at timestamptz,
    accepted_at timestamptz,
    PRIMARY KEY (round_id, id),
    CONSTRAINT response_one_a_department UNIQUE (round_id, department_id)
);
CREATE INDEX response_department_id ON response (department_id);
-- Addresses name a response by its own id.
CREATE INDEX response_id ON response (id);

CREATE TABLE invitation (
    round_id uuid NOT NULL REFERENCES round (id),
    id uuid NOT NULL,
    department_id uuid NOT NULL REFERENCES department (id),
    account_id uuid NOT NULL REFERENCES account (id),
    created_at timestamptz NOT NULL,
    opened_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (round_id, id),
    CONSTRAINT invitation_once UNIQUE (round_id, department_id, account_id)
);
CREATE INDEX invitation_department_id ON invitation (department_id);
CREATE INDEX invitation_account_id ON invitation (account_id);

-- A link that was sent: bound to its invitation, and so to round, department and address. Used once.
CREATE TABLE magic_link (
    token_hash bytea PRIMARY KEY,
    round_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    FOREIGN KEY (round_id, invitation_id) REFERENCES invitation (round_id, id) ON DELETE CASCADE
);
CREATE INDEX magic_link_invitation ON magic_link (round_id, invitation_id);

-- Drafts are rows: each answer has its own version, author and history. A blanked answer keeps its row (value null),
-- so that a stale save is seen.
CREATE TABLE draft_answer (
    round_id uuid NOT NULL,
    response_id uuid NOT NULL,
    path text NOT NULL,
    value jsonb,
    version integer NOT NULL,
    edited_by uuid REFERENCES account (id),
    edited_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, response_id, path),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id) ON DELETE CASCADE
);
CREATE INDEX draft_answer_edited_by ON draft_answer (edited_by);

CREATE TABLE draft_history (
    round_id uuid NOT NULL,
    response_id uuid NOT NULL,
    path text NOT NULL,
    version integer NOT NULL,
    value jsonb,
    edited_by uuid,
    edited_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, response_id, path, version),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id) ON DELETE CASCADE
);

-- Saves a set of answers in one statement, while the response may be edited. A row is written where the version that
-- the writer saw is the stored one (0: none stored); the paths that were written come back, the others are stale.
-- No row at all comes back where the response may not be edited. (Functions here are PL/pgSQL because it keeps its plans
-- over calls, which SQL functions do not.)
CREATE FUNCTION save_draft(
    in_round uuid, in_response uuid, in_editor uuid, in_at timestamptz,
    in_paths text[], in_values jsonb[], in_versions integer[]
) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    WITH touched AS (
        UPDATE response SET draft_version = draft_version + 1, started_at = coalesce(started_at, in_at),
            opened_at = coalesce(opened_at, in_at)
        WHERE round_id = in_round AND id = in_response AND state IN ('in_progress', 'returned')
        RETURNING id
    ), given AS (
        SELECT given.* FROM unnest(in_paths, in_values, in_versions) AS given (path, value, version), touched
    ), written AS (
        INSERT INTO draft_answer AS stored (round_id, response_id, path, value, version, edited_by, edited_at)
        SELECT in_round, in_response, path, NULLIF(value, 'null'::jsonb), version + 1, in_editor, in_at
        FROM given ORDER BY path
        ON CONFLICT (round_id, response_id, path) DO UPDATE
            SET value = EXCLUDED.value, version = EXCLUDED.version,
                edited_by = EXCLUDED.edited_by, edited_at = EXCLUDED.edited_at
            WHERE stored.version = EXCLUDED.version - 1
        RETURNING path, value, version
    ), kept AS (
        INSERT INTO draft_history (round_id, response_id, path, version, value, edited_by, edited_at)
        SELECT in_round, in_response, path, version, value, in_editor, in_at FROM written
    )
    SELECT written.path FROM written UNION ALL SELECT '' FROM touched;
END
$$;

CREATE TABLE attachment (
    round_id uuid NOT NULL,
    id uuid NOT NULL,
    response_id uuid NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    size bigint NOT NULL,
    content_hash bytea NOT NULL,
    content bytea NOT NULL,
    uploaded_by uuid REFERENCES account (id),
    uploaded_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, id),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id) ON DELETE CASCADE
);
ALTER TABLE attachment ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX attachment_response ON attachment (round_id, response_id);
CREATE INDEX attachment_uploaded_by ON attachment (uploaded_by);

-- The person behind a living session with all that the policy asks, as one JSON object in one round trip.
CREATE FUNCTION actor_of_session(in_token_hash bytea, in_at timestamptz, in_idle_since timestamptz) RETURNS jsonb
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT jsonb_build_object(
        'csrf_token', session.csrf_token,
        'seen_at', session.seen_at,
        'actor', jsonb_build_object(
            'account', account.id, 'email', account.email, 'name', account.name, 'language', account.language,
            'grants', coalesce((
                SELECT jsonb_agg(jsonb_build_object('role', role, 'region', region_id))
                FROM role_grant WHERE role_grant.account_id = account.id
            ), '[]'),
            'invitations', coalesce((
                SELECT jsonb_agg(jsonb_build_object('round', round_id, 'department', department_id))
                FROM invitation WHERE invitation.account_id = account.id AND revoked_at IS NULL
            ), '[]')
        )
    )
    FROM session JOIN account ON account.id = session.account_id
    WHERE session.token_hash = in_token_hash AND session.expires_at > in_at AND session.seen_at > in_idle_since
        AND account.disabled_at IS NULL);
END
$$;
