-- Whether nobody knows when an advert grew old: it was up when its board was first asked, and nothing says since when.
CREATE OR REPLACE MACRO core.is_undated(is_left_censored, first_seen_on, evergreen_reason, evergreen_on) AS
    coalesce(
        is_left_censored
        AND evergreen_reason = 'open for more than 180 days'
        AND evergreen_on = first_seen_on + 181,
        FALSE
    );
