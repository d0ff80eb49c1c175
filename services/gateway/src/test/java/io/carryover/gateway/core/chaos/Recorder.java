/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.id.Sha256;
import io.carryover.contracts.id.TenantId;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.result.ResultKey;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.gateway.core.JobObserver;
import io.carryover.gateway.core.Results;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** In place of the planner: writes a result for each sleeping job that succeeds, and remembers what it was told. */
@ApplicationScoped
public class Recorder implements JobObserver {
    private final Results results;
    private final CopyOnWriteArrayList<String> told = new CopyOnWriteArrayList<>();

    Recorder(Results results) {
        this.results = results;
    }

    List<String> told(JobKey job) {
        return told.stream()
                .filter(line -> line.endsWith(job.value()))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    static ResultKey resultKey(JobKey job) {
        return new ResultKey(
                TenantId.LOCAL,
                new Sha256(job.value()),
                new Sha256(job.value()),
                "sleep",
                "steps",
                ProtocolId.STUDY,
                "full",
                0,
                io.carryover.contracts.job.Variant.HEADS_CPU);
    }

    @Override
    public void onSucceeded(JobKey job, Outcome outcome, TenantId tenant) {
        told.add("succeeded " + job);
        if (outcome.output() instanceof StepOutput.Slept) {
            results.write(new ResultRecord(
                    ResultRecord.VERSION,
                    resultKey(job),
                    1,
                    new ResultRecord.BackboneFacts(
                            "sleeper", "control", "sleeper", Optional.empty(), Optional.empty(), "none"),
                    new ResultRecord.DatasetFacts("night", "target", "", Attribution.UNKNOWN),
                    job,
                    Optional.of(outcome.output()),
                    new TreeMap<>(),
                    outcome.provenance(),
                    Optional.empty(),
                    outcome.provenance().startedAt()));
        }
    }

    @Override
    public void onFailed(JobKey job, ErrorCode code, String message) {
        told.add("failed " + job);
    }

    @Override
    public void onCancelled(JobKey job) {
        told.add("cancelled " + job);
    }

    @Override
    public void onSkipped(JobKey job, JobKey because) {
        told.add("skipped " + job);
    }

    @Override
    public void onReopened(JobKey job) {
        told.add("reopened " + job);
    }
}
