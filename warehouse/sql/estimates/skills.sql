-- The vacancies open in each month from `first_month` to that of `last_day`, and how many name each skill; and the same of
-- two windows of 28 days, at the boards observed in both, for the roles whose turn it is. Keys are numbers and hashes on the
-- way: whole words of millions of rows are slow to group by. A period is a month counted from the year 0, or 1 and 2, the
-- earlier and the later window.
CREATE OR REPLACE TEMP TABLE stage_role AS
SELECT role_id, CAST(row_number() OVER (ORDER BY role_id) AS BIGINT) AS role
FROM (SELECT DISTINCT role_id FROM stage_online);

CREATE OR REPLACE TEMP TABLE stage_skill AS
SELECT skill_id, CAST(row_number() OVER (ORDER BY skill_id) AS BIGINT) AS skill
FROM core.skill;

-- The boards that are compared: whole answers in both windows.
CREATE OR REPLACE TEMP TABLE stage_compared AS
SELECT board_id, hash(board_id) AS board
FROM core.board_day
WHERE getvariable('is_compared')
    AND board_status IN ('complete', 'empty')
    AND NOT is_held
    AND observed_on > getvariable('last_day') - 28 - 84
GROUP BY board_id
HAVING bool_or(observed_on > getvariable('last_day') - 28) AND bool_or(observed_on <= getvariable('last_day') - 84);

CREATE OR REPLACE TEMP TABLE stage_open AS
WITH online AS (
    SELECT
        stage_role.role,
        advert.is_compared,
        hash(advert.posting_id) AS posting,
        hash(advert.board_id) AS board,
        hash(advert.employer_key) AS employer,
        hash(advert.vacancy_id) AS vacancy,
        advert.is_described,
        -- A posting with a text, the one that the vacancy is named after before others.
        (CAST(CASE WHEN advert.is_described THEN 0 ELSE 2 END + CAST(posting <> vacancy AS INTEGER) AS UBIGINT) << 62)
        + (posting >> 2) AS standing,
        advert.first_seen_on,
        least(coalesce(advert.closed_on - 1, getvariable('last_day')), getvariable('last_day')) AS last_on
    FROM stage_online AS advert
    JOIN stage_role ON stage_role.role_id = advert.role_id
    WHERE advert.first_seen_on <= getvariable('last_day')
),
in_month AS (
    SELECT
        *,
        unnest(
            generate_series(
                greatest(date_trunc('month', first_seen_on), getvariable('first_month')), last_on, INTERVAL 1 MONTH
            )
        ) AS month
    FROM online
),
in_period AS (
    SELECT * EXCLUDE (month), CAST(year(month) * 12 + month(month) - 1 AS BIGINT) AS period
    FROM in_month
    UNION ALL
    SELECT *, 1 AS period
    FROM online
    SEMI JOIN stage_compared USING (board)
    WHERE is_compared AND first_seen_on <= getvariable('last_day') - 84 AND last_on > getvariable('last_day') - 28 - 84
    UNION ALL
    SELECT *, 2 AS period
    FROM online
    SEMI JOIN stage_compared USING (board)
    WHERE is_compared AND last_on > getvariable('last_day') - 28
)
SELECT
    role,
    period,
    arg_min(posting, standing) AS posting,
    arg_min(board, standing) AS board,
    arg_min(employer, standing) AS employer,
    bool_or(is_described) AS is_described
FROM in_period
GROUP BY role, period, vacancy;

-- What the postings of late name, line by line, is at hand, but where months that are over are counted anew. What others name
-- is looked up among all that was ever named.
DELETE FROM ops.recent_skill WHERE getvariable('is_anew');

CREATE OR REPLACE TEMP TABLE stage_unread AS
SELECT advert.posting_hash, said.skill_id, said.skill_need <> 'mentioned' AS is_asked, said.line_hash
FROM (
    SELECT DISTINCT advert.posting_id, hash(advert.posting_id) AS posting_hash
    FROM stage_online AS advert
    ANTI JOIN ops.recent_skill AS known ON known.posting_hash = hash(advert.posting_id)
    WHERE advert.is_described
) AS advert
LEFT JOIN core.posting_skill AS said
    ON said.posting_id = advert.posting_id AND said.over_on > getvariable('online_since');

CREATE OR REPLACE TEMP VIEW stage_line AS
FROM ops.recent_skill
UNION ALL
FROM stage_unread;

