-- What the skills are called.
SELECT skill_id, skill_name FROM core.skill WHERE list_contains($ids, skill_id)
