ALTER TABLE regional_value
    -- the submissions that were heard when it was decided: response to revision
    ADD COLUMN heard jsonb NOT NULL DEFAULT '{}',
    -- of an entry: the departments' entries that it was made of
    ADD COLUMN origins jsonb NOT NULL DEFAULT '[]';
