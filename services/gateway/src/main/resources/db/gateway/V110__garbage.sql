-- Garbage collection: one pass at a time over all gateways, and what the last passes found that nobody needs.

create table garbage_pass (
  one      boolean primary key default true check (one),
  tenant   text        not null default 'local',
  pass     bigint      not null default 0,
  began_at timestamptz not null default now(),
  ended_at timestamptz
);
insert into garbage_pass (ended_at) values (now());

create table garbage (
  object_key text collate "C" primary key,
  tenant     text        not null default 'local',
  etag       text        not null,              -- another one: it was written again since
  marked_at  timestamptz not null,              -- by the pass that found it first
  pass       bigint      not null               -- that found it last
);

create index result_key_job on result_key (job);
