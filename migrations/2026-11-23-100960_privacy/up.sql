-- Erasing a person: the account stays as a tombstone, because records refer to it, and everything personal goes, also
-- out of what is otherwise written once.
ALTER TABLE account ADD COLUMN erased_at timestamptz;
-- Since then something personal is missing; `content_hash` is still of what was given.
ALTER TABLE submission ADD COLUMN redacted_at timestamptz;
ALTER TABLE sign_off ADD COLUMN redacted_at timestamptz;
ALTER TABLE audit ADD COLUMN redacted_at timestamptz;
-- A file that was made of such a mail is thrown away.
ALTER TABLE outbox ADD COLUMN redacted_at timestamptz;

-- Only what this function calls may touch what is written once, and of that only what may hold something personal.
CREATE OR REPLACE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    context text;
    redactable CONSTANT text[] := '{answers, divergent, role, before, after, redacted_at}';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        GET DIAGNOSTICS context = PG_CONTEXT;
        IF position('erase_person(uuid,uuid,uuid,timestamp with time zone)' IN context) > 0
            AND to_jsonb(OLD) - redactable = to_jsonb(NEW) - redactable THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
-- An archived round says nothing new, and no more than it may.
CREATE OR REPLACE FUNCTION refuse_archived() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    context text;
BEGIN
    GET DIAGNOSTICS context = PG_CONTEXT;
    IF position('erase_person(uuid,uuid,uuid,timestamp with time zone)' IN context) > 0 THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT FROM round WHERE id = NEW.round_id AND archived_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the round is archived'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'round_archived', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER erasure_immutable BEFORE UPDATE OR DELETE ON erasure
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_record();
CREATE TRIGGER erasure_kept BEFORE TRUNCATE ON erasure
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_record();

