-- When a coordinator last had somebody reminded by hand: not again for a while.
CREATE TABLE coordinator_reminder (
    round_id uuid NOT NULL,
    invitation_id uuid NOT NULL,
    at timestamptz NOT NULL,
    PRIMARY KEY (round_id, invitation_id),
    FOREIGN KEY (round_id, invitation_id) REFERENCES invitation (round_id, id) ON DELETE CASCADE
);

-- The empty response of a department that was merged: pages that were open keep what is typed in the other one.
CREATE TABLE merged_response (
    round_id uuid NOT NULL,
    id uuid NOT NULL,
    into_id uuid NOT NULL,
    PRIMARY KEY (round_id, id),
    FOREIGN KEY (round_id, into_id) REFERENCES response (round_id, id) ON DELETE CASCADE
);
CREATE INDEX merged_response_into ON merged_response (round_id, into_id);
CREATE INDEX merged_response_id ON merged_response (id);
