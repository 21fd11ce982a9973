-- A response has a version of its own: that of its round when it was opened, until it is moved to a newer one. What it
-- was submitted as stays.
ALTER TABLE response ADD COLUMN version_id uuid REFERENCES questionnaire_version (id);
UPDATE response SET version_id = coalesce(
    (SELECT version_id FROM submission
     WHERE submission.round_id = response.round_id AND submission.response_id = response.id
         AND submission.revision = response.revision),
    (SELECT version_id FROM round WHERE round.id = response.round_id)
);
ALTER TABLE response ALTER COLUMN version_id SET NOT NULL;
CREATE INDEX response_version_id ON response (version_id);
-- Who still waits to be moved is found by the round.
CREATE INDEX response_round_version ON response (round_id, version_id);

-- The round is locked for a moment: a response that is opened while its round moves gets the one version or the other,
-- and the move sees it.
CREATE FUNCTION version_of_round() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.version_id IS NULL THEN
        SELECT version_id INTO NEW.version_id FROM round WHERE id = NEW.round_id FOR SHARE;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER response_version BEFORE INSERT ON response FOR EACH ROW EXECUTE FUNCTION version_of_round();

-- What a person had answered to an earlier version and what became of it. Without a path the question is no longer
-- asked: the answer is kept here and in the draft. With one it waits to be confirmed, or was.
CREATE TABLE moved_answer (
    round_id uuid NOT NULL,
    response_id uuid NOT NULL,
    former_version_id uuid NOT NULL REFERENCES questionnaire_version (id),
    former_path text NOT NULL,
    former jsonb NOT NULL,
    path text,
    reasons text[] NOT NULL,
    moved_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    confirmed_by uuid REFERENCES account (id),
    PRIMARY KEY (round_id, response_id, former_version_id, former_path),
    FOREIGN KEY (round_id, response_id) REFERENCES response (round_id, id) ON DELETE CASCADE
);
CREATE INDEX moved_answer_former_version_id ON moved_answer (former_version_id);
CREATE INDEX moved_answer_confirmed_by ON moved_answer (confirmed_by);

-- As before, but only while the response is of the version that the writer read: answers of a page that was shown
-- before a move are not written as answers to the questions after it. An answer that is given anew is confirmed.
DROP FUNCTION save_draft(uuid, uuid, uuid, timestamptz, text[], jsonb[], integer[]);
CREATE FUNCTION save_draft(
    in_round uuid, in_response uuid, in_version uuid, in_editor uuid, in_at timestamptz,
    in_paths text[], in_values jsonb[], in_versions integer[]
) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY
    WITH touched AS (
        UPDATE response SET draft_version = draft_version + 1, started_at = coalesce(started_at, in_at),
            opened_at = coalesce(opened_at, in_at)
        WHERE round_id = in_round AND id = in_response AND state IN ('in_progress', 'returned')
            AND version_id = in_version
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
    ), confirmed AS (
        UPDATE moved_answer SET confirmed_at = in_at, confirmed_by = in_editor
        FROM written
        WHERE moved_answer.round_id = in_round AND moved_answer.response_id = in_response
            AND moved_answer.path = written.path AND moved_answer.confirmed_at IS NULL AND written.value IS NOT NULL
    )
    SELECT written.path FROM written UNION ALL SELECT '' FROM touched;
END
$$;

-- As before, but never of another version than the response has.
CREATE OR REPLACE FUNCTION record_submissions(
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
            AND response.draft_version = given.draft_version AND response.version_id = given.version_id
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
