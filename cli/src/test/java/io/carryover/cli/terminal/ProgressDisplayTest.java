/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.EvaluationView.BackboneProgress;
import io.carryover.contracts.api.EvaluationView.RunningJob;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private static final Instant BEGAN = Instant.parse("2026-01-02T03:00:00Z");
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void redrawsInPlaceWithRateAndTimeLeft() {
        var display = new ProgressDisplay(print(), true, BEGAN);

        display.show(view(0.25), BEGAN.plusSeconds(30));
        display.show(view(0.5), BEGAN.plusSeconds(60));

        assertThat(printed())
                .contains("byol  ██████░░░░░░░░░░░░░░░░░░   3/12  features digits/train 800 images/s")
                .contains("  25 % after 30 s  about 1 min 30 s left")
                .contains("  50 % after 1 min 00 s  about 1 min 00 s left")
                .contains("\u001b[2A");
    }

    @Test
    void tellsALineForEachTenthWhereNothingCanBeRedrawn() {
        var display = new ProgressDisplay(print(), false, BEGAN);

        display.show(view(0.01), BEGAN);
        display.show(view(0.25), BEGAN);
        display.show(view(0.26), BEGAN);

        assertThat(printed().lines())
                .containsExactly("  byol            25 %  3/12 jobs  features digits/train 800 images/s");
    }

    @Test
    void durationsAreBrief() {
        assertThat(ProgressDisplay.brief(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(ProgressDisplay.brief(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
        assertThat(ProgressDisplay.brief(Duration.ofMinutes(130))).isEqualTo("2 h 10 min");
    }

    private static EvaluationView view(double fraction) {
        var running = new RunningJob(new JobKey("j"), "features digits/train", new Progress(1, 4, "images", 800));
        return new EvaluationView(
                new EvaluationId("e"),
                "demo",
                "running",
                BEGAN,
                Optional.empty(),
                List.of(new BackboneProgress("byol", "running", 3, 12, fraction, List.of(running))),
                List.of(),
                Optional.empty());
    }

    private PrintStream print() {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
