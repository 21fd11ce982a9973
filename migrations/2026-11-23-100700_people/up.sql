-- What the registry knows beyond names: partnership, codes of earlier years, departments' names by language, and who
-- works where.
ALTER TABLE region ADD COLUMN partnership text NOT NULL DEFAULT 'member'
    CONSTRAINT region_partnership CHECK (partnership IN ('member', 'full', 'associated', 'organisation'));

-- Codes that a region had: files and links of earlier years still find it.
CREATE TABLE region_code_history (
    region_id uuid NOT NULL REFERENCES region (id) ON DELETE CASCADE,
    code text NOT NULL,
    code_kind text NOT NULL,
    valid_from date,
    valid_to date,
    PRIMARY KEY (region_id, code, code_kind)
);
CREATE INDEX region_code_history_code ON region_code_history (code);

ALTER TABLE department ADD COLUMN names jsonb NOT NULL DEFAULT '{}';

CREATE TABLE department_member (
    department_id uuid NOT NULL REFERENCES department (id) ON DELETE CASCADE,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    PRIMARY KEY (department_id, account_id)
);
CREATE INDEX department_member_account_id ON department_member (account_id);

-- A file that was uploaded and looked through, until it is applied.
CREATE TABLE staged_import (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind text NOT NULL,
    content bytea NOT NULL,
    -- of what the file would change: applied only while that is still true
    digest bytea NOT NULL,
    created_at timestamptz NOT NULL
);
CREATE INDEX staged_import_account_id ON staged_import (account_id);

-- Points everything that refers to one row at another one, in every table that has a foreign key to it but those whose
-- rows never change. Tables of later migrations follow without a word here.
CREATE FUNCTION move_references(in_table regclass, in_from uuid, in_to uuid, in_records regclass[]) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    reference record;
    moved integer;
    total integer := 0;
BEGIN
    FOR reference IN
        SELECT conrelid::regclass AS holder, attname AS own FROM pg_constraint
        JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
        WHERE contype = 'f' AND confrelid = in_table AND cardinality(conkey) = 1 AND NOT conrelid = ANY (in_records)
        ORDER BY conrelid::regclass::text, attname
    LOOP
        EXECUTE format('UPDATE %s SET %I = $1 WHERE %I = $2', reference.holder, reference.own, reference.own)
            USING in_to, in_from;
        GET DIAGNOSTICS moved = ROW_COUNT;
        total := total + moved;
    END LOOP;
    RETURN total;
END
$$;

-- A second factor for who administers or reads results. The step that was used last keeps a code from being used again.
ALTER TABLE account
    ADD COLUMN totp_secret bytea,
    ADD COLUMN totp_confirmed_at timestamptz,
    ADD COLUMN totp_last_step bigint,
    ADD COLUMN merged_into uuid REFERENCES account (id);
CREATE INDEX account_merged_into ON account (merged_into);

CREATE TABLE recovery_code (
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (account_id, code_hash)
);

-- How somebody signed in decides what the session may: a link never grants admin or consultant.
ALTER TABLE session
    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid() CONSTRAINT session_id_unique UNIQUE,
    ADD COLUMN strength text NOT NULL DEFAULT 'link'
        CONSTRAINT session_strength CHECK (strength IN ('link', 'password', 'strong')),
    ADD COLUMN device text NOT NULL DEFAULT '';

-- The password was right, the second factor is still asked for.
CREATE TABLE pending_sign_in (
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX pending_sign_in_account_id ON pending_sign_in (account_id);

-- Links that belong to a person and not to an invitation; the one that makes the first admin belongs to nobody yet.
CREATE TABLE account_link (
    token_hash bytea PRIMARY KEY,
    purpose text NOT NULL CONSTRAINT account_link_purpose CHECK (purpose IN ('sign_in', 'password', 'setup')),
    account_id uuid REFERENCES account (id) ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    CONSTRAINT account_link_owner CHECK ((purpose = 'setup') = (account_id IS NULL))
);
CREATE INDEX account_link_account_id ON account_link (account_id);

CREATE INDEX audit_action ON audit (action, at);
CREATE INDEX audit_object_id ON audit (object_id, at);
CREATE INDEX audit_round_id ON audit (round_id, at);

CREATE OR REPLACE FUNCTION actor_of_session(in_token_hash bytea, in_at timestamptz, in_idle_since timestamptz) RETURNS jsonb
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
                    AND (role = 'coordinator' OR session.strength = 'strong')
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
