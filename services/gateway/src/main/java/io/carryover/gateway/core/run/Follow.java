/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.ControlState;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.Effect;
import io.carryover.contracts.machine.Job;
import io.carryover.contracts.machine.JobState;
import io.carryover.gateway.core.JobObserver;
import io.carryover.gateway.core.table.JobRow;
import io.carryover.gateway.core.table.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What follows from a decision, beside the job's own row: messages, story, observers, signals. */
@ApplicationScoped
public class Follow {
    private final OutboxWriter outbox;
    private final AfterCommit afterCommit;
    private final Sql sql;
    private final Instance<JobObserver> observers;
    private final JobMeters meters;
    private final WorkerRegistry workers;

    Follow(
            OutboxWriter outbox,
            AfterCommit afterCommit,
            Sql sql,
            Instance<JobObserver> observers,
            JobMeters meters,
            WorkerRegistry workers) {
        this.outbox = outbox;
        this.afterCommit = afterCommit;
        this.sql = sql;
        this.observers = observers;
        this.meters = meters;
        this.workers = workers;
    }

    void dispatch(JobRow row, Job job, Effect.SendDispatch dispatch, Instant now) {
        Queue queue = Queue.parse(row.queue);
        outbox.job(new JobMessage(
                JobMessage.VERSION,
                job.key(),
                dispatch.run(),
                dispatch.dispatch(),
                new TenantId(row.tenant),
                queue,
                Json.read(row.spec, JobSpec.class),
                new EvaluationId(row.turnEvaluation),
                now,
                // Where nobody else is, the worker that had it may have it again: a job never waits for a worker to
                // come.
                dispatch.avoid().filter(worker -> workers.othersTake(queue, worker)),
                dispatch.maxBatch()));
    }

    void control(JobRow row, ControlState control) {
        outbox.control(new TenantId(row.tenant), control);
    }

    void story(JobRow row, Effect.Story story, Instant now) {
        sql.change(
                """
                INSERT INTO gateway.job_story (job, tenant, at, run, what, worker, detail)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """,
                row.key,
                row.tenant,
                now,
                row.run,
                story.what(),
                story.worker().map(WorkerId::value).orElse(""),
                story.detail());
    }

    /** A job is new. */
    void made(JobRow row, Job job, Instant now) {
        story(
                row,
                new Effect.Story(
                        job.state().name(),
                        Optional.empty(),
                        "wanted by " + job.wantedBy().first()),
                now);
        if (job.state() instanceof JobState.Queued) {
            afterCommit.queueTouched(Queue.parse(row.queue));
        }
    }

    /** Tells whoever must know that the job is another now than before. */
    void changed(JobRow row, Job before, Job after) {
        boolean queued = after.state() instanceof JobState.Queued;
        if (queued || (before.state().inFlight() && !after.state().inFlight())) {
            afterCommit.queueTouched(Queue.parse(row.queue));
        }
        boolean otherEnd = after.state().ended()
                && (after.run() != before.run() || !after.state().equals(before.state()));
        meters.changed(row, before, after);
        if (otherEnd) {
            observers.forEach(observer -> ended(observer, row, before, after));
        } else if (before.state().ended() && !after.state().ended()) {
            observers.forEach(observer -> observer.onReopened(after.key()));
        }
    }

    private static void ended(JobObserver observer, JobRow row, Job before, Job after) {
        switch (after.state()) {
            case JobState.Succeeded _ -> {
                @Nullable String outcome = row.outcome;
                if (outcome != null) {
                    observer.onSucceeded(after.key(), Json.read(outcome, Outcome.class), new TenantId(row.tenant));
                }
            }
            case JobState.Failed(ErrorCode code, String message) -> observer.onFailed(after.key(), code, message);
            case JobState.Cancelled() -> observer.onCancelled(after.key());
            case JobState.Skipped(var because, var _) -> {
                boolean told = before.state() instanceof JobState.Skipped && after.run() == before.run();
                if (!told && !because.isEmpty()) {
                    observer.onSkipped(after.key(), because.first());
                }
            }
            case JobState.Planned _,
                    JobState.Queued _,
                    JobState.Released _,
                    JobState.Running _,
                    JobState.Cancelling _ -> {}
        }
    }
}
