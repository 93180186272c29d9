DROP TABLE IF EXISTS since_posting
