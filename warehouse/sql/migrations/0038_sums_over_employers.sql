-- The sums over employers that core.share_effect takes: each has so many postings, `own` of which have it; `whole` are those
-- of all, and of the undecided one. Rounded: the order in which fractions are added up is no part of the figure.
CREATE OR REPLACE MACRO core.counts_by_sizes(own, size, whole) AS round(sum(own * size / (whole - size) ** 2), 15);
CREATE OR REPLACE MACRO core.counts_squared(own, size, whole) AS round(sum((own / (whole - size)) ** 2), 15);
