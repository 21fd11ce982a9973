DROP TABLE merged_response;
DROP TABLE coordinator_reminder;
