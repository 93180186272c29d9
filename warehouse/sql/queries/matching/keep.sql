-- Whose `matching` it is, and what was told of it.
CREATE OR REPLACE TEMP TABLE matching_made AS
SELECT $person AS person, $told AS told