-- A line on at least 60 % of a board's described vacancies of a month, five or more of them and of two roles or more, speaks
-- of the employer and not of the vacancy. It is found once and kept, so that what was up under it stays known.
DELETE FROM core.employer_line WHERE month >= getvariable('first_month');
INSERT INTO core.employer_line
WITH frequent AS (
    SELECT line_hash
    FROM stage_line
    WHERE NOT is_asked
    GROUP BY line_hash
    HAVING count(*) >= 5
),
mention AS (
    SELECT DISTINCT posting_hash, line_hash
    FROM stage_line
    WHERE NOT is_asked AND line_hash IN (FROM frequent)
),
described AS (
    FROM stage_open
    WHERE is_described AND period > 2
),
board_month AS (
    SELECT board, period, count(*) AS vacancies
    FROM described
    GROUP BY board, period
),
shared AS (
    SELECT up.board, up.period, mention.line_hash, count(*) AS vacancies
    FROM mention
    JOIN described AS up ON up.posting = mention.posting_hash
    GROUP BY ALL
    HAVING count(*) >= 5 AND count(DISTINCT up.role) >= 2
),
found AS (
    SELECT shared.board, shared.line_hash, min(shared.period) AS period
    FROM shared
    JOIN board_month ON board_month.board = shared.board AND board_month.period = shared.period
    WHERE shared.vacancies >= 0.6 * board_month.vacancies
    GROUP BY shared.board, shared.line_hash
),
board AS (
    SELECT DISTINCT board_id, hash(board_id) AS board
    FROM stage_online
)
SELECT board.board_id, found.line_hash, make_date(period // 12, period % 12 + 1, 1) AS month
FROM found
JOIN board ON board.board = found.board
ANTI JOIN core.employer_line AS known ON known.board_id = board.board_id AND known.line_hash = found.line_hash
ORDER BY month, board_id, line_hash;

CREATE OR REPLACE TEMP TABLE stage_employer_line AS
SELECT hash(board_id) AS board, line_hash
FROM core.employer_line;

CREATE OR REPLACE TEMP TABLE stage_named AS
SELECT DISTINCT up.posting, stage_skill.skill
FROM stage_line AS line
JOIN (SELECT DISTINCT posting, board FROM stage_open WHERE is_described) AS up ON up.posting = line.posting_hash
JOIN stage_skill ON stage_skill.skill_id = line.skill_id
ANTI JOIN stage_employer_line AS own
    ON own.line_hash = CASE WHEN NOT line.is_asked THEN line.line_hash END AND own.board = up.board;

-- At hand is what has not closed, or may be open in a month that a day counts; once a week the rest goes.
CREATE OR REPLACE TEMP TABLE stage_recent AS
SELECT DISTINCT hash(posting_id) AS posting_hash
FROM stage_online
WHERE closed_on IS NULL OR closed_on > getvariable('last_day') - 37;
DELETE FROM ops.recent_skill WHERE getvariable('is_compared') AND posting_hash NOT IN (FROM stage_recent);
INSERT INTO ops.recent_skill FROM stage_unread SEMI JOIN stage_recent USING (posting_hash);
DROP VIEW stage_line;
DROP TABLE stage_unread;
DROP TABLE stage_recent;
DROP TABLE stage_employer_line;

CREATE OR REPLACE TEMP TABLE stage_size AS
SELECT
    role * 65536 + period AS role_period,
    employer,
    count(*) AS vacancies,
    count(*) FILTER (is_described) AS described,
    sum(described) OVER (PARTITION BY role_period) AS described_all,
    -- An employer of whose vacancies it is open how many name a skill: see measures.shares.
    least(
        getvariable('doubt') * sum(described ** 2) OVER (PARTITION BY role_period) / nullif(described_all, 0),
        getvariable('most_doubt') * described_all
    ) AS undecided
FROM stage_open
GROUP BY role_period, employer;

DELETE FROM core.skill_month WHERE month >= getvariable('first_month');
INSERT INTO core.skill_month
WITH standing AS (
    SELECT
        up.posting,
        role_period * 65536 AS cells,
        -- Employers with one vacancy count alike, and can be counted together: they are most of all.
        CASE WHEN size.described > 1 THEN size.employer END AS employer
    FROM stage_open AS up
    JOIN stage_size AS size ON size.role_period = up.role * 65536 + up.period AND size.employer = up.employer
    WHERE up.is_described AND up.period > 2
),
employer_skill AS (
    SELECT standing.cells + named.skill AS cell, standing.employer, count(*) AS asking
    FROM standing
    JOIN stage_named AS named ON named.posting = standing.posting
    GROUP BY ALL
),
role_size AS (
    SELECT DISTINCT role_period, described_all + undecided AS with_one
    FROM stage_size
),
counted AS (
    SELECT
        one.cell,
        CAST(sum(one.asking) AS BIGINT) AS asking_vacancies,
        CAST(sum(CASE WHEN one.employer IS NULL THEN one.asking ELSE 1 END) AS BIGINT) AS asking_employers,
        -- Rounded: the order in which fractions are added up is no part of the figure.
        round(
            sum(
                one.asking * CASE WHEN one.employer IS NULL THEN 1 ELSE one.asking END
                / (role_size.with_one - coalesce(size.described, 1)) ** 2
            ),
            9
        ) AS counts_squared,
        round(
            sum(one.asking * coalesce(size.described, 1) / (role_size.with_one - coalesce(size.described, 1)) ** 2), 9
        ) AS counts_by_sizes
    FROM employer_skill AS one
    JOIN role_size ON role_size.role_period = one.cell // 65536
    LEFT JOIN stage_size AS size ON size.role_period = one.cell // 65536 AND size.employer = one.employer
    GROUP BY one.cell
    HAVING asking_employers >= 3
)
SELECT
    stage_role.role_id,
    stage_skill.skill_id,
    make_date(cell // 65536 % 65536 // 12, cell // 65536 % 65536 % 12 + 1, 1) AS month,
    asking_vacancies,
    asking_employers,
    counts_squared,
    counts_by_sizes
FROM counted
JOIN stage_role ON stage_role.role = cell // 4294967296
JOIN stage_skill ON stage_skill.skill = cell % 65536
ORDER BY role_id, skill_id, month
