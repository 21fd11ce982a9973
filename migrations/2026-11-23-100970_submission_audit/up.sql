-- As before; the record of a submission says where the response stood before and after, as every other one does.
CREATE OR REPLACE FUNCTION record_submissions(
    in_at timestamptz, in_rounds uuid[], in_responses uuid[], in_revisions integer[], in_draft_versions integer[],
    in_keys uuid[], in_references text[], in_versions uuid[], in_languages text[], in_answers jsonb[],
    in_hashes bytea[], in_codes bytea[], in_accounts uuid[], in_audit_ids uuid[], in_mail_ids uuid[],
    in_recipients text[], in_subjects text[], in_texts text[], in_htmls text[]
) RETURNS SETOF uuid LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hold_rounds(in_rounds);
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
    ), open AS MATERIALIZED (
        SELECT id FROM round
        WHERE id = ANY (in_rounds) AND launched_at IS NOT NULL AND closed_at IS NULL AND archived_at IS NULL
    ), moved AS (
        UPDATE response SET state = 'submitted', revision = given.revision, submitted_at = in_at
        FROM given JOIN open ON open.id = given.round_id
            JOIN response AS was ON was.round_id = given.round_id AND was.id = given.response_id
        WHERE response.round_id = given.round_id AND response.id = given.response_id
            AND response.state IN ('in_progress', 'returned') AND response.revision = given.revision - 1
            AND response.draft_version = given.draft_version AND response.version_id = given.version_id
        RETURNING given.*, was.state AS state_before
    ), documents AS (
        INSERT INTO submission (round_id, response_id, revision, submission_key, reference, version_id, language,
            answers, content_hash, submitted_by, submitted_at)
        SELECT round_id, response_id, revision, submission_key, reference, version_id, language, answers,
            content_hash, account_id, in_at FROM moved
    ), coded AS (
        INSERT INTO submission_code (round_id, response_id, revision, codes)
        SELECT round_id, response_id, revision, codes FROM moved
    ), audited AS (
        INSERT INTO audit (id, at, account_id, action, object_kind, object_id, round_id, before, after)
        SELECT audit_id, in_at, account_id, 'response.submit', 'response', response_id, round_id,
            jsonb_build_object('state', state_before, 'revision', revision - 1),
            jsonb_build_object('state', 'submitted', 'revision', revision, 'reference', reference) FROM moved
    ), mailed AS (
        INSERT INTO outbox (id, kind, recipient, subject, body_text, body_html, created_at, next_attempt_at)
        SELECT mail_id, 'receipt', recipient, subject, body_text, body_html, in_at, in_at FROM moved
        WHERE recipient <> ''
    )
    SELECT moved.submission_key FROM moved;
END
$$;
