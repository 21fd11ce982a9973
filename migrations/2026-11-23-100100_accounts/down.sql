DROP TABLE throttle;
DROP TABLE session;
DROP TABLE role_grant;
DROP TABLE account;
