-- Which dataset a result is of, so that an analysis reads those that can be compared with an evaluation, and no others. Null where
-- an older gateway wrote it during an upgrade.
alter table result_key add column dataset text;
update result_key set dataset = record::json #>> '{key,dataset}';
create index result_key_dataset on result_key (tenant, dataset);

-- Correlations and rankings: one for each evaluation that has ended, and those that were asked for. due: to be planned; none:
-- there can't be one, why says so. How far a planned one is, its job says.
create table analysis (
  seq        bigint generated always as identity unique,
  id         text primary key,                  -- also whose wish the job is
  tenant     text not null,
  evaluation text unique references evaluation (id) on delete cascade,
  source     text not null check (source in ('measured', 'published')),
  state      text not null check (state in ('due', 'planned', 'none')),
  ends       bigint not null default 1,         -- how often its evaluation has ended: whoever plans it says which end it saw
  spec       text,                              -- JSON: JobSpec.Analysis
  job        text,
  notes      text not null default '[]',        -- JSON: what was left out of its table, and what was chosen
  why        text,
  created_at timestamptz not null default now()
);
create index analysis_due on analysis (id) where state = 'due';
