-- What was last written of every imported table, so that the next import of its name carries a higher revision. The record of a table that
-- stands and its outbox row are written in one transaction.
CREATE TABLE imported_table (
    tenant     text        NOT NULL,
    name       text        NOT NULL,
    revision   integer     NOT NULL,
    withdrawn  boolean     NOT NULL,
    digest     text        NOT NULL,
    record     text        NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, name)
);
