-- What is open now: it has not closed, and was seen on the last day of watching or in the seven days before it (method of the
-- panel: longer gaps are no observation). Of what was seen longer ago at boards that stay silent nobody knows.
CREATE OR REPLACE MACRO core.is_up(closed_at, last_seen_at) AS
    closed_at IS NULL
    AND CAST(last_seen_at AS DATE) >= (SELECT CAST(max(observed_at) AS DATE) - 7 FROM core.board_day);
