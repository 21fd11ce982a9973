-- The department may ask to have its response back; that stands between the decisions, and decides nothing.
ALTER TABLE review DROP CONSTRAINT review_decision,
    ADD CONSTRAINT review_decision CHECK (decision IN ('returned', 'accepted', 'reopened', 'requested'));
