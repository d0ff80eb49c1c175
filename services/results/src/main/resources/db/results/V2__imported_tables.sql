-- What stands for every imported table, a withdrawal too. It comes from the topic carryover.results and may be dropped and read again.
create table imported_table (
    id              varchar(64)  not null primary key,
    tenant          varchar(80)  not null,
    name            varchar(200) not null,
    revision        integer      not null,
    withdrawn       boolean      not null,
    record          text         not null
);

create index imported_table_by_name on imported_table (tenant, name);
