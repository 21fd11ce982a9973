DROP TABLE department;
DROP TABLE region_commission;
DROP TABLE region;
