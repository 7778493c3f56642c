-- The site's account and database: psql -v password=… -f deploy/postgresql.sql, as the account postgres.
-- With lc_ctype C PostgreSQL sees no letters in Thai, and search finds nothing.
CREATE ROLE field LOGIN PASSWORD :'password';
CREATE DATABASE field OWNER field ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0;
\connect field
CREATE EXTENSION IF NOT EXISTS pg_trgm;
