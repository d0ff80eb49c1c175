-- Since when an operator lets nothing of the queue be released; null: nobody does.
alter table queue add column drained_at timestamptz;

-- Of the results that come of the job's outcome: rises each time that an operator has it computed again.
alter table job add column revision integer not null default 1;
