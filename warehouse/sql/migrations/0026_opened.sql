-- Whether a vacancy was opened, from its times online (an aggregate): none of it was up when its board was first asked, and not
-- all of it goes on with what was up before (core.is_again). What is new in any list is what this says.
CREATE OR REPLACE MACRO core.is_opened(was_there, is_again) AS
    NOT coalesce(bool_or(was_there), FALSE) AND NOT coalesce(bool_and(is_again), FALSE);
