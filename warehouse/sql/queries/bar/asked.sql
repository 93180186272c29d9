-- What each described vacancy of a role asks, open or closed, and how much of what it requires the person has. `is_panel` is
-- whether its board answered in full both in the first two weeks and in the last two; `is_opened` that it is no old vacancy
-- that was up already or is advertised anew.
WITH own AS (
    SELECT
        posting.posting_id,
        coalesce(vacancy.vacancy_id, posting.posting_id) AS vacancy_id,
        coalesce(vacancy.series_id, posting.posting_id) AS series_id,
        vacancy.is_repost,
        posting.employer_key,
        posting.board_id,
        posting.years_min,
        posting.degree,
        posting.degree_need,
        posting.text_hash
    FROM core.posting
    LEFT JOIN core.vacancy ON vacancy.posting_id = posting.posting_id
    WHERE posting.role_id = $role_id
),
life AS (
    SELECT
        own.vacancy_id,
        min(spell.first_seen_on) AS opened_on,
        bool_or(core.is_up(spell.closed_at, spell.last_seen_at)) AS is_open,
        core.is_opened(
            spell.is_left_censored AND spell.spell_number = 1,
            core.is_again(spell.spell_number, own.vacancy_id, own.series_id, own.is_repost)
        ) AS is_opened
    FROM core.spell
    JOIN own ON own.posting_id = spell.posting_id
    GROUP BY own.vacancy_id
),
chosen AS (
    SELECT *
    FROM own
    QUALIFY row_number() OVER (PARTITION BY vacancy_id ORDER BY posting_id <> vacancy_id, posting_id) = 1
),
skill AS (
    SELECT
        said.posting_id,
        count(DISTINCT said.skill_id) AS required_skills,
        count(DISTINCT said.skill_id) FILTER (list_contains(CAST($skills AS VARCHAR[]), said.skill_id)) AS had_skills
    FROM core.posting_skill AS said
    JOIN chosen ON chosen.posting_id = said.posting_id
    WHERE said.skill_need = 'required'
    GROUP BY said.posting_id
),
board AS (
    SELECT
        board_id,
        min(first_whole_on) < CAST($window_start AS DATE) + 14
        AND max(week_start) > CAST($as_of AS DATE) - 14 AS is_panel
    FROM core.board_week
    GROUP BY board_id
)
SELECT
    chosen.employer_key,
    chosen.years_min,
    chosen.degree,
    chosen.degree_need,
    coalesce(skill.required_skills, 0) AS required_skills,
    coalesce(skill.had_skills, 0) AS had_skills,
    life.opened_on,
    life.is_open,
    life.is_opened,
    coalesce(board.is_panel, FALSE) AS is_panel,
    chosen.text_hash IS NOT NULL AS is_described
FROM chosen
JOIN life ON life.vacancy_id = chosen.vacancy_id
LEFT JOIN skill ON skill.posting_id = chosen.posting_id
LEFT JOIN board ON board.board_id = chosen.board_id
ORDER BY chosen.vacancy_id
