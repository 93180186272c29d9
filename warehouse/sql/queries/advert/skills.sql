-- The skills that one posting names, those it requires first.
SELECT skill_id, skill_name, skill_kind, skill_need
FROM mart.posting_skill
WHERE posting_id = $posting_id
ORDER BY list_position(['required', 'preferred', 'mentioned'], skill_need), skill_name;
