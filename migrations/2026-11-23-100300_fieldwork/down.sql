DROP TABLE attachment;
DROP FUNCTION save_draft;
DROP TABLE draft_history;
DROP TABLE draft_answer;
DROP TABLE magic_link;
DROP TABLE invitation;
DROP TABLE response;
DROP TABLE round;
