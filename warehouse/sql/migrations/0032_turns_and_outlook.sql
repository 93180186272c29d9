-- What was made anew once a week, all on one day, has a day of its own each; the mark of that one day is no longer read.
DELETE FROM ops.estimate_mark WHERE mark = 'week';

-- In how many of the past forecasts the trend was nearer than the last level.
ALTER TABLE core.outlook ADD COLUMN nearer_count INTEGER;
