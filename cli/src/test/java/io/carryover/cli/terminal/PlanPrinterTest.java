/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.EvaluationPlan;
import io.carryover.contracts.api.EvaluationPlan.Device;
import io.carryover.contracts.api.EvaluationPlan.Hours;
import io.carryover.contracts.api.EvaluationPlan.Refused;
import io.carryover.contracts.api.EvaluationPlan.Stage;
import io.carryover.contracts.api.Problem;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.DeviceClass;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanPrinterTest {
    private static final EvaluationPlan PLAN = new EvaluationPlan(
            3,
            List.of(
                    new Stage(
                            "features",
                            Queue.parse("features.cpu"),
                            List.of(),
                            6,
                            2,
                            1,
                            3,
                            0,
                            Optional.of(new Hours(0.0012, 0.0034, 12.4, 5, true)),
                            0),
                    new Stage(
                            "linear",
                            Queue.parse("heads.cpu"),
                            List.of("features"),
                            2,
                            0,
                            0,
                            1,
                            1,
                            Optional.empty(),
                            1)),
            List.of(new Device(DeviceClass.CPU, 4, Optional.of(new Hours(0.0012, 0.0034, 12.4, 5, true)), 1)),
            List.of(),
            List.of(new Refused("byol", "knn:voc", Problem.of(ErrorCode.INVALID_REQUEST, "one class per image"))),
            List.of("backbone 'mine' isn't imported yet"));

    @Test
    void theGraphWhatIsThereAndHoursWithTheirBounds() {
        assertThat(PlanPrinter.lines(PLAN))
                .containsExactly(
                        "3 cells, 8 jobs: 2 are there, 1 under way, 4 to run, 1 failed by their input and stay so",
                        "STEP      QUEUE         AFTER     JOBS  THERE  UNDER WAY  TO RUN  HOURS OF A WORKER",
                        "features  features.cpu  –            6      2          1       3  0.0034 (0.0012–12), from other datasets",
                        "linear    heads.cpu     features     2      0          0       1  no estimate",
                        "cpu: 4 jobs, hours of one worker: 0.0034 (0.0012–12), from other datasets, 1 without estimate",
                        "refused: byol × knn:voc: INVALID_REQUEST one class per image. "
                                + ErrorCode.INVALID_REQUEST.remedy(),
                        "note: backbone 'mine' isn't imported yet");
    }

    @Test
    void itReadsBackFromItsJson() {
        assertThat(Json.read(Json.text(PLAN), EvaluationPlan.class)).isEqualTo(PLAN);
    }
}
