-- Backbones and datasets by name. A registration is pending until its import jobs ended, then ready or refused.
create table registration (
  seq        bigint generated always as identity unique,
  tenant     text not null,
  kind       text not null check (kind in ('backbone', 'dataset')),
  name       text not null,
  id         text not null unique,              -- of this registration: a second of the same name gets another
  digest     text not null,                     -- of the content: what "the same registration" means
  content    text not null,                     -- JSON, checked and with its defaults
  needs      text,                              -- name of the dataset that features were supplied for
  state      text not null check (state in ('pending', 'ready', 'refused')),
  ready      text,                              -- JSON: ReadyBackbone or ReadyDataset
  report     text,                              -- JSON: CheckpointReport
  code       text,
  message    text,
  created_at timestamptz not null default now(),
  primary key (tenant, kind, name)
);
create index registration_needs on registration (tenant, needs) where needs is not null;

-- The import jobs of a registration; part is the split of supplied features.
create table registration_job (
  registration text not null references registration (id) on delete cascade,
  part         text not null,
  job          text not null,
  primary key (registration, part)
);
create index registration_job_by_job on registration_job (job);

create table upload (
  id         text primary key,
  tenant     text not null,
  object_key text not null unique,
  file_name  text not null,
  size_bytes bigint not null check (size_bytes > 0),
  multipart  text,                              -- the store's id of a multipart upload
  state      text not null check (state in ('open', 'complete')),
  created_at timestamptz not null default now()
);

create table evaluation (
  seq         bigint generated always as identity unique,
  id          text primary key,
  tenant      text not null,
  name        text not null,
  request     text not null,
  state       text not null check (state in ('planning', 'running', 'completed', 'completed-with-failures', 'cancelled')),
  cancelled   boolean not null default false,
  created_at  timestamptz not null default now(),
  ended_at    timestamptz,
  progress_at timestamptz not null default now()   -- when something moved last
);
create index evaluation_open on evaluation (state) where state in ('planning', 'running');

-- backbone × seed × task. waiting: not planned yet.
create table cell (
  id         bigint generated always as identity primary key,
  evaluation text not null references evaluation (id) on delete cascade,
  position   int not null,
  backbone   text not null,                     -- empty for sleep
  dataset    text not null,
  seed       bigint not null,
  task       text not null,                     -- JSON of TaskRequest
  title      text not null,                     -- for people: linear:digits
  state      text not null check (state in ('waiting', 'planned', 'scored', 'failed', 'cancelled')),
  job        text,                              -- the job whose success is the cell's number
  features   text,                              -- the job whose provenance stands for the features
  result     text,                              -- JSON: CellFacts
  code       text,
  message    text,
  failed_job text,
  unique (evaluation, position)
);
create index cell_by_job on cell (job) where job is not null;
create index cell_waiting on cell (evaluation) where state = 'waiting';

-- All jobs that a cell needs, its own included.
create table cell_job (
  cell bigint not null references cell (id) on delete cascade,
  job  text not null,
  primary key (cell, job)
);
create index cell_job_by_job on cell_job (job);

-- Whole states of an evaluation, numbered: what its stream sends, from any gateway. Only the newest are kept.
create table evaluation_event (
  evaluation text not null references evaluation (id) on delete cascade,
  seq        bigint not null,
  kind       text not null check (kind in ('progress', 'end')),
  data       text not null,
  at         timestamptz not null default now(),
  primary key (evaluation, seq)
);

create table idempotency (
  tenant      text not null,
  key         text not null,
  body_digest text not null,
  evaluation  text not null,
  answer      text not null,
  created_at  timestamptz not null default now(),
  primary key (tenant, key)
);
create index idempotency_age on idempotency (created_at);
