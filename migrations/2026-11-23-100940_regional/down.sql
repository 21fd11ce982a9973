ALTER TABLE regional_value DROP COLUMN origins, DROP COLUMN heard;
