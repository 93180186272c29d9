-- What kinds some skills are of.
SELECT skill_id, skill_kind
FROM core.skill
WHERE list_contains(CAST($skill_ids AS VARCHAR[]), skill_id);
