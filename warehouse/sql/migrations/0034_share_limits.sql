-- How unequally each role's open postings, and those with a description, are divided among employers.
CREATE TABLE core.role_size (
    role_id VARCHAR NOT NULL,
    is_described BOOLEAN NOT NULL,
    active_postings BIGINT NOT NULL,
    unique_employers BIGINT NOT NULL,
    undecided_postings DOUBLE NOT NULL,
    sizes_squared DOUBLE NOT NULL,
    limit_errors DOUBLE,
    method_version SMALLINT NOT NULL
);

-- Wilson's 95 % limits of a share of n, as measures.shares.wilson makes them; n may be a broken number.
CREATE OR REPLACE MACRO core.wilson_low(share, n) AS
    CASE
        WHEN share > 0 AND n > 0
            THEN greatest(
                0,
                (
                    share
                    + 1.959963984540054 ** 2 / (2 * n)
                    - 1.959963984540054 * sqrt((share * (1 - share) + 1.959963984540054 ** 2 / (4 * n)) / n)
                ) / (1 + 1.959963984540054 ** 2 / n)
            )
        WHEN n > 0 THEN 0
    END;
CREATE OR REPLACE MACRO core.wilson_high(share, n) AS
    CASE
        WHEN share < 1 AND n > 0
            THEN least(
                1,
                (
                    share
                    + 1.959963984540054 ** 2 / (2 * n)
                    + 1.959963984540054 * sqrt((share * (1 - share) + 1.959963984540054 ** 2 / (4 * n)) / n)
                ) / (1 + 1.959963984540054 ** 2 / n)
            )
        WHEN n > 0 THEN 1
    END;

-- By how much a share's n are fewer in effect than they look, as an employer's are alike: what clustered_share of
-- measures.shares divides them by, from sums over employers. One employer more, with `undecided` of which half have it, is
-- counted among them. Unknown below five effective employers.
CREATE OR REPLACE MACRO core.effect_of_employers(
    share, n, size_squared, employers, sizes_squared, counts_by_sizes, counts_squared, limit_errors
) AS
    CASE
        WHEN limit_errors IS NOT NULL
            THEN greatest(
                1,
                (limit_errors / 1.959963984540054) ** 2 * (1 - 1 / employers) * (
                    share ** 2 * (sizes_squared + size_squared)
                    - 2 * share * (counts_by_sizes + size_squared / 2)
                    + counts_squared
                    + size_squared / 4
                ) * n / (share * (1 - share))
            )
    END;
CREATE OR REPLACE MACRO core.share_effect(
    count, n, undecided, employers, sizes_squared, counts_by_sizes, counts_squared, limit_errors
) AS
    core.effect_of_employers(
        (count + undecided / 2) / (n + undecided),
        n + undecided,
        (undecided / n) ** 2,
        employers + 1,
        sizes_squared,
        counts_by_sizes,
        counts_squared,
        limit_errors
    );
