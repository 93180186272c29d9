CREATE OR REPLACE TEMP TABLE stage_asked AS
SELECT posting_id, over_on, are_values_same FROM stage_waiting WHERE slice_number = $number;
