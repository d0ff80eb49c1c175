/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.id.DispatchId;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.WorkerId;
import io.carryover.contracts.job.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** One job and the inputs that it is given, second by second. */
abstract class JobMachineHarness {
    static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    static final JobKey KEY = new JobKey("job");
    static final JobKey INPUT = new JobKey("input");
    static final JobKey OTHER = new JobKey("other");
    static final EvaluationId E1 = new EvaluationId("e1");
    static final EvaluationId E2 = new EvaluationId("e2");
    static final AttemptId A1 = new AttemptId("a1");
    static final AttemptId A2 = new AttemptId("a2");
    static final AttemptId A3 = new AttemptId("a3");
    static final Policy POLICY = Policy.DEFAULT;

    Job job = Job.first(KEY, Kind.FEATURES, E1, List.of(), T0);
    Optional<AttemptId> committed = Optional.empty();

    static final WorkerEvent.Progress PROGRESS = new WorkerEvent.Progress(1, 2, "steps", 1);

    static Instant at(int second) {
        return T0.plus(Duration.ofSeconds(second));
    }

    static Attempt who(String dispatch, AttemptId attempt) {
        return who(dispatch, attempt, 1);
    }

    static Attempt who(String dispatch, AttemptId attempt, int run) {
        return new Attempt(KEY, run, new DispatchId(dispatch), attempt, new WorkerId("w"));
    }

    static Input wanted(EvaluationId by) {
        return new Input.Wanted(by, new TreeSet<>());
    }

    void release(String dispatch) {
        release(dispatch, 0);
    }

    void release(String dispatch, int second) {
        give(second, new Input.Release(new DispatchId(dispatch)));
        assertThat(job.state().name()).isEqualTo("released");
    }

    void started(String dispatch, AttemptId attempt, int second) {
        started(dispatch, attempt, second, 1);
    }

    void started(String dispatch, AttemptId attempt, int second, int run) {
        say(second, new WorkerEvent.Started(1, who(dispatch, attempt, run), 1));
    }

    List<Effect> say(int second, WorkerEvent.OfJob event) {
        return give(second, new Input.Said(event, at(second)));
    }

    List<Effect> give(int second, Input input) {
        Decision decision = JobMachine.decide(job, input, at(second), POLICY, _ -> committed);
        job = decision.next();
        return decision.effects();
    }
}
