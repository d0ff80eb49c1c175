-- Where in the topic each row comes from: what changed since a place was read is found without reading all.
alter table result
    add column partition_id  integer not null default 0,
    add column record_offset bigint  not null default 0;

create index result_by_place on result (partition_id, record_offset);

-- Long records, such as those with a curve, are kept as they are: to compress them takes longer than to write them.
alter table result alter column record set storage external;

-- Digests are compared byte by byte, whatever the database's language: faster, and one order everywhere.
alter table result_artifact drop constraint result_artifact_result_fkey;
alter table result alter column id type varchar(64) collate "C";
alter table result_artifact
    alter column result type varchar(64) collate "C",
    alter column sha256 type varchar(64) collate "C";
alter table result_artifact
    add constraint result_artifact_result_fkey foreign key (result) references result (id) on delete cascade;

-- Counts how often everything was dropped to be read again: places before and after can't be compared.
create table rebuild (
    number          bigint       not null
);

insert into rebuild values (0);
