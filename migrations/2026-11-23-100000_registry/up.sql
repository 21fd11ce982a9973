-- Who can be asked: regions and their departments.
CREATE TABLE region (
    id uuid PRIMARY KEY,
    code text NOT NULL CONSTRAINT region_code_unique UNIQUE,
    code_kind text NOT NULL,
    country text NOT NULL,
    -- name by language code; `own` is the name that the region gives itself
    names jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE region_commission (
    region_id uuid NOT NULL REFERENCES region (id) ON DELETE CASCADE,
    commission text NOT NULL,
    PRIMARY KEY (region_id, commission)
);

CREATE TABLE department (
    id uuid PRIMARY KEY,
    region_id uuid NOT NULL REFERENCES region (id),
    kind text NOT NULL,
    name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT department_name_unique UNIQUE (region_id, name)
);
