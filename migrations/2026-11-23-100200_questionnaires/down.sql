DROP TABLE questionnaire_version;
DROP FUNCTION refuse_change_of_published_version;
DROP TABLE questionnaire;
