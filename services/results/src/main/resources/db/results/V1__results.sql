-- What stands for every result key. All of it comes from the topic carryover.results and may be dropped and read again.
create table result (
    id              varchar(64)  not null primary key,
    tenant          varchar(80)  not null,
    revision        integer      not null,
    withdrawn       boolean      not null,
    backbone        varchar(200) not null,
    dataset         varchar(200) not null,
    task            varchar(200) not null,
    protocol        varchar(100) not null,
    recorded_at     timestamptz  not null,
    record          text         not null
);

create index result_by_time on result (tenant, recorded_at desc, id desc);
create index result_by_dataset on result (tenant, dataset, task);
create index result_by_backbone on result (tenant, backbone);

-- Artifacts of results that stand: only these are handed out.
create table result_artifact (
    result          varchar(64)  not null references result (id) on delete cascade,
    name            varchar(100) not null,
    tenant          varchar(80)  not null,
    sha256          varchar(64)  not null,
    size_bytes      bigint       not null,
    media_type      varchar(200) not null,
    primary key (result, name)
);

create index result_artifact_by_digest on result_artifact (tenant, sha256);

-- Records that this version can't read: named on the board, read again by a rebuild after an upgrade.
create table unreadable_record (
    partition_id    integer      not null,
    record_offset   bigint       not null,
    tenant          varchar(80)  not null,
    reason          text         not null,
    primary key (partition_id, record_offset)
);

-- How far the topic has been read, moved in the transaction that applies what was read.
create table log_offset (
    topic           text         not null,
    partition_id    integer      not null,
    next_offset     bigint       not null,
    primary key (topic, partition_id)
);
