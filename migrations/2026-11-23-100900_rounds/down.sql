DROP TRIGGER sign_off_of_archived ON sign_off;
DROP TRIGGER regional_value_of_archived ON regional_value;
DROP TRIGGER regional_answer_of_archived ON regional_answer;
DROP TRIGGER review_of_archived ON review;
DROP TRIGGER query_message_of_archived ON query_message;
DROP TRIGGER answer_query_of_archived ON answer_query;
DROP TRIGGER delegation_of_archived ON delegation;
DROP TRIGGER response_into_archived ON response;
DROP TRIGGER response_of_archived ON response;
DROP FUNCTION refuse_archived();

CREATE OR REPLACE FUNCTION save_draft(
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

DROP FUNCTION takes_answers(uuid);
DROP FUNCTION hold_round_alone(uuid);
DROP FUNCTION hold_rounds(uuid[]);
DROP FUNCTION round_lock(uuid);
