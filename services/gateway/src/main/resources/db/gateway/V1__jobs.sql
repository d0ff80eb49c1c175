-- Jobs, and what moves them. Times are UTC. Rows that belong to the installation and to no tenant (queues, workers,
-- offsets) carry the tenant too, so that one rule holds for all tables; it is always 'local' there.

CREATE TABLE queue (
    name     text PRIMARY KEY,                  -- kind.device; locked by whoever releases from it
    tenant   text NOT NULL DEFAULT 'local'
);

CREATE TABLE job (
    key             text PRIMARY KEY,
    tenant          text        NOT NULL,       -- the first that wanted it
    owner           text,                       -- the only one that may, where an input is private
    queue           text        NOT NULL REFERENCES queue (name),
    spec            text        NOT NULL,       -- JobSpec as JSON
    state           text        NOT NULL,       -- stable name: JobStatus
    detail          text        NOT NULL,       -- the machine's whole state as JSON
    run             integer     NOT NULL,
    turn_tenant     text        NOT NULL,       -- in whose turn it is released: one of its wishes
    turn_evaluation text        NOT NULL,
    queued_at       timestamptz,                -- since when it could run, in this run
    not_before      timestamptz,                -- not released before
    state_since     timestamptz NOT NULL,
    watch_at        timestamptz,                -- when silence makes it one for the sweeper, by the broker's clock
    failure_code    text,
    failure_message text,
    skipped_because text,
    outcome         text,                       -- Outcome as JSON, once succeeded
    progress        text,                       -- newest Progress as JSON, written about once a second
    progress_at     timestamptz,
    started_at      timestamptz,                -- of the newest attempt that runs or ran
    ended_at        timestamptz
);
CREATE INDEX job_turn ON job (queue, turn_tenant, turn_evaluation, queued_at, key) WHERE state = 'queued';
CREATE INDEX job_waiting ON job (queue, queued_at) WHERE state = 'queued';
CREATE INDEX job_in_flight ON job (queue, state) WHERE state IN ('released', 'running', 'cancelling');
CREATE INDEX job_watch ON job (watch_at) WHERE watch_at IS NOT NULL;
CREATE INDEX job_failed ON job (ended_at) WHERE state = 'failed';
CREATE INDEX job_state ON job (queue, state);

CREATE TABLE job_dependency (
    job    text NOT NULL REFERENCES job (key),
    input  text NOT NULL REFERENCES job (key),
    tenant text NOT NULL,
    PRIMARY KEY (job, input)
);
CREATE INDEX job_dependency_input ON job_dependency (input);

CREATE TABLE job_wish (
    evaluation text        NOT NULL,
    job        text        NOT NULL REFERENCES job (key),
    tenant     text        NOT NULL,
    position   bigint GENERATED ALWAYS AS IDENTITY,
    withdrawn  boolean     NOT NULL DEFAULT false,
    wanted_at  timestamptz NOT NULL,
    PRIMARY KEY (evaluation, job)
);
CREATE INDEX job_wish_job ON job_wish (job);

CREATE TABLE job_story (
    id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job    text        NOT NULL REFERENCES job (key),
    tenant text        NOT NULL,
    at     timestamptz NOT NULL,
    run    integer     NOT NULL,
    what   text        NOT NULL,
    worker text        NOT NULL,
    detail text        NOT NULL
);
CREATE INDEX job_story_job ON job_story (job, id);

CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant     text        NOT NULL,
    topic      text        NOT NULL,
    key        text        NOT NULL,
    value      bytea,
    headers    text        NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE result_key (
    digest     text PRIMARY KEY,
    tenant     text        NOT NULL,
    job        text        NOT NULL,
    revision   integer     NOT NULL,
    record     text        NOT NULL,
    written_at timestamptz NOT NULL
);

CREATE TABLE log_offset (
    topic        text    NOT NULL,
    partition_id integer NOT NULL,
    tenant       text    NOT NULL DEFAULT 'local',
    next_offset  bigint  NOT NULL,
    PRIMARY KEY (topic, partition_id)
);

CREATE TABLE worker (
    id           text PRIMARY KEY,
    tenant       text        NOT NULL DEFAULT 'local',
    state        text        NOT NULL,
    reason       text,
    devices      text        NOT NULL,
    code_version text        NOT NULL,
    heard_at     timestamptz NOT NULL,           -- the broker's time
    idle_since   timestamptz                     -- without a break, while its state is 'idle'
);

CREATE TABLE worker_queue (
    worker       text    NOT NULL REFERENCES worker (id) ON DELETE CASCADE,
    queue        text    NOT NULL,
    tenant       text    NOT NULL DEFAULT 'local',
    spec_version integer NOT NULL,
    PRIMARY KEY (worker, queue)
);
CREATE INDEX worker_queue_queue ON worker_queue (queue);
