-- What some adverts say, by the columns that facts are read from; those without a description are left out.
WITH chosen AS (
    SELECT *
    FROM core.posting
    WHERE posting_id IN (SELECT unnest(CAST($postings AS VARCHAR[])))
),
text AS (
    -- By their places: a join by hash would read every text there is.
    SELECT text_hash, description_text
    FROM core.posting_text
    WHERE rowid IN (SELECT rowid FROM core.posting_text WHERE text_hash IN (SELECT text_hash FROM chosen))
),
term AS (
    SELECT posting_id, list({'term_kind': term_kind, 'term_id': term_id, 'term_text': term_text} ORDER BY term_id) AS terms
    FROM core.posting_term
    WHERE posting_id IN (SELECT posting_id FROM chosen)
    GROUP BY posting_id
),
tool AS (
    SELECT said.posting_id, list(DISTINCT skill.skill_name ORDER BY skill.skill_name) AS tools
    FROM core.posting_skill AS said
    JOIN core.skill AS skill ON skill.skill_id = said.skill_id
    WHERE said.posting_id IN (SELECT posting_id FROM chosen)
        AND list_contains(CAST($tool_kinds AS VARCHAR[]), skill.skill_kind)
    GROUP BY said.posting_id
)
SELECT chosen.*, text.description_text, term.terms, tool.tools
FROM chosen
JOIN text ON text.text_hash = chosen.text_hash
LEFT JOIN term ON term.posting_id = chosen.posting_id
LEFT JOIN tool ON tool.posting_id = chosen.posting_id
ORDER BY chosen.posting_id
