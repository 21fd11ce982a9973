-- Instruments and their numbered versions; a version is immutable once published.
CREATE TABLE questionnaire (
    id uuid PRIMARY KEY,
    form_id text NOT NULL CONSTRAINT questionnaire_form_id_unique UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE questionnaire_version (
    id uuid PRIMARY KEY,
    questionnaire_id uuid NOT NULL REFERENCES questionnaire (id),
    number integer NOT NULL,
    definition jsonb NOT NULL,
    content_hash bytea NOT NULL,
    created_by uuid REFERENCES account (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CONSTRAINT questionnaire_version_number_unique UNIQUE (questionnaire_id, number)
);
CREATE INDEX questionnaire_version_created_by ON questionnaire_version (created_by);

CREATE FUNCTION refuse_change_of_published_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NOT NULL THEN
        RAISE EXCEPTION 'a published version is immutable' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER questionnaire_version_immutable BEFORE UPDATE OR DELETE ON questionnaire_version
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_published_version();
