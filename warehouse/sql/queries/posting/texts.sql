-- The texts of the chosen peers, with the benefits they name and the skills, how many of them required.
WITH text AS (
    -- By their places: a join by hash would read every text there is.
    SELECT text_hash, description_text
    FROM core.posting_text
    WHERE rowid IN (
        SELECT rowid FROM core.posting_text WHERE text_hash IN (SELECT text_hash FROM chosen)
    )
),
term AS (
    SELECT posting_id, list({'term_kind': term_kind, 'term_id': term_id, 'term_text': term_text} ORDER BY term_id) AS terms
    FROM core.posting_term
    WHERE posting_id IN (SELECT posting_id FROM chosen)
    GROUP BY posting_id
),
named AS (
    SELECT
        said.posting_id,
        said.skill_id,
        skill.skill_name,
        skill.skill_kind,
        bool_or(said.skill_need = 'required') AS is_required
    FROM core.posting_skill AS said
    JOIN core.skill AS skill ON skill.skill_id = said.skill_id
    WHERE said.posting_id IN (SELECT posting_id FROM chosen)
    GROUP BY ALL
),
skill AS (
    SELECT
        posting_id,
        list(skill_id ORDER BY skill_id) AS skill_ids,
        list(skill_name ORDER BY skill_name) FILTER (list_contains(CAST($tool_kinds AS VARCHAR[]), skill_kind)) AS tools,
        count(*) FILTER (is_required) AS required_skills
    FROM named
    GROUP BY posting_id
)
SELECT
    chosen.*,
    text.description_text,
    term.terms,
    skill.skill_ids,
    skill.tools,
    coalesce(skill.required_skills, 0) AS required_skills
FROM chosen
JOIN text ON text.text_hash = chosen.text_hash
LEFT JOIN term ON term.posting_id = chosen.posting_id
LEFT JOIN skill ON skill.posting_id = chosen.posting_id
ORDER BY chosen.posting_id;
