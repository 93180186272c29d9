-- Changes of skills have two days of their own now; the mark of the one is no longer read.
DELETE FROM ops.estimate_mark WHERE mark = 'turn:skills';