-- Nothing new begins for who is erased: who writes meanwhile waits for the erasure, and is refused after it.
CREATE FUNCTION refuse_erased_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM account WHERE id = NEW.account_id FOR KEY SHARE;
    IF EXISTS (SELECT FROM account WHERE id = NEW.account_id AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'account_is_erased';
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER session_of_erased BEFORE INSERT ON session FOR EACH ROW EXECUTE FUNCTION refuse_erased_account();
CREATE TRIGGER role_grant_of_erased BEFORE INSERT ON role_grant FOR EACH ROW EXECUTE FUNCTION refuse_erased_account();
CREATE TRIGGER invitation_of_erased BEFORE INSERT ON invitation FOR EACH ROW EXECUTE FUNCTION refuse_erased_account();
CREATE TRIGGER account_link_of_erased BEFORE INSERT ON account_link
    FOR EACH ROW EXECUTE FUNCTION refuse_erased_account();
CREATE TRIGGER department_member_of_erased BEFORE INSERT ON department_member
    FOR EACH ROW EXECUTE FUNCTION refuse_erased_account();
CREATE TRIGGER staged_import_of_erased BEFORE INSERT ON staged_import
    FOR EACH ROW EXECUTE FUNCTION refuse_erased_account();

CREATE FUNCTION refuse_erased_editor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM account WHERE id IN (SELECT edited_by FROM fresh) FOR KEY SHARE;
    IF EXISTS (SELECT FROM account WHERE id IN (SELECT edited_by FROM fresh) AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the account is erased' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'account_is_erased';
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER draft_history_of_erased AFTER INSERT ON draft_history REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_erased_editor();

-- The questions of a definition that are personal, each with the group or repeat that it stands in.
CREATE FUNCTION personal_questions(in_definition jsonb) RETURNS TABLE (name text, scope text)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE walk (item, personal, scope) AS (
        SELECT item, false, '' FROM jsonb_array_elements(in_definition -> 'items') AS item
        UNION ALL
        SELECT child, personal OR coalesce((item #>> '{row,personal}')::boolean, false), item #>> '{row,name}'
        FROM walk, jsonb_array_elements(item -> 'items') AS child
    )
    SELECT item #>> '{row,name}', scope FROM walk
    WHERE personal OR coalesce((item #>> '{row,personal}')::boolean, false)
        OR item #>> '{kind,metadata}' IN ('username', 'email')
$$;

-- The answers of a document with the paths that they have in a draft.
CREATE FUNCTION document_answers(in_document jsonb) RETURNS TABLE (path text, value jsonb)
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    WITH RECURSIVE walk (path, value) AS (
        SELECT key, value FROM jsonb_each(in_document)
        UNION ALL
        SELECT concat_ws('/', walk.path, entry ->> '_entry', child.key), child.value
        FROM walk,
            jsonb_array_elements(CASE jsonb_typeof(walk.value) WHEN 'array' THEN walk.value ELSE '[]' END) AS entry,
            jsonb_each(CASE WHEN entry ? '_entry' THEN entry ELSE '{}' END) AS child
        WHERE child.key <> '_entry'
    )
    SELECT walk.path, walk.value FROM walk
$$;

-- A document without the answers at these paths.
CREATE FUNCTION document_without(in_document jsonb, in_paths text[], in_within text) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    result jsonb := '{}';
    answer record;
BEGIN
    FOR answer IN SELECT key, value FROM jsonb_each(in_document) LOOP
        CONTINUE WHEN in_within || answer.key = ANY (in_paths);
        IF jsonb_typeof(answer.value) = 'array' THEN
            answer.value := coalesce((
                SELECT jsonb_agg(CASE WHEN entry ? '_entry'
                    THEN document_without(entry, in_paths, concat(in_within, answer.key, '/', entry ->> '_entry', '/'))
                    ELSE entry END ORDER BY place)
                FROM jsonb_array_elements(answer.value) WITH ORDINALITY AS entries (entry, place)
            ), '[]');
        END IF;
        result := result || jsonb_build_object(answer.key, answer.value);
    END LOOP;
    RETURN result;
END
$$;

-- Finds these words, in whatever case, also as they stand in JSON, HTML and links; not where they are part of another
-- word, which the two expressions around them tell.
CREATE FUNCTION pattern_of_words(in_words text[], in_before text, in_after text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT in_before || '(' || string_agg(DISTINCT
        regexp_replace(form, '([][\\^$.|?*+(){}-])', '\\\1', 'g'), '|') || ')' || in_after
    FROM unnest(in_words) AS word, unnest(ARRAY[
        word,
        trim('"' FROM to_json(word)::text),
        replace(word, '@', '%40'),
        replace(replace(replace(replace(replace(word, '&', '&amp;'), '''', '&#x27;'), '"', '&quot;'), '<', '&lt;'), '>',
            '&gt;')
    ]) AS form
$$;

-- What follows is part of `erase_person` and refused to everybody else.

-- Takes personal answers out of a response with its submissions: those that these people gave, and those that stand in
-- one group or entry with what the pattern finds. Returns how many there were.
CREATE FUNCTION erase_from_response(
    in_round uuid, in_response uuid, in_people uuid[], in_pattern text, in_at timestamptz
) RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone text[];
    own text[];
    files uuid[];
BEGIN
    PERFORM FROM response WHERE round_id = in_round AND id = in_response FOR UPDATE;
    -- A page that was shown before is stale, and a submission that was validated before is of another draft.
    UPDATE response SET draft_version = draft_version + 1 WHERE round_id = in_round AND id = in_response;
    WITH personal AS (
        SELECT DISTINCT name, scope
        FROM questionnaire_version, personal_questions(definition)
        WHERE id IN (
            SELECT version_id FROM response WHERE round_id = in_round AND response.id = in_response
            UNION SELECT version_id FROM submission WHERE round_id = in_round AND response_id = in_response
            UNION SELECT former_version_id FROM moved_answer WHERE round_id = in_round AND response_id = in_response
        )
    ), given (path, value, is_own) AS (
        SELECT path, value, edited_by = ANY (in_people) FROM draft_answer
            WHERE round_id = in_round AND response_id = in_response
        UNION ALL
        SELECT path, value, edited_by = ANY (in_people) FROM draft_history
            WHERE round_id = in_round AND response_id = in_response
        UNION ALL
        SELECT answer.path, answer.value, submitted_by = ANY (in_people) AND NOT EXISTS (
                SELECT FROM draft_history AS known WHERE known.round_id = in_round AND known.response_id = in_response
            )
            FROM submission, document_answers(answers) AS answer
            WHERE round_id = in_round AND response_id = in_response
        UNION ALL
        SELECT former_path, former, false FROM moved_answer WHERE round_id = in_round AND response_id = in_response
        UNION ALL
        SELECT path, value, false FROM carried_answer WHERE round_id = in_round AND response_id = in_response
    ), placed AS (
        SELECT path, value, coalesce(is_own, false) AS is_own, regexp_replace(path, '[^/]*$', '') || scope AS unit
        FROM given JOIN personal ON name = regexp_replace(path, '^.*/', '')
        WHERE value IS NOT NULL
    ), erased AS (
        SELECT path, value, is_own,
            unit IN (SELECT named.unit FROM placed AS named WHERE named.value::text ~* in_pattern) AS is_named
        FROM placed
    )
    SELECT
        array_agg(DISTINCT path) FILTER (WHERE is_named),
        array_agg(DISTINCT path || ' ' || value::text) FILTER (WHERE is_own),
        array_agg((part ->> 'file')::uuid) FILTER (WHERE part ? 'file')
    INTO gone, own, files
    FROM erased LEFT JOIN LATERAL jsonb_array_elements(
        CASE jsonb_typeof(value) WHEN 'array' THEN value ELSE '[]' END
    ) AS parts (part) ON true
    WHERE is_named OR is_own;
    gone := coalesce(gone, '{}');
    own := coalesce(own, '{}');

    UPDATE draft_answer SET value = NULL, version = version + 1, edited_at = in_at
        WHERE round_id = in_round AND response_id = in_response AND value IS NOT NULL
            AND (path = ANY (gone) OR path || ' ' || value::text = ANY (own));
    UPDATE draft_history SET value = NULL
        WHERE round_id = in_round AND response_id = in_response AND value IS NOT NULL
            AND (path = ANY (gone) OR path || ' ' || value::text = ANY (own));
    DELETE FROM moved_answer
        WHERE round_id = in_round AND response_id = in_response
            AND (former_path = ANY (gone) OR former_path || ' ' || former::text = ANY (own));
    DELETE FROM carried_answer
        WHERE round_id = in_round AND response_id = in_response
            AND (path = ANY (gone) OR path || ' ' || value::text = ANY (own));
    UPDATE submission SET redacted_at = in_at, answers = document_without(answers, (
            SELECT array_agg(answer.path) FROM document_answers(answers) AS answer
            WHERE answer.path = ANY (gone) OR answer.path || ' ' || answer.value::text = ANY (own)
        ), '')
        WHERE round_id = in_round AND response_id = in_response AND EXISTS (
            SELECT FROM document_answers(answers) AS answer
            WHERE answer.path = ANY (gone) OR answer.path || ' ' || answer.value::text = ANY (own)
        );
    DELETE FROM attachment WHERE round_id = in_round AND response_id = in_response AND id = ANY (files);
    RETURN (SELECT count(*) FROM (
        SELECT unnest(gone) AS path UNION SELECT split_part(pair, ' ', 1) FROM unnest(own) AS pair
    ) AS every_path);
END
$$;

-- The same of a region's answer with its sign-offs.
CREATE FUNCTION erase_from_regional_answer(
    in_round uuid, in_region uuid, in_people uuid[], in_pattern text, in_at timestamptz
) RETURNS integer LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    gone text[];
BEGIN
    PERFORM FROM regional_answer WHERE round_id = in_round AND region_id = in_region FOR UPDATE;
    UPDATE regional_answer SET draft_version = draft_version + 1 WHERE round_id = in_round AND region_id = in_region;
    WITH personal AS (
        SELECT DISTINCT name, scope
        FROM questionnaire_version, personal_questions(definition)
        WHERE id IN (
            SELECT version_id FROM regional_answer WHERE round_id = in_round AND region_id = in_region
            UNION SELECT version_id FROM sign_off WHERE round_id = in_round AND region_id = in_region
        )
    ), given (path, value, is_own) AS (
        SELECT path, value, edited_by = ANY (in_people) FROM regional_value
            WHERE round_id = in_round AND region_id = in_region
        UNION ALL
        SELECT answer.path, answer.value, signed_by = ANY (in_people) FROM sign_off, document_answers(answers) AS answer
            WHERE round_id = in_round AND region_id = in_region
    ), placed AS (
        SELECT path, value, is_own, regexp_replace(path, '[^/]*$', '') || scope AS unit
        FROM given JOIN personal ON name = regexp_replace(path, '^.*/', '')
        WHERE value IS NOT NULL
    )
    SELECT coalesce(array_agg(DISTINCT path), '{}') INTO gone FROM placed
    WHERE is_own OR unit IN (SELECT named.unit FROM placed AS named WHERE named.value::text ~* in_pattern);
    UPDATE regional_value SET value = NULL, version = version + 1, edited_at = in_at
        WHERE round_id = in_round AND region_id = in_region AND path = ANY (gone) AND value IS NOT NULL;
    UPDATE sign_off SET redacted_at = in_at, answers = document_without(answers, gone, ''), divergent = divergent - gone
        WHERE round_id = in_round AND region_id = in_region AND EXISTS (
            SELECT FROM document_answers(answers) AS answer WHERE answer.path = ANY (gone)
        );
    RETURN cardinality(gone);
END
$$;

-- Takes the address out of every text and document that is left in any table, and the name out of those that people
-- write to each other. Tables of later migrations follow without a word here. Returns the rows by table.
CREATE FUNCTION erase_from_texts(in_addresses text, in_either text, in_at timestamptz) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    place record;
    touched bigint;
    counts jsonb := '{}';
BEGIN
    FOR place IN
        SELECT relname AS holder,
            string_agg(format('%1$I = regexp_replace(%1$I::text, $1, ''[erased]'', ''gi'')::%2$s', attname,
                format_type(atttypid, atttypmod)), ', ') AS assignments,
            string_agg(format('%I::text ~* $1', attname), ' OR ') AS conditions,
            EXISTS (
                SELECT FROM pg_attribute AS mark WHERE mark.attrelid = pg_class.oid AND mark.attname = 'redacted_at'
            ) AS is_marked
        FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
            AND relname NOT IN ('account', 'questionnaire', 'questionnaire_version', 'erasure')
            AND relname NOT LIKE '\_\_diesel%'
            AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
            AND atttypid IN ('text'::regtype, 'varchar'::regtype, 'jsonb'::regtype, 'text[]'::regtype)
            AND NOT EXISTS (
                SELECT FROM pg_index WHERE indrelid = pg_class.oid AND indisunique AND attnum = ANY (indkey::int2[])
            )
        GROUP BY pg_class.oid, relname ORDER BY relname
    LOOP
        EXECUTE format('UPDATE %I SET %s%s WHERE %s', place.holder, place.assignments,
            CASE WHEN place.is_marked THEN ', redacted_at = $2' ELSE '' END, place.conditions)
            USING CASE WHEN place.holder IN ('audit', 'delegation', 'mail_attempt', 'mail_bounce', 'outbox',
                'query_message', 'review', 'sign_off') THEN in_either ELSE in_addresses END, in_at;
        GET DIAGNOSTICS touched = ROW_COUNT;
        IF touched > 0 THEN
            counts := counts || jsonb_build_object(place.holder, touched);
        END IF;
    END LOOP;
    RETURN counts;
END
$$;

-- Erases a person: the account, every account that was merged into it, and what is personal about them everywhere. It
-- finds by itself what that is: the account's address and name, and the answers that the questionnaires mark as
-- personal; nothing else of a record can change by it. Returns the receipt, and nothing where nobody is left to erase.
--
-- What somebody wrote as the institution's word (queries, reasons, answers that are not personal) stays, without their
-- address in it.
CREATE FUNCTION erase_person(in_id uuid, in_account uuid, in_by uuid, in_at timestamptz) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    people uuid[];
    addresses text[];
    called text[];
    words text[];
    address_pattern text;
    either text;
    target record;
    step record;
    touched bigint;
    deleted jsonb := '{}';
    redacted jsonb;
    personal_answers bigint := 0;
    receipt jsonb;
BEGIN
    WITH RECURSIVE above AS (
        SELECT id, merged_into FROM account WHERE id = in_account
        UNION SELECT account.id, account.merged_into FROM account JOIN above ON account.id = above.merged_into
    ), one AS (
        SELECT id FROM above WHERE merged_into IS NULL
        UNION SELECT account.id FROM account JOIN one ON account.merged_into = one.id
    )
    SELECT array_agg(id ORDER BY id) INTO people FROM one;
    -- In the order in which a save takes its locks: first the response, then the person.
    PERFORM FROM response WHERE (round_id, id) IN (
        SELECT round_id, response_id FROM draft_history WHERE edited_by = ANY (people)
        UNION SELECT round_id, response_id FROM submission WHERE submitted_by = ANY (people)
        UNION SELECT mine.round_id, mine.id FROM invitation JOIN response AS mine USING (round_id, department_id)
            WHERE account_id = ANY (people)
    ) ORDER BY round_id, id FOR UPDATE;
    PERFORM FROM regional_answer WHERE region_id IN (SELECT region_id FROM role_grant WHERE account_id = ANY (people))
        OR (round_id, region_id) IN (SELECT round_id, region_id FROM regional_value WHERE edited_by = ANY (people))
        ORDER BY round_id, region_id FOR UPDATE;
    PERFORM FROM account WHERE id = ANY (people) ORDER BY id FOR UPDATE;
    SELECT array_agg(email) INTO addresses FROM account WHERE id = ANY (people) AND erased_at IS NULL;
    IF addresses IS NULL THEN
        RETURN NULL;
    END IF;
    -- A single word, or what a department or region is called, is no name that can be looked for in sentences.
    SELECT array_agg(name) INTO called FROM account
        WHERE id = ANY (people) AND name ~ '\S\s+\S' AND NOT name ~ '@'
            AND NOT EXISTS (SELECT FROM department WHERE lower(department.name) = lower(account.name))
            AND NOT EXISTS (
                SELECT FROM region, jsonb_each_text(names) AS own WHERE lower(own.value) = lower(account.name)
            );
    address_pattern := pattern_of_words(addresses, '(?<![a-z0-9._+-])', '(?![a-z0-9-])(?!\.[a-z0-9])');
    -- Where a single word is all that an answer says, it is a name.
    SELECT array_agg(name) INTO words FROM account
        WHERE id = ANY (people) AND name ~ '^\S+$' AND NOT name ~ '@' AND length(name) > 2
            AND NOT EXISTS (SELECT FROM department WHERE lower(department.name) = lower(account.name));
    either := concat_ws('|', address_pattern, pattern_of_words(called, '(?<![[:alnum:]])', '(?![[:alnum:]])'),
        pattern_of_words(words, '(?<=")', '(?=")'));

    FOR target IN
        SELECT round_id, response_id FROM draft_answer WHERE edited_by = ANY (people) OR value::text ~* either
        UNION SELECT round_id, response_id FROM draft_history WHERE edited_by = ANY (people) OR value::text ~* either
        UNION SELECT round_id, response_id FROM submission WHERE submitted_by = ANY (people) OR answers::text ~* either
        UNION SELECT round_id, response_id FROM moved_answer WHERE former::text ~* either
        UNION SELECT round_id, response_id FROM carried_answer WHERE value::text ~* either
        UNION SELECT response.round_id, response.id FROM invitation JOIN response USING (round_id, department_id)
            WHERE account_id = ANY (people)
        ORDER BY 1, 2
    LOOP
        personal_answers := personal_answers
            + erase_from_response(target.round_id, target.response_id, people, either, in_at);
    END LOOP;
    FOR target IN
        SELECT round_id, region_id FROM regional_value WHERE edited_by = ANY (people) OR value::text ~* either
        UNION SELECT round_id, region_id FROM sign_off WHERE signed_by = ANY (people) OR answers::text ~* either
        ORDER BY 1, 2
    LOOP
        personal_answers := personal_answers
            + erase_from_regional_answer(target.round_id, target.region_id, people, either, in_at);
    END LOOP;

    UPDATE delegation SET account_id = NULL WHERE account_id = ANY (people);
    FOR step IN
        SELECT holder, condition FROM (VALUES
            (1, 'session', 'account_id = ANY ($1)'),
            (2, 'pending_sign_in', 'account_id = ANY ($1)'),
            (3, 'account_link', 'account_id = ANY ($1)'),
            (4, 'recovery_code', 'account_id = ANY ($1)'),
            (5, 'role_grant', 'account_id = ANY ($1)'),
            (6, 'department_member', 'account_id = ANY ($1)'),
            (7, 'reminder_sent', '(round_id, invitation_id) IN (
                SELECT round_id, id FROM invitation WHERE account_id = ANY ($1))'),
            (8, 'magic_link', '(round_id, invitation_id) IN (
                SELECT round_id, id FROM invitation WHERE account_id = ANY ($1))'),
            (9, 'invitation', 'account_id = ANY ($1)'),
            (10, 'reminder_link', 'address = ANY ($2)'),
            (11, 'reminder_refusal', 'address = ANY ($2)'),
            (12, 'mail_bounce', 'address = ANY ($2) OR account_id = ANY ($1)
                OR mail_id IN (SELECT id FROM outbox WHERE lower(recipient) = ANY ($2))'),
            (13, 'mail_attempt', 'mail_id IN (SELECT id FROM outbox WHERE lower(recipient) = ANY ($2))'),
            (14, 'outbox', 'lower(recipient) = ANY ($2)'),
            (15, 'throttle', 'key ~* $3'),
            -- Bytes of a file, also of one in UTF-16; a compressed one cannot be looked through.
            (16, 'staged_import', 'account_id = ANY ($1) OR substr(content, 1, 2) = ''\x504b''
                OR replace(encode(content, ''escape''), ''\000'', '''') ~* $4'),
            (17, 'attachment', 'name ~* $4 OR EXISTS (
                SELECT FROM unnest($2) AS address WHERE position(convert_to(address, ''UTF8'') IN content) > 0)')
        ) AS steps (number, holder, condition) ORDER BY number
    LOOP
        EXECUTE format('DELETE FROM %I WHERE %s', step.holder, step.condition)
            USING people, addresses, address_pattern, either;
        GET DIAGNOSTICS touched = ROW_COUNT;
        IF touched > 0 THEN
            deleted := deleted || jsonb_build_object(step.holder, touched);
        END IF;
    END LOOP;

    UPDATE audit SET redacted_at = in_at, before = before - '{name, email}'::text[],
            after = after - '{name, email}'::text[]
        WHERE object_id = ANY (people) AND (before ?| '{name, email}' OR after ?| '{name, email}');
    redacted := erase_from_texts(address_pattern, either, in_at);
    UPDATE account SET email = 'erased-' || id, name = '', password_hash = NULL, totp_secret = NULL,
            totp_confirmed_at = NULL, totp_last_step = NULL, disabled_at = coalesce(disabled_at, in_at), erased_at = in_at
        WHERE id = ANY (people) AND erased_at IS NULL;
    -- A published wording never changes: whoever published an address there is told.
    SELECT count(*) INTO touched FROM questionnaire_version WHERE definition::text ~* address_pattern;
    receipt := jsonb_build_object('accounts', to_jsonb(people), 'deleted', deleted, 'redacted', redacted,
        'personal_answers', personal_answers, 'kept_in_questionnaires', touched);
    INSERT INTO erasure (id, account_id, erased_by, at, receipt) VALUES (in_id, in_account, in_by, in_at, receipt);
    RETURN receipt;
END
$$;
REVOKE ALL ON FUNCTION erase_person(uuid, uuid, uuid, timestamptz), erase_from_texts(text, text, timestamptz),
    erase_from_regional_answer(uuid, uuid, uuid[], text, timestamptz),
    erase_from_response(uuid, uuid, uuid[], text, timestamptz) FROM PUBLIC;
