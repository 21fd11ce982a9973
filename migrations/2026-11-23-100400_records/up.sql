-- What is written once and never changed: submissions with their coded rows, and the audit.
CREATE TABLE submission (
    round_id uuid NOT NULL,
    response_id uuid NOT NULL,
    revision integer NOT NULL,
    -- chosen by the page that submits: a retried POST carries the same one and is the same submission
    submission_key uuid NOT NULL,
    reference text NOT NULL,
    version_id uuid NOT NULL REFERENCES questionnaire_version (id),
    language text NOT NULL,
    answers jsonb NOT NULL,
    content_hash bytea NOT NULL,
    submitted_by uuid REFERENCES account (id),
    submitted_at timestamptz NOT NULL,
    PRIMARY KEY (round_id, response_id, revision),
    CONSTRAINT submission_key_unique UNIQUE (round_id, submission_key),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id)
);
-- Documents are read whole and often: stored plain, they are read several times faster than compressed.
ALTER TABLE submission ALTER COLUMN answers SET STORAGE EXTERNAL;
ALTER TABLE submission SET (toast_tuple_target = 8160);
CREATE INDEX submission_version_id ON submission (version_id);
CREATE INDEX submission_submitted_by ON submission (submitted_by);

-- Closed answers and numbers as small codes, derived from the document; `periplus codes rebuild` makes them anew.
CREATE TABLE submission_code (
    round_id uuid NOT NULL,
    response_id uuid NOT NULL,
    revision integer NOT NULL,
    codes bytea NOT NULL,
    PRIMARY KEY (round_id, response_id, revision)
);
ALTER TABLE submission_code ALTER COLUMN codes SET STORAGE PLAIN;

CREATE TABLE audit (
    id uuid PRIMARY KEY,
    at timestamptz NOT NULL,
    account_id uuid REFERENCES account (id),
    action text NOT NULL,
    object_kind text NOT NULL,
    object_id uuid,
    round_id uuid,
    before jsonb,
    after jsonb
);
CREATE INDEX audit_account_id ON audit (account_id);
CREATE INDEX audit_at ON audit (at);

CREATE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER submission_immutable BEFORE UPDATE OR DELETE ON submission
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
CREATE TRIGGER audit_immutable BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
CREATE TRIGGER submission_kept BEFORE TRUNCATE ON submission
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record();
CREATE TRIGGER audit_kept BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record();

CREATE TABLE outbox (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    recipient text NOT NULL,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL,
    created_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    next_attempt_at timestamptz NOT NULL,
    sent_at timestamptz,
    failed_at timestamptz,
    last_error text
);
CREATE INDEX outbox_due ON outbox (next_attempt_at) WHERE sent_at IS NULL AND failed_at IS NULL;

-- Records submissions, one or a batch, in one statement: the state of the response, the document, its codes, the audit
-- row and the receipt's mail stand or fall together. The keys that were recorded come back; a response that meanwhile
-- was submitted, or whose draft changed after it was validated, is left as it is and its key does not come back.
CREATE FUNCTION record_submissions(
    in_at timestamptz, in_rounds uuid[], in_responses uuid[], in_revisions integer[], in_draft_versions integer[],
    in_keys uuid[], in_references text[], in_versions uuid[], in_languages text[], in_answers jsonb[],
    in_hashes bytea[], in_codes bytea[], in_accounts uuid[], in_audit_ids uuid[], in_mail_ids uuid[],
    in_recipients text[], in_subjects text[], in_texts text[], in_htmls text[]
) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    WITH given AS (
        SELECT * FROM unnest(
            in_rounds, in_responses, in_revisions, in_draft_versions, in_keys, in_references, in_versions,
            in_languages, in_answers, in_hashes, in_codes, in_accounts, in_audit_ids, in_mail_ids, in_recipients,
            in_subjects, in_texts, in_htmls
        ) AS given (
            round_id, response_id, revision, draft_version, submission_key, reference, version_id, language,
            answers, content_hash, codes, account_id, audit_id, mail_id, recipient, subject, body_text, body_html
        )
    ), moved AS (
        UPDATE response SET state = 'submitted', revision = given.revision, submitted_at = in_at
        FROM given
        WHERE response.round_id = given.round_id AND response.id = given.response_id
            AND response.state IN ('in_progress', 'returned') AND response.revision = given.revision - 1
            AND response.draft_version = given.draft_version
        RETURNING given.*
    ), documents AS (
        INSERT INTO submission (round_id, response_id, revision, submission_key, reference, version_id, language,
            answers, content_hash, submitted_by, submitted_at)
        SELECT round_id, response_id, revision, submission_key, reference, version_id, language, answers,
            content_hash, account_id, in_at FROM moved
    ), coded AS (
        INSERT INTO submission_code (round_id, response_id, revision, codes)
        SELECT round_id, response_id, revision, codes FROM moved
    ), audited AS (
        INSERT INTO audit (id, at, account_id, action, object_kind, object_id, round_id, after)
        SELECT audit_id, in_at, account_id, 'response.submit', 'response', response_id, round_id,
            jsonb_build_object('revision', revision, 'reference', reference) FROM moved
    ), mailed AS (
        INSERT INTO outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at)
        SELECT mail_id, 'receipt', recipient, subject, body_text, body_html, in_at, in_at FROM moved
        WHERE recipient <> ''
    )
    SELECT moved.submission_key FROM moved;
END
$$;
