-- The roles' openings by employer at the end of each week from $since on, in all places: how they come in bursts. NULL is a
-- week in which none of the employer's boards answered in full.
WITH life AS (
    SELECT
        posting.employer_key,
        spell.board_id,
        spell.first_seen_on AS opened_on,
        coalesce(spell.closed_on, $as_of + 1) AS over_on
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    WHERE posting.role_id IN (SELECT unnest(CAST($roles AS VARCHAR[])))
        AND (spell.closed_on IS NULL OR spell.closed_on > $since)
),
week AS (
    SELECT CAST(unnest(generate_series($since, $as_of, INTERVAL 7 DAY)) AS DATE) AS on_day
),
stock AS (
    SELECT life.employer_key, week.on_day, count(*) AS openings
    FROM life
    JOIN week ON week.on_day >= life.opened_on AND week.on_day < life.over_on
    GROUP BY ALL
),
employer AS (
    SELECT DISTINCT employer_key
    FROM life
),
observed AS (
    SELECT DISTINCT board.employer_key, week.on_day
    FROM (SELECT DISTINCT employer_key, board_id FROM life) AS board
    JOIN core.board_week ON board_week.board_id = board.board_id
    JOIN week ON board_week.week_start = CAST(date_trunc('week', week.on_day) AS DATE)
)
SELECT
    employer.employer_key,
    CAST((week.on_day - $since) / 7 AS INTEGER) AS week,
    CASE WHEN observed.on_day IS NOT NULL THEN coalesce(stock.openings, 0) END AS openings
FROM employer
CROSS JOIN week
LEFT JOIN observed ON observed.employer_key = employer.employer_key AND observed.on_day = week.on_day
LEFT JOIN stock ON stock.employer_key = employer.employer_key AND stock.on_day = week.on_day
ORDER BY employer.employer_key, week
