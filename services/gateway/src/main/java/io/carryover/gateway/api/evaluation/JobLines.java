/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.evaluation;

import io.carryover.contracts.api.EvaluationJobs;
import io.carryover.contracts.api.EvaluationJobs.Line;
import io.carryover.contracts.api.EvaluationJobs.Stage;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import io.carryover.gateway.api.http.Cursors;
import io.carryover.gateway.core.JobCount;
import io.carryover.gateway.core.JobEntry;
import io.carryover.gateway.core.JobFilter;
import io.carryover.gateway.core.JobSummary;
import io.carryover.gateway.core.Jobs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The jobs of an evaluation as clients see them. */
@ApplicationScoped
class JobLines {
    private final Jobs jobs;
    private final JobNames names;

    @Inject
    JobLines(Jobs jobs, JobNames names) {
        this.jobs = jobs;
        this.names = names;
    }

    /** A page of those behind the position {@code after}. */
    EvaluationJobs page(EvaluationId evaluation, JobFilter filter, long after, int limit) {
        List<EvaluationId> wishers = names.wishers(evaluation);
        List<JobEntry> found = jobs.page(wishers, filter, after, limit + 1);
        List<JobEntry> shown = found.subList(0, Math.min(limit, found.size()));
        JobNames.Named named = names.of(
                evaluation, shown.stream().map(entry -> entry.job().key()).toList());
        return new EvaluationJobs(
                stages(jobs.count(wishers)),
                shown.stream().map(entry -> line(entry, named)).toList(),
                found.size() > limit ? Optional.of(Cursors.text(shown.getLast().position())) : Optional.empty());
    }

    private static List<Stage> stages(List<JobCount> counts) {
        Map<String, SortedMap<String, Long>> steps = new LinkedHashMap<>();
        counts.forEach(count -> steps.computeIfAbsent(count.step(), _ -> new TreeMap<>())
                .put(count.state().id(), count.jobs()));
        return steps.entrySet().stream()
                .map(step -> new Stage(step.getKey(), step.getValue()))
                .toList();
    }

    private static Line line(JobEntry entry, JobNames.Named named) {
        JobSummary job = entry.job();
        JobKey key = job.key();
        return new Line(
                key,
                job.spec().step(),
                named.title(job),
                named.backbones(key),
                job.state().id(),
                job.run(),
                job.queue(),
                job.spec().inputs(),
                entry.attempts(),
                entry.worker(),
                entry.since(),
                job.progress(),
                job.waitsFor(),
                job.failure().map(why -> Problem.of(why.code(), why.message())));
    }
}
