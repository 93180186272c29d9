-- How many vacancies are open, how many are inside the person's limits, and which limit left out the others; a vacancy is
-- left out by the place where none of its postings is in it. Unseen are postings, wherever they are, that have not closed but
-- were last seen more than seven days ago: their boards are silent.
WITH vacancy AS (
    SELECT
        vacancy_id,
        bool_or(coalesce(is_place, TRUE)) AS is_place,
        bool_or(coalesce(is_place, TRUE) AND coalesce(is_workplace, TRUE)) AS is_inside
    FROM matching_posting
    GROUP BY vacancy_id
),
unseen AS (
    SELECT
        count(*) AS unseen,
        count(DISTINCT spell.board_id) AS unseen_boards,
        max(CAST(spell.last_seen_at AS DATE)) AS unseen_since
    FROM core.spell
    JOIN core.posting ON posting.posting_id = spell.posting_id
    WHERE list_contains(CAST($roles AS VARCHAR[]), posting.role_id)
        AND spell.closed_at IS NULL
        AND NOT core.is_up(spell.closed_at, spell.last_seen_at)
)
SELECT
    count(*) AS open,
    count(*) FILTER (is_inside) AS inside,
    count(*) FILTER (NOT is_place) AS elsewhere,
    count(*) FILTER (is_place AND NOT is_inside) AS other_workplace,
    (SELECT count(*) FROM matching_vacancy WHERE is_place IS NULL) AS place_unknown,
    (SELECT count(*) FROM matching_vacancy WHERE is_workplace IS NULL) AS workplace_unknown,
    (SELECT unseen FROM unseen) AS unseen,
    (SELECT unseen_boards FROM unseen) AS unseen_boards,
    (SELECT unseen_since FROM unseen) AS unseen_since
FROM vacancy
