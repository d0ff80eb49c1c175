/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.job.JobSpec;
import io.carryover.contracts.job.StepOutput;
import io.carryover.contracts.job.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Sleeps in steps and checkpoints each: what everything that moves is tested with. */
public final class SleepHandler implements JobHandler<JobSpec.Sleep> {
    @Override
    public Class<JobSpec.Sleep> type() {
        return JobSpec.Sleep.class;
    }

    @Override
    public StepResult run(JobSpec.Sleep spec, JobContext context) throws IOException, InterruptedException {
        int resumedFrom = context.loadCheckpoint().map(c -> (int) c.step()).orElse(0);
        CountDownLatch never = new CountDownLatch(1);
        context.progress(resumedFrom, spec.steps(), "steps");
        for (int step = resumedFrom + 1; step <= spec.steps(); step++) {
            context.checkStop();
            if (never.await(spec.stepMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("nobody counts this latch down");
            }
            if (spec.steps() > 1) {
                Path state = Files.writeString(context.scratch().resolve("state"), "step " + step);
                context.saveCheckpoint(step, Map.of("state", state));
            }
            context.progress(step, spec.steps(), "steps");
        }
        return StepResult.of(new StepOutput.Slept(spec.steps(), resumedFrom), Map.of(), Variant.HEADS_CPU, 1);
    }
}
