-- Records are kept compressed, by the service, beside the digest of their text. What was kept as text is read again from the
-- topic, as after a rebuild.
truncate result, result_artifact, imported_table, unreadable_record, log_offset;
update rebuild set number = number + 1;
alter table result
    drop column record,
    add column record bytea not null,
    add column digest bytea not null;
alter table result alter column record set storage external;

-- Whether everything is being read from the beginning: rows are only added then, several of a key too, without any index, keys
-- included. Whoever adds rows holds this one shared; whoever ends it, alone.
alter table rebuild add column reading_all boolean not null default false;

drop procedure drop_reading_indexes();

-- make_reading_indexes stays as it is.
create procedure drop_keys_and_indexes() language sql set search_path from current as $$
    alter table result drop constraint if exists result_pkey;
    alter table result_artifact drop constraint if exists result_artifact_pkey;
    drop index if exists result_by_time, result_by_dataset, result_by_backbone, result_by_place, result_artifact_by_digest;
$$;

-- A million keys are sorted in memory: it is given back at the end of the call.
create procedure make_keys() language sql set search_path from current set maintenance_work_mem = '256MB' as $$
    alter table result add primary key (id);
    alter table result_artifact add primary key (result, name);
$$;
