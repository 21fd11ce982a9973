DELETE FROM review WHERE decision = 'requested';
ALTER TABLE review DROP CONSTRAINT review_decision,
    ADD CONSTRAINT review_decision CHECK (decision IN ('returned', 'accepted', 'reopened'));
