-- Over how many employers are the openings of each role spread, as if all had as many?
SELECT
    role.role_title,
    breadth.effective_employers,
    breadth.effective_employers_low,
    breadth.effective_employers_high,
    breadth.unique_employers,
    breadth.hhi,
    breadth.refusal,
    breadth.n,
    breadth.coverage
FROM mart.role_breadth AS breadth
JOIN core.role ON role.role_id = breadth.role_id
ORDER BY breadth.effective_employers DESC NULLS LAST, role.role_title
