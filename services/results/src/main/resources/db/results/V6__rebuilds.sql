-- What makes a rebuild of a million results a matter of a minute or two.

-- A row stays in one piece up to 8 kB: moved out, a record of 2 kB takes two more rows and their index.
alter table result set (toast_tuple_target = 8160);

-- Results and their artifacts have one writer, which writes both in one transaction and deletes neither alone: a check of each
-- artifact finds nothing and takes as long as the artifact.
alter table result_artifact drop constraint result_artifact_result_fkey;

-- Indexes that only readers need. They are left out while everything is read, and nobody is served meanwhile: one sort at the end
-- is several times faster than a million places found one by one.
create procedure make_reading_indexes() language sql set search_path from current as $$
    create index if not exists result_by_time on result (tenant, recorded_at desc, id desc);
    create index if not exists result_by_dataset on result (tenant, dataset, task);
    create index if not exists result_by_backbone on result (tenant, backbone);
    create index if not exists result_by_place on result (partition_id, record_offset);
    create index if not exists result_artifact_by_digest on result_artifact (tenant, sha256);
$$;

create procedure drop_reading_indexes() language sql set search_path from current as $$
    drop index if exists result_by_time, result_by_dataset, result_by_backbone, result_by_place, result_artifact_by_digest;
$$;
