DROP FUNCTION record_submissions;
DROP TABLE outbox;
DROP TABLE audit;
DROP TABLE submission_code;
DROP TABLE submission;
DROP FUNCTION refuse_change_of_record;
