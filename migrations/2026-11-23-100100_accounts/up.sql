-- People who sign in, what they may be, and the sessions and links by which they are known.
CREATE TABLE account (
    id uuid PRIMARY KEY,
    email text NOT NULL CONSTRAINT account_email_unique UNIQUE,
    name text NOT NULL,
    language text NOT NULL,
    password_hash text,
    disabled_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT account_email_lower CHECK (email = lower(email))
);

CREATE TABLE role_grant (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    role text NOT NULL CONSTRAINT role_grant_role CHECK (role IN ('admin', 'consultant', 'coordinator')),
    region_id uuid REFERENCES region (id),
    CONSTRAINT role_grant_once UNIQUE NULLS NOT DISTINCT (account_id, role, region_id),
    CONSTRAINT role_grant_region CHECK ((role = 'coordinator') = (region_id IS NOT NULL))
);
CREATE INDEX role_grant_region_id ON role_grant (region_id);

CREATE TABLE session (
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    csrf_token text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX session_account_id ON session (account_id);

-- Counters of attempts, shared by every instance.
CREATE TABLE throttle (
    key text NOT NULL,
    window_start timestamptz NOT NULL,
    attempts integer NOT NULL,
    PRIMARY KEY (key, window_start)
);
