DROP TABLE retention_run, erasure, carried_answer, sign_off_code, sign_off, regional_value, regional_answer, review,
    query_message, answer_query, delegation, reminder_sent, round_reminder, round_region;
ALTER TABLE response DROP COLUMN sections;
ALTER TABLE round DROP COLUMN launched_at, DROP COLUMN archived_at, DROP COLUMN time_zone, DROP COLUMN late_days,
    DROP COLUMN quiet_from, DROP COLUMN quiet_until, DROP COLUMN carried_from, DROP COLUMN keep_drafts_days,
    DROP COLUMN keep_contacts_days, DROP COLUMN keep_logs_days;
