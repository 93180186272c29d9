-- What kinds of source a platform's name stands for so far.
SELECT DISTINCT source_kind FROM core.board WHERE platform = $platform;
