/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.JobView;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.Kind;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.table.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Thousands of short jobs pass a long one that is held in the same queue. Last: the collector of garbage would go through what they leave. */
@Order(Integer.MAX_VALUE)
@QuarkusTest
@QuarkusTestResource(Infrastructure.class)
class CrowdChaosIT extends Scene {
    private static final Logger LOG = Logger.getLogger(CrowdChaosIT.class);
    private static final int CROWD = 5000;
    private static final int WORKERS = 8;

    @Inject
    Sql sql;

    @Test
    void oneJobIsHeldWhileThousandsPass() {
        EvaluationId patient = evaluation();
        JobKey held = want(patient, Kind.HEADS, 1, 5000, 100).getFirst();
        // A short job is mostly waiting for answers of broker and store: many workers side by side let thousands pass
        // soon.
        try (WorkerProcess one = WorkerProcess.start(WORKERS, "heads.cpu");
                WorkerProcess two = WorkerProcess.start(WORKERS, "heads.cpu")) {
            awaitStatus(held, JobStatus.RUNNING, Duration.ofMinutes(1));
            List<JobKey> crowd = want(evaluation(), Kind.HEADS, CROWD, 1, 0);
            long began = System.nanoTime();
            await(
                    () -> left() == 0 || status(held) != JobStatus.RUNNING,
                    Duration.ofMinutes(
                            10), // as long as it takes on a slow machine: what is asked is that the held one stays
                    () -> left() + " jobs are left");
            double seconds = (System.nanoTime() - began) / 1e9;
            assertThat(status(held)).isEqualTo(JobStatus.RUNNING);
            assertThat(one.isAlive() && two.isAlive()).isTrue();
            LOG.infof(
                    "%d short jobs in %.1f s, %.0f a second; from an end to the next start of that worker %s (median)",
                    CROWD, seconds, CROWD / seconds, medianGap(crowd));
            eachHasExactlyOneResult(crowd.subList(CROWD - 200, CROWD));
            jobs.unwant(patient);
            awaitStatus(held, JobStatus.CANCELLED, Duration.ofSeconds(20));
        }
        assertThat(story(held)).doesNotContain("suspect", "lost", "second start");
    }

    private long left() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> sql.number(
                                "SELECT count(*) FROM gateway.job WHERE queue = 'heads.cpu' AND state <> 'succeeded' AND spec LIKE '%\"steps\":1,%'"));
    }

    /** Broker time between a success and the same worker's next start. */
    private Duration medianGap(List<JobKey> crowd) {
        Map<String, List<Turn>> turns = crowd.stream()
                .limit(500)
                .flatMap(job -> jobs.find(job).stream())
                .map(Turn::of)
                .sorted(Comparator.comparing(Turn::started))
                .collect(Collectors.groupingBy(Turn::worker));
        List<Duration> gaps = new ArrayList<>();
        for (List<Turn> ofOne : turns.values()) {
            for (int i = 1; i < ofOne.size(); i++) {
                gaps.add(Duration.between(ofOne.get(i - 1).ended(), ofOne.get(i).started()));
            }
        }
        gaps.sort(Comparator.naturalOrder());
        return gaps.get(gaps.size() / 2);
    }

    private record Turn(String worker, Instant started, Instant ended) {
        static Turn of(JobView view) {
            JobView.StoryLine started = line(view, "started");
            return new Turn(
                    started.worker(), started.at(), line(view, "succeeded").at());
        }

        private static JobView.StoryLine line(JobView view, String what) {
            return view.story().stream()
                    .filter(line -> line.what().equals(what))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
