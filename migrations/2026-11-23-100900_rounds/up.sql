-- A round that is closed while answers are on their way: who saves or submits holds the round as one of many, who closes
-- it holds it alone. So a closing waits for what was begun, and what comes after it sees it. The lock is not on the row:
-- many savers that share a row's lock would rewrite the row each time. It ends with its transaction.
CREATE FUNCTION round_lock(in_round uuid) RETURNS bigint LANGUAGE sql IMMUTABLE
    RETURN hashtextextended('periplus round ' || in_round::text, 0);

-- Call it as a statement of its own before the one that asks `takes_answers`: only a later statement sees what was
-- committed while this one waited.
CREATE FUNCTION hold_rounds(in_rounds uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(key) FROM (
        SELECT DISTINCT round_lock(given.id) AS key FROM unnest(in_rounds) AS given (id) ORDER BY 1
    ) AS keys;
END
$$;

CREATE FUNCTION hold_round_alone(in_round uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(round_lock(in_round));
END
$$;

-- Is the round launched, and not closed by anybody? Its deadline is for who calls: it is only ever made later.
CREATE FUNCTION takes_answers(in_round uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM round
        WHERE id = in_round AND launched_at IS NOT NULL AND closed_at IS NULL AND archived_at IS NULL
    );
END
$$;

-- As before, but only while the round takes answers.
CREATE OR REPLACE FUNCTION save_draft(
    in_round uuid, in_response uuid, in_version uuid, in_editor uuid, in_at timestamptz,
    in_paths text[], in_values jsonb[], in_versions integer[]
) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
    PERFORM hold_rounds(ARRAY[in_round]);
    IF NOT takes_answers(in_round) THEN
        RETURN;
    END IF;
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

-- As before, but only while the round takes answers.
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

-- What was archived is not worked on any more, whichever page somebody still has open. Retention and erasure may still
-- remove what has to go.
CREATE FUNCTION refuse_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM round WHERE id = NEW.round_id AND archived_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the round is archived'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'round_archived', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER response_of_archived BEFORE UPDATE OF state, revision ON response
    FOR EACH ROW EXECUTE FUNCTION refuse_archived();
CREATE TRIGGER response_into_archived BEFORE INSERT ON response FOR EACH ROW EXECUTE FUNCTION refuse_archived();
CREATE TRIGGER delegation_of_archived BEFORE INSERT ON delegation FOR EACH ROW EXECUTE FUNCTION refuse_archived();
CREATE TRIGGER answer_query_of_archived BEFORE INSERT OR UPDATE OF state ON answer_query
    FOR EACH ROW EXECUTE FUNCTION refuse_archived();
CREATE TRIGGER query_message_of_archived BEFORE INSERT ON query_message
    FOR EACH ROW EXECUTE FUNCTION refuse_archived();
CREATE TRIGGER review_of_archived BEFORE INSERT ON review FOR EACH ROW EXECUTE FUNCTION refuse_archived();
CREATE TRIGGER regional_answer_of_archived BEFORE INSERT OR UPDATE OF state, revision ON regional_answer
    FOR EACH ROW EXECUTE FUNCTION refuse_archived();
CREATE TRIGGER regional_value_of_archived BEFORE INSERT OR UPDATE OF value, basis ON regional_value
    FOR EACH ROW EXECUTE FUNCTION refuse_archived();
CREATE TRIGGER sign_off_of_archived BEFORE INSERT ON sign_off FOR EACH ROW EXECUTE FUNCTION refuse_archived();
