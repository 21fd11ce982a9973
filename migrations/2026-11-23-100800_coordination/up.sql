-- How a round is run, how a region shares it between its departments, what is asked back, and the region's own word.
ALTER TABLE round
    -- empty while it is a draft: nobody was asked yet
    ADD COLUMN launched_at timestamptz DEFAULT now(),
    ADD COLUMN archived_at timestamptz,
    -- where the deadline is told, by the name of the IANA database
    ADD COLUMN time_zone text NOT NULL DEFAULT 'Europe/Brussels',
    -- so many days after its deadline a response is still taken, and marked as late
    ADD COLUMN late_days integer NOT NULL DEFAULT 0 CONSTRAINT round_late_days CHECK (late_days BETWEEN 0 AND 366),
    -- reminders wait for the morning of the region that they go to
    ADD COLUMN quiet_from time NOT NULL DEFAULT '19:00',
    ADD COLUMN quiet_until time NOT NULL DEFAULT '08:00',
    ADD COLUMN carried_from uuid REFERENCES round (id),
    -- days after the round is over; empty: kept
    ADD COLUMN keep_drafts_days integer CONSTRAINT round_keep_drafts_days CHECK (keep_drafts_days > 0),
    ADD COLUMN keep_contacts_days integer CONSTRAINT round_keep_contacts_days CHECK (keep_contacts_days > 0),
    ADD COLUMN keep_logs_days integer CONSTRAINT round_keep_logs_days CHECK (keep_logs_days > 0);
CREATE INDEX round_carried_from ON round (carried_from);

-- The regions that a round asks; their coordinators share it between departments.
CREATE TABLE round_region (
    round_id uuid NOT NULL REFERENCES round (id),
    region_id uuid NOT NULL REFERENCES region (id),
    -- where it is not the round's
    deadline timestamptz,
    asked_at timestamptz,
    PRIMARY KEY (round_id, region_id)
);
CREATE INDEX round_region_region_id ON round_region (region_id);
INSERT INTO round_region (round_id, region_id, asked_at)
    SELECT round_id, region_id, min(invitation.created_at) FROM response
    JOIN department ON department.id = response.department_id
    LEFT JOIN invitation USING (round_id, department_id)
    GROUP BY round_id, region_id;

-- Days from a region's deadline, before it where negative, on which reminders go.
CREATE TABLE round_reminder (
    round_id uuid NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    days integer NOT NULL CONSTRAINT round_reminder_days CHECK (days BETWEEN -366 AND 366),
    PRIMARY KEY (round_id, days)
);

-- A reminder is written once; an extended deadline has reminders of its own.
CREATE TABLE reminder_sent (
    round_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    deadline timestamptz NOT NULL,
    days integer NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (round_id, invitation_id, deadline, days),
    FOREIGN KEY (round_id, invitation_id) REFERENCES invitation (round_id, id) ON DELETE CASCADE
);

-- The sections that a department is asked for; empty: all. The others stay open to it.
ALTER TABLE response ADD COLUMN sections text[];

-- Who sees to a section in a department, and until when.
CREATE TABLE delegation (
    round_id uuid NOT NULL,
    response_id uuid NOT NULL,
    section text NOT NULL,
    -- empty: the department
    account_id uuid REFERENCES account (id),
    due_at timestamptz,
    note text NOT NULL DEFAULT '',
    delegated_by uuid REFERENCES account (id),
    delegated_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, response_id, section),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id) ON DELETE CASCADE
);
CREATE INDEX delegation_account_id ON delegation (account_id);
CREATE INDEX delegation_delegated_by ON delegation (delegated_by);

-- A question about an answer, from who reviews it to who gave it.
CREATE TABLE answer_query (
    round_id uuid NOT NULL,
    id uuid NOT NULL,
    response_id uuid NOT NULL,
    path text NOT NULL,
    state text NOT NULL CONSTRAINT answer_query_state CHECK (state IN ('open', 'answered', 'closed')),
    opened_by uuid REFERENCES account (id),
    opened_at timestamptz NOT NULL,
    answered_at timestamptz,
    closed_by uuid REFERENCES account (id),
    closed_at timestamptz,
    PRIMARY KEY (round_id, id),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id) ON DELETE CASCADE
);
CREATE INDEX answer_query_response ON answer_query (round_id, response_id);
CREATE INDEX answer_query_opened_by ON answer_query (opened_by);
CREATE INDEX answer_query_closed_by ON answer_query (closed_by);

CREATE TABLE query_message (
    round_id uuid NOT NULL,
    query_id uuid NOT NULL,
    number integer NOT NULL,
    author uuid REFERENCES account (id),
    at timestamptz NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (round_id, query_id, number),
    FOREIGN KEY (round_id, query_id) REFERENCES answer_query (round_id, id) ON DELETE CASCADE
);
CREATE INDEX query_message_author ON query_message (author);

