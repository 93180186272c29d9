CREATE OR REPLACE TEMP TABLE stage_asked AS SELECT posting_id, is_known FROM stage_waiting WHERE slice_number = $number;
