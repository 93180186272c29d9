-- One row a vacancy that the person could take. skill_fit: of the skills named, how much the person has; required ones
-- count 1, others a half, and of a skill that they have some of, half.
CREATE OR REPLACE TEMP TABLE matching AS
WITH skill AS (
    SELECT
        vacancy_id,
        count(*) FILTER (skill_need = 'required') AS required_skills,
        count(*) FILTER (skill_need = 'required' AND level > 0) AS matched_required,
        count(*) AS named_skills,
        count(*) FILTER (level > 0) AS matched_named,
        sum(CASE skill_need WHEN 'required' THEN 1 ELSE 0.5 END * least(level, 2) / 2)
        / sum(CASE skill_need WHEN 'required' THEN 1 ELSE 0.5 END) AS skill_fit
    FROM matching_skill
    GROUP BY vacancy_id
),
benefit AS (
    SELECT
        posting_id,
        list_sort(list(DISTINCT term_id)) AS benefits,
        count(DISTINCT term_id) FILTER (NOT list_contains(CAST($benefits AS VARCHAR[]), term_id)) AS new_benefits
    FROM core.posting_term
    WHERE term_kind = 'benefit' AND posting_id IN (SELECT posting_id FROM matching_vacancy)
    GROUP BY posting_id
),
level AS (
    SELECT unnest(CAST($ladder AS VARCHAR[])) AS seniority, unnest(CAST($rungs AS INTEGER[])) AS rung
)
SELECT
    vacancy.vacancy_id,
    vacancy.series_id,
    vacancy.posting_id,
    vacancy.board_id,
    vacancy.employer_key,
    employer.employer,
    vacancy.title,
    vacancy.role_id,
    vacancy.seniority,
    level.rung - CAST($rung AS INTEGER) AS seniority_step,
    vacancy.workplace,
    vacancy.country_code,
    vacancy.city,
    vacancy.url,
    vacancy.is_place IS NULL AS is_place_unknown,
    vacancy.is_workplace IS NULL AS is_workplace_unknown,
    vacancy.pay_text,
    pay.pay_low,
    pay.pay_high,
    coalesce(pay.pay_low, pay.pay_high) IS NOT NULL AS is_pay_stated,
    coalesce(pay.is_pay_converted, FALSE) AS is_pay_converted,
    coalesce(pay.is_own_zone, FALSE) AS is_own_zone,
    vacancy.is_salaried,
    vacancy.first_seen_on,
    vacancy.is_left_censored,
    vacancy.is_opened,
    vacancy.is_again,
    flag.age_days,
    flag.is_evergreen,
    flag.evergreen_reason,
    flag.is_stale,
    vacancy.is_described,
    coalesce(skill.required_skills, 0) AS required_skills,
    CASE WHEN len(CAST($skills AS VARCHAR[])) > 0 THEN skill.matched_required END AS matched_required,
    coalesce(skill.named_skills, 0) AS named_skills,
    CASE WHEN len(CAST($skills AS VARCHAR[])) > 0 THEN skill.matched_named END AS matched_named,
    CASE WHEN len(CAST($skills AS VARCHAR[])) > 0 THEN CAST(skill.skill_fit AS DOUBLE) END AS skill_fit,
    coalesce(benefit.benefits, []) AS benefits,
    coalesce(benefit.new_benefits, 0) AS new_benefits,
    vacancy.years_min,
    vacancy.degree,
    vacancy.degree_need
FROM matching_vacancy AS vacancy
JOIN mart.employer ON employer.employer_key = vacancy.employer_key
LEFT JOIN mart.posting_flag AS flag ON flag.posting_id = vacancy.posting_id
LEFT JOIN matching_amount AS pay ON pay.posting_id = vacancy.posting_id
LEFT JOIN skill ON skill.vacancy_id = vacancy.vacancy_id
LEFT JOIN benefit ON benefit.posting_id = vacancy.posting_id
LEFT JOIN level ON level.seniority = vacancy.seniority
