-- A reminder whose day lay before its deadline or its line of the plan was set never goes.
ALTER TABLE round ADD COLUMN deadline_set_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE round_region ADD COLUMN deadline_set_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE round_reminder ADD COLUMN added_at timestamptz NOT NULL DEFAULT now();

CREATE FUNCTION note_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.deadline_set_at = now();
    RETURN NEW;
END
$$;
CREATE TRIGGER round_deadline_set BEFORE UPDATE OF deadline ON round
    FOR EACH ROW WHEN (OLD.deadline IS DISTINCT FROM NEW.deadline) EXECUTE FUNCTION note_deadline();
CREATE TRIGGER round_region_deadline_set BEFORE UPDATE OF deadline ON round_region
    FOR EACH ROW WHEN (OLD.deadline IS DISTINCT FROM NEW.deadline) EXECUTE FUNCTION note_deadline();

-- Reminders that somebody sent, beside the plan: two people who remind at once write one mail.
CREATE TABLE reminder_by_hand (
    round_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (round_id, invitation_id, at),
    FOREIGN KEY (round_id, invitation_id) REFERENCES invitation (round_id, id) ON DELETE CASCADE
);
