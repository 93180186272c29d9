-- The role's vacancies that were up at some time in either window of four weeks ($before_start, $now_start), at boards that
-- were seen whole in every week of both: `period` is 0 for the earlier and 1 for the later. From gauge_spell, which holds
-- the spells in the countries asked for. `days_up` is on how many of the 28 days.
CREATE OR REPLACE TEMP TABLE since_posting AS
WITH period AS (
    SELECT 0 AS period, CAST($before_start AS DATE) AS start_on
    UNION ALL
    SELECT 1 AS period, CAST($now_start AS DATE) AS start_on
),
same_board AS (
    SELECT board_day.board_id
    FROM core.board_day
    JOIN period ON board_day.observed_on BETWEEN period.start_on AND period.start_on + 27
    WHERE board_day.board_status IN ('complete', 'empty')
    GROUP BY board_day.board_id
    HAVING count(DISTINCT (period.period, (board_day.observed_on - period.start_on) // 7)) = 8
),
up AS (
    SELECT
        period.period,
        spell.posting_id,
        spell.board_id,
        min(spell.employer) AS employer,
        sum(
            least(coalesce(spell.closed_on, period.start_on + 28), period.start_on + 28)
            - greatest(spell.opened_on, period.start_on)
        ) AS days_up
    FROM gauge_spell AS spell
    JOIN same_board ON same_board.board_id = spell.board_id
    JOIN period
        ON spell.opened_on < period.start_on + 28
        AND (spell.closed_on IS NULL OR spell.closed_on > period.start_on)
    GROUP BY period.period, spell.posting_id, spell.board_id
)
SELECT
    up.*,
    posting.role_id,
    posting.employer_key,
    posting.title_clean,
    posting.text_hash,
    posting.seniority,
    posting.employment_type,
    posting.workplace,
    posting.country_code,
    posting.region,
    posting.city,
    posting.pay_min,
    posting.pay_max,
    posting.pay_currency,
    posting.pay_period,
    posting.pay_min_annual,
    posting.pay_max_annual,
    posting.pay_flag,
    posting.pay_segment,
    posting.years_min,
    posting.degree_need,
    posting.has_on_call,
    posting.is_people_manager,
    coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id
FROM up
JOIN core.posting ON posting.posting_id = up.posting_id
LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
