/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.api;

import com.fasterxml.jackson.annotation.JsonValue;
import io.carryover.contracts.id.JobKey;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Queue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code POST /v1/evaluations/plan}: the jobs that an evaluation would need. Nothing is kept of the question.
 *
 * @param cells numbers that it asks for
 * @param stages its jobs by step and queue, inputs before what reads them
 * @param devices what is yet to run, by kind of device
 * @param jobs the same, one by one, inputs before what reads them; the first 1,000 of them
 * @param refused cells that get no number, and why
 * @param notes what could not be known, in words
 */
public record EvaluationPlan(
        int cells,
        List<Stage> stages,
        List<Device> devices,
        List<PlannedJob> jobs,
        List<Refused> refused,
        List<String> notes) {
    /** What becomes of a job when the evaluation is posted. */
    public enum Standing {
        /** Its outcome is there. */
        CACHED,
        /** Another evaluation wants it, and it hasn't ended. */
        UNDER_WAY,
        /** It runs. */
        TO_RUN,
        /** It failed by the fault of its input, and would again. */
        STAYS_FAILED;

        /** Name as in JSON: {@code under-way}. */
        @JsonValue
        public String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * Hours of one worker that does one job after the other.
     *
     * @param measured finished jobs that this was learnt from
     * @param otherDatasets whether these read other datasets: then {@code low} and {@code high} are three times as far away
     */
    public record Hours(double low, double typical, double high, int measured, boolean otherDatasets) {}

    /**
     * Jobs of one step in one queue.
     *
     * @param after steps that it waits for
     * @param hours of those to run whose like has finished here before; absent where there are none
     * @param withoutEstimate how many of those to run have no like
     */
    public record Stage(
            String step,
            Queue queue,
            List<String> after,
            int jobs,
            int cached,
            int underWay,
            int toRun,
            int stayFailed,
            Optional<Hours> hours,
            int withoutEstimate) {}

    /** All that is to run on this kind of device; as in {@link Stage}. */
    public record Device(DeviceClass device, int toRun, Optional<Hours> hours, int withoutEstimate) {}

    /** A job; {@code hours} where it is to run and its like has finished here before. */
    public record PlannedJob(
            JobKey job, String step, Queue queue, List<JobKey> needs, Standing standing, Optional<Hours> hours) {}

    /** A cell that can't be computed as it was asked for; {@code backbone} may be empty. */
    public record Refused(String backbone, String task, Problem problem) {}
}
