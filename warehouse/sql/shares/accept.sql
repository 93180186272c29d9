-- The person says that what shares are now is right: nothing before it is compared with any more.
DELETE FROM ops.share_count WHERE NOT is_current;
