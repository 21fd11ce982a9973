DROP TABLE reminder_by_hand;
DROP TRIGGER round_region_deadline_set ON round_region;
DROP TRIGGER round_deadline_set ON round;
DROP FUNCTION note_deadline();
ALTER TABLE round_reminder DROP COLUMN added_at;
ALTER TABLE round_region DROP COLUMN deadline_set_at;
ALTER TABLE round DROP COLUMN deadline_set_at;
