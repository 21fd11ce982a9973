-- What becomes of a mail: every attempt with the server's words, bounces, and who wants no reminders.
ALTER TABLE outbox
    -- stamped before the first attempt and never changed: a retry is the same message
    ADD COLUMN message_id text,
    ADD COLUMN unsubscribe_url text,
    -- whose it is until next_attempt_at; without one that is when it is due
    ADD COLUMN lease uuid,
    -- since when it is being tried, where somebody had it tried anew
    ADD COLUMN tried_since timestamptz,
    ADD COLUMN bounced_at timestamptz,
    ADD COLUMN state text GENERATED ALWAYS AS (
        CASE
            WHEN bounced_at IS NOT NULL THEN 'bounced'
            WHEN sent_at IS NOT NULL THEN 'sent'
            WHEN failed_at IS NOT NULL THEN 'dead'
            ELSE 'waiting'
        END
    ) STORED,
    ADD CONSTRAINT outbox_one_line CHECK (
        recipient !~ '[\r\n]' AND subject !~ '[\r\n]' AND kind !~ '[\r\n]'
        AND coalesce(message_id, '') !~ '[\r\n]' AND coalesce(unsubscribe_url, '') !~ '[\r\n]'
    ) NOT VALID;

CREATE TABLE mail_attempt (
    mail_id uuid NOT NULL REFERENCES outbox (id) ON DELETE CASCADE,
    number integer NOT NULL,
    began_at timestamptz NOT NULL,
    -- empty while it lasts, and for ever where the worker died
    ended_at timestamptz,
    outcome text CONSTRAINT mail_attempt_outcome CHECK (
        outcome IN ('accepted', 'refused', 'deferred', 'uncertain', 'impossible')
    ),
    -- how far the conversation had come
    stage text CONSTRAINT mail_attempt_stage CHECK (stage IN ('compose', 'sender', 'recipient', 'data', 'reply')),
    words text,
    PRIMARY KEY (mail_id, number),
    CONSTRAINT mail_attempt_ended CHECK ((ended_at IS NULL) = (outcome IS NULL))
);

CREATE TABLE mail_bounce (
    id uuid PRIMARY KEY,
    address text NOT NULL CONSTRAINT mail_bounce_address_lower CHECK (address = lower(address)),
    words text NOT NULL,
    source text NOT NULL CONSTRAINT mail_bounce_source CHECK (source IN ('server', 'hand', 'list', 'report')),
    mail_id uuid REFERENCES outbox (id) ON DELETE CASCADE,
    account_id uuid REFERENCES account (id),
    at timestamptz NOT NULL
);
CREATE INDEX mail_bounce_address ON mail_bounce (address);
CREATE INDEX mail_bounce_mail_id ON mail_bounce (mail_id);
CREATE INDEX mail_bounce_account_id ON mail_bounce (account_id);

-- One row while the mail server cannot be used, none while it can.
CREATE TABLE mail_trouble (
    singleton boolean PRIMARY KEY DEFAULT true CONSTRAINT mail_trouble_singleton CHECK (singleton),
    since timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    words text NOT NULL
);

-- The links by which reminders are ended, and for whom they are.
CREATE TABLE reminder_link (
    token_hash bytea PRIMARY KEY,
    round_id uuid NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    address text NOT NULL CONSTRAINT reminder_link_address_lower CHECK (address = lower(address)),
    created_at timestamptz NOT NULL
);
CREATE INDEX reminder_link_round_id ON reminder_link (round_id);

CREATE TABLE reminder_refusal (
    round_id uuid NOT NULL REFERENCES round (id) ON DELETE CASCADE,
    address text NOT NULL CONSTRAINT reminder_refusal_address_lower CHECK (address = lower(address)),
    at timestamptz NOT NULL,
    PRIMARY KEY (round_id, address)
);
