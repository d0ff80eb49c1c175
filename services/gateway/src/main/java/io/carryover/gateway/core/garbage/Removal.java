/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.garbage;

import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.Input;
import io.carryover.contracts.machine.Job;
import io.carryover.gateway.core.run.BrokerTime;
import io.carryover.gateway.core.run.Outcomes;
import io.carryover.gateway.core.run.Transitions;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.gateway.core.table.Sql;
import io.carryover.storage.ObjectStore;
import io.carryover.storage.ObjectStore.ObjectStat;
import io.carryover.storage.StoredName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** Deletes one object, unless somebody needs it after all. */
@ApplicationScoped
@Transactional
class Removal {
    private final Sql sql;
    private final JobTable jobs;
    private final Transitions transitions;
    private final Outcomes outcomes;
    private final ObjectStore store;
    private final BrokerTime time;

    Removal(Sql sql, JobTable jobs, Transitions transitions, Outcomes outcomes, ObjectStore store, BrokerTime time) {
        this.sql = sql;
        this.jobs = jobs;
        this.transitions = transitions;
        this.outcomes = outcomes;
        this.store = store;
        this.time = time;
    }

    /** @return whether the object is gone */
    boolean remove(ObjectStat object, Instant writtenBefore) {
        Optional<ObjectStat> now = store.stat(object.key());
        if (now.isEmpty() || !now.get().modified().isBefore(writtenBefore)) {
            return now.isEmpty(); // written again meanwhile: somebody uses it
        }
        return switch (StoredName.of(object.key())) {
            case StoredName.OutcomeOf(JobKey job) -> outcome(job, object.key());
            case StoredName.ManifestOf(JobKey job) -> !isNeeded(job) && delete(object.key());
            case StoredName.CheckpointOf(JobKey job) -> !isOnItsWay(job) && delete(object.key());
            case StoredName.Upload(String id) -> upload(id, object.key());
            case StoredName.Blob _, StoredName.Quarantined _ -> delete(object.key());
            case StoredName.Unknown _ -> false;
        };
    }

    /** Under the job's lock: no wish can come between the look and the deed, and the job is told. */
    private boolean outcome(JobKey job, String key) {
        if (jobs.lock(job).isEmpty()) {
            return delete(key);
        }
        if (isNeeded(job)) {
            return false;
        }
        Optional<Outcome> found = outcomes.find(job);
        found.ifPresent(outcome -> transitions.apply(job, new Input.Collected(outcome.attempt()), time.now()));
        return store.stat(key).isEmpty();
    }

    private boolean isNeeded(JobKey job) {
        return jobs.lock(job)
                .map(row -> Json.read(row.detail, Job.class))
                .filter(found -> found.wanted()
                        || !found.state().ended()
                        || sql.number("SELECT count(*) FROM gateway.result_key WHERE job = ?1", job.value()) > 0
                        || sql.number("SELECT count(*) FROM gateway.registration_job WHERE job = ?1", job.value()) > 0)
                .isPresent();
    }

    private boolean isOnItsWay(JobKey job) {
        return jobs.lock(job)
                .map(row -> Json.read(row.detail, Job.class))
                .filter(found -> !found.state().ended())
                .isPresent();
    }

    private boolean upload(String id, String key) {
        if (sql.number("SELECT count(*) FROM gateway.registration WHERE content LIKE ?1", "%" + id + "%") > 0) {
            return false;
        }
        sql.change("DELETE FROM gateway.upload WHERE id = ?1", id);
        return delete(key);
    }

    private boolean delete(String key) {
        store.delete(key);
        return true;
    }
}
