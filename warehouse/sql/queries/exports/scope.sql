-- What do exported figures speak of: the days, the boards and employers, and how many postings?
SELECT
    scope.window_start,
    scope.window_end,
    scope.n AS boards_watched,
    scope.coverage,
    scope.panel_id,
    (
        SELECT count(DISTINCT posting.employer_key)
        FROM mart.posting
    ) AS unique_employers,
    (
        SELECT count(*)
        FROM mart.posting
    ) AS postings,
    (
        SELECT count(*)
        FROM mart.posting
        WHERE is_open
    ) AS active_postings,
    (
        SELECT count(*)
        FROM mart.sample_posting
    ) AS sample_postings,
    (
        SELECT list_sort(list(DISTINCT board.platform))
        FROM core.board
        WHERE board.source_kind = 'census'
    ) AS platforms
FROM mart.scope
