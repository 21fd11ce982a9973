DROP FUNCTION erase_person(uuid, uuid, uuid, timestamptz);
DROP FUNCTION erase_from_texts(text, text, timestamptz);
DROP FUNCTION erase_from_regional_answer(uuid, uuid, uuid[], text, timestamptz);
DROP FUNCTION erase_from_response(uuid, uuid, uuid[], text, timestamptz);
DROP FUNCTION pattern_of_words(text[], text, text);
DROP FUNCTION document_without(jsonb, text[], text);
DROP FUNCTION document_answers(jsonb);
DROP FUNCTION personal_questions(jsonb);
DROP TRIGGER draft_history_of_erased ON draft_history;
DROP FUNCTION refuse_erased_editor();
DROP TRIGGER staged_import_of_erased ON staged_import;
DROP TRIGGER department_member_of_erased ON department_member;
DROP TRIGGER account_link_of_erased ON account_link;
DROP TRIGGER invitation_of_erased ON invitation;
DROP TRIGGER role_grant_of_erased ON role_grant;
DROP TRIGGER session_of_erased ON session;
DROP FUNCTION refuse_erased_account();
DROP TRIGGER erasure_kept ON erasure;
DROP TRIGGER erasure_immutable ON erasure;
CREATE OR REPLACE FUNCTION refuse_change_of_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$;
CREATE OR REPLACE FUNCTION refuse_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM round WHERE id = NEW.round_id AND archived_at IS NOT NULL) THEN
        RAISE EXCEPTION 'the round is archived'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'round_archived', TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NEW;
END
$$;
ALTER TABLE outbox DROP COLUMN redacted_at;
ALTER TABLE audit DROP COLUMN redacted_at;
ALTER TABLE sign_off DROP COLUMN redacted_at;
ALTER TABLE submission DROP COLUMN redacted_at;
ALTER TABLE account DROP COLUMN erased_at;