-- What was decided about a submission, and why.
CREATE TABLE review (
    round_id uuid NOT NULL,
    response_id uuid NOT NULL,
    number integer NOT NULL,
    revision integer NOT NULL,
    decision text NOT NULL CONSTRAINT review_decision CHECK (decision IN ('returned', 'accepted', 'reopened')),
    reasons text NOT NULL,
    decided_by uuid REFERENCES account (id),
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, response_id, number),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id)
);
CREATE INDEX review_decided_by ON review (decided_by);

-- The region's own word, question by question, beside its departments' answers.
CREATE TABLE regional_answer (
    round_id uuid NOT NULL REFERENCES round (id),
    region_id uuid NOT NULL REFERENCES region (id),
    version_id uuid NOT NULL REFERENCES questionnaire_version (id),
    state text NOT NULL CONSTRAINT regional_answer_state CHECK (state IN ('open', 'signed')),
    -- counts the sign-offs
    revision integer NOT NULL DEFAULT 0,
    -- counts the saves: a sign-off is of exactly the answers that were shown
    draft_version integer NOT NULL DEFAULT 0,
    language text NOT NULL,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, region_id)
);
CREATE INDEX regional_answer_region_id ON regional_answer (region_id);
CREATE INDEX regional_answer_version_id ON regional_answer (version_id);

CREATE TABLE regional_value (
    round_id uuid NOT NULL,
    region_id uuid NOT NULL,
    path text NOT NULL,
    value jsonb,
    -- the declared rule, one department's answer, all departments' together, or the coordinator's word
    basis text NOT NULL CONSTRAINT regional_value_basis CHECK (basis IN ('rule', 'adopted', 'union', 'own')),
    source_response_id uuid,
    divergent boolean NOT NULL DEFAULT false,
    divergence text NOT NULL DEFAULT '',
    version integer NOT NULL,
    edited_by uuid REFERENCES account (id),
    edited_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, region_id, path),
    FOREIGN KEY (round_id, region_id) REFERENCES regional_answer (round_id, region_id) ON DELETE CASCADE,
    CONSTRAINT regional_value_divergence CHECK (divergent = (divergence <> ''))
);
CREATE INDEX regional_value_edited_by ON regional_value (edited_by);

-- The act that makes the region's answer final, with the answer as it was then.
CREATE TABLE sign_off (
    round_id uuid NOT NULL,
    region_id uuid NOT NULL,
    revision integer NOT NULL,
    reference text NOT NULL,
    version_id uuid NOT NULL REFERENCES questionnaire_version (id),
    language text NOT NULL,
    answers jsonb NOT NULL,
    -- path by path: the reason why the departments differ
    divergent jsonb NOT NULL,
    content_hash bytea NOT NULL,
    -- of whoever signs, in their own words
    role text NOT NULL,
    signed_on date NOT NULL,
    clearance text NOT NULL CONSTRAINT sign_off_clearance CHECK (clearance IN ('political', 'administrative', 'none')),
    consent_public boolean NOT NULL,
    consent_network boolean NOT NULL,
    signed_by uuid REFERENCES account (id),
    signed_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, region_id, revision),
    FOREIGN KEY (round_id, region_id) REFERENCES regional_answer (round_id, region_id)
);
ALTER TABLE sign_off ALTER COLUMN answers SET STORAGE EXTERNAL;
CREATE INDEX sign_off_version_id ON sign_off (version_id);
CREATE INDEX sign_off_signed_by ON sign_off (signed_by);

CREATE TABLE sign_off_code (
    round_id uuid NOT NULL,
    region_id uuid NOT NULL,
    revision integer NOT NULL,
    codes bytea NOT NULL,
    PRIMARY KEY (round_id, region_id, revision)
);
ALTER TABLE sign_off_code ALTER COLUMN codes SET STORAGE PLAIN;

-- Answers that came from an earlier round, until somebody says that they still hold.
CREATE TABLE carried_answer (
    round_id uuid NOT NULL,
    response_id uuid NOT NULL,
    path text NOT NULL,
    value jsonb NOT NULL,
    carried_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    confirmed_by uuid REFERENCES account (id),
    PRIMARY KEY (round_id, response_id, path),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id) ON DELETE CASCADE
);
CREATE INDEX carried_answer_confirmed_by ON carried_answer (confirmed_by);

-- Who was erased: the receipt, and what to erase again after an old backup was restored.
CREATE TABLE erasure (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES account (id),
    erased_by uuid REFERENCES account (id),
    at timestamptz NOT NULL,
    receipt jsonb NOT NULL
);
CREATE INDEX erasure_account_id ON erasure (account_id);
CREATE INDEX erasure_erased_by ON erasure (erased_by);

-- What retention removed, or why it could not.
CREATE TABLE retention_run (
    round_id uuid NOT NULL REFERENCES round (id),
    kind text NOT NULL CONSTRAINT retention_run_kind CHECK (kind IN ('drafts', 'contacts', 'logs')),
    at timestamptz NOT NULL,
    removed bigint NOT NULL,
    error text,
    PRIMARY KEY (round_id, kind, at)
);

CREATE TRIGGER sign_off_immutable BEFORE UPDATE OR DELETE ON sign_off
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
CREATE TRIGGER sign_off_kept BEFORE TRUNCATE ON sign_off
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record();
