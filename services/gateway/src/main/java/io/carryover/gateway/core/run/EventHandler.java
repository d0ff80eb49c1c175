/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.machine.Effect;
import io.carryover.contracts.machine.Input;
import io.carryover.contracts.machine.Job;
import io.carryover.gateway.core.JobObserver;
import io.carryover.gateway.core.table.JobRow;
import io.carryover.gateway.core.table.JobTable;
import io.carryover.messaging.LogHandler;
import io.carryover.messaging.Received;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What workers say, one event after the other, in the transaction that also moves the offset. */
@ApplicationScoped
public class EventHandler implements LogHandler<WorkerEvent> {
    private final Transitions transitions;
    private final WorkerRegistry workers;
    private final JobTable jobs;
    private final PrefetchedOutcomes outcomes;
    private final Follow follow;
    private final BrokerTime time;
    private final LiveProgress live;
    private final JobTraces traces;
    private final Instance<JobObserver> observers;

    EventHandler(
            Transitions transitions,
            WorkerRegistry workers,
            JobTable jobs,
            PrefetchedOutcomes outcomes,
            Follow follow,
            BrokerTime time,
            LiveProgress live,
            JobTraces traces,
            Instance<JobObserver> observers) {
        this.transitions = transitions;
        this.workers = workers;
        this.jobs = jobs;
        this.outcomes = outcomes;
        this.follow = follow;
        this.time = time;
        this.live = live;
        this.traces = traces;
        this.observers = observers;
    }

    @Override
    public void apply(Received<WorkerEvent> message) {
        traces.applied(message, () -> applyIt(message));
    }

    private void applyIt(Received<WorkerEvent> message) {
        WorkerEvent event = message.value();
        Instant at = message.brokerTime();
        time.saw(at);
        switch (event) {
            case null -> {} // nobody writes tombstones here; one would mean nothing
            case WorkerEvent.Announced announced -> workers.announced(announced, at);
            case WorkerEvent.Left left -> workers.left(left.worker());
            case WorkerEvent.Heartbeat heartbeat -> heartbeat(heartbeat, at);
            case WorkerEvent.Succeeded succeeded -> succeeded(succeeded, at);
            case WorkerEvent.OfJob other -> {
                workers.took(other.worker());
                said(other, at);
            }
        }
    }

    @Override
    public void committed(List<Received<WorkerEvent>> messages) {
        for (Received<WorkerEvent> message : messages) {
            if (message.value() instanceof WorkerEvent.Heartbeat heartbeat) {
                live.publish(heartbeat.attempt().job(), heartbeat.progress());
            }
        }
    }

    private Optional<Job> said(WorkerEvent.OfJob event, Instant at) {
        return transitions.apply(event.attempt().job(), new Input.Said(event, at), at);
    }

    private void heartbeat(WorkerEvent.Heartbeat event, Instant at) {
        JobKey key = event.attempt().job();
        boolean current = said(event, at)
                .flatMap(job -> job.state().current())
                .filter(event.attempt().attempt()::equals)
                .isPresent();
        if (current) {
            JobRow row = jobs.lock(key).orElseThrow();
            row.progress = Json.text(event.progress());
            row.progressAt = at;
            observers.forEach(observer -> observer.onProgress(key, event.progress()));
        }
    }

    /** The store decides which outcome counts: what the worker says is a reason to look, no more. */
    private void succeeded(WorkerEvent.Succeeded event, Instant at) {
        JobKey key = event.attempt().job();
        Optional<Outcome> committed = outcomes.take(key);
        if (committed.isPresent()) {
            said(
                    new WorkerEvent.Succeeded(
                            event.version(), event.attempt(), committed.get().attempt()),
                    at);
        } else {
            jobs.findByIdOptional(key.value())
                    .ifPresent(row -> follow.story(
                            row,
                            new Effect.Story(
                                    "success without an outcome",
                                    Optional.of(event.worker()),
                                    "the store has none of attempt " + event.committedBy()),
                            at));
        }
    }
}
