/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.cli.terminal.Screen.Size;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.EvaluationView.BackboneProgress;
import io.carryover.contracts.api.EvaluationView.Failure;
import io.carryover.contracts.api.EvaluationView.RunningJob;
import io.carryover.contracts.event.WorkerEvent.Progress;
import io.carryover.contracts.id.EvaluationId;
import io.carryover.contracts.id.JobKey;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProgressDisplayTest {
    private static final Instant BEGAN = Instant.parse("2026-01-02T03:00:00Z");
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Size size = new Size(120, 40);

    @Test
    void redrawsInPlaceWithRateAndTimeLeft() {
        var display = display(false);

        display.show(view(byol(0.25)), BEGAN.plusSeconds(30));
        display.show(view(byol(0.5)), BEGAN.plusSeconds(60));

        assertThat(printed())
                .contains(
                        "  byol  ██████░░░░░░░░░░░░░░░░░░  25 %    3/12  features digits/train 800 images/s, 5 s left\n")
                .contains("  25 % after 30 s\n")
                .contains("  50 % after 1 min 00 s  about 1 min 00 s left\n")
                .contains("\u001b[2A\r\u001b[J");
    }

    @Test
    void ofSlowStepsTheTimeOfOneIsSaid() {
        display(false).show(view(byol(0.04, "finetune sun397", new Progress(2, 10, "steps", 0.02))), BEGAN);

        assertThat(printed()).contains("finetune sun397 50 s for one of the steps, 6 min 40 s left");
    }

    @Test
    void aLineOfEachStateSaysWhyNothingRunsOrHowItEnded() {
        display(false)
                .show(
                        view(
                                line("a", "waiting", 0, Optional.of("turn of others in features.cpu")),
                                line("b", "planning", 0, Optional.of("registration of backbone 'b' or dataset 'd'")),
                                line("c", "completed", 1, Optional.empty()),
                                line("nan", "failed", 1, Optional.empty()),
                                line("e", "cancelled", 0.5, Optional.empty())),
                        BEGAN);

        assertThat(printed())
                .contains("  waits: turn of others in features.cpu\n")
                .contains("  waits: registration of backbone 'b' or dataset 'd'\n")
                .contains("  done\n")
                .contains("  failed: NOT_FINITE_WEIGHTS\n")
                .contains("  cancelled\n");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int columns : new int[] {20, 40, 60, 80, 200}) {
            bytes.reset();
            size = new Size(columns, 40);
            display(true).show(view(byol(0.25), line("a-name-that-is-longer-than-the-terminal", "waiting", 0)), BEGAN);

            assertThat(plain().lines())
                    .allSatisfy(line -> assertThat(line.length()).isLessThan(columns));
        }
    }

    @Test
    void onANarrowTerminalTheBarGoesBeforeTheWords() {
        size = new Size(42, 20);

        display(false).show(view(byol(0.25)), BEGAN);

        assertThat(plain()).contains("  byol   25 %  features digits/train 800…\n");
    }

    @Test
    void madeNarrowerItGoesUpByTheRowsThatWereWrapped() {
        var display = display(false);

        display.show(view(byol(0.25)), BEGAN);
        size = new Size(50, 40);
        display.show(view(byol(0.25)), BEGAN);

        // 83 characters take two rows of 50; the summary one.
        assertThat(printed()).contains("\u001b[3A");
    }

    @Test
    void moreBackbonesThanRowsShowThoseThatRun() {
        size = new Size(100, 10);
        Stream<BackboneProgress> waiting = IntStream.range(0, 30).mapToObj(i -> line("w" + i, "waiting", 0));

        display(false).show(view(Stream.concat(waiting, Stream.of(byol(0.5))).toArray(BackboneProgress[]::new)), BEGAN);

        assertThat(plain().lines())
                .hasSize(9)
                .anyMatch(l -> l.contains("byol"))
                .anyMatch(l -> l.equals("  and 24 more"));
    }

    @Test
    void coloursOnlyWhereAllowed() {
        display(true).show(view(line("c", "completed", 1)), BEGAN);
        assertThat(printed()).contains("\u001b[32mdone\u001b[0m");

        bytes.reset();
        display(false).show(view(line("c", "completed", 1)), BEGAN);
        assertThat(printed()).doesNotContain("m");
    }

    @Test
    void withoutBlockCharactersTheBarIsOfHashes() {
        var display = new ProgressDisplay(
                print(StandardCharsets.US_ASCII), Optional.of(new Screen(() -> size, false)), BEGAN);

        display.show(view(byol(0.5)), BEGAN);

        assertThat(bytes.toString(StandardCharsets.US_ASCII)).contains("############............");
    }

    @Test
    void elsewhereItTellsNowAndThenAndWhatEnded() {
        var display = new ProgressDisplay(print(StandardCharsets.UTF_8), Optional.empty(), BEGAN);

        display.show(view(byol(0.01), line("nan", "waiting", 0)), BEGAN);
        display.show(view(byol(0.25), line("nan", "waiting", 0)), BEGAN.plusSeconds(4));
        display.show(view(byol(0.5), line("nan", "failed", 1)), BEGAN.plusSeconds(12));
        display.show(view(line("byol", "completed", 1), line("nan", "failed", 1)), BEGAN.plusSeconds(30));

        assertThat(printed().lines())
                .containsExactly(
                        "  nan: failed: NOT_FINITE_WEIGHTS after 12 s",
                        "  75 % after 12 s  1 of 2 done  about 4 s left  byol: features digits/train 800 images/s, 5 s left",
                        "  byol: done after 30 s");
    }

    @Test
    void workThatWasDoneBeforeSaysNothingAboutThePace() {
        var pace = new Pace();

        assertThat(pace.left(0.8, BEGAN)).isEmpty();
        assertThat(pace.left(0.81, BEGAN.plusSeconds(10))).isEmpty();
        assertThat(pace.left(0.9, BEGAN.plusSeconds(20))).contains(Duration.ofSeconds(20));
        assertThat(pace.left(1, BEGAN.plusSeconds(40))).isEmpty();
    }

    @Test
    void durationsAreBrief() {
        assertThat(ProgressDisplay.brief(Duration.ofSeconds(59))).isEqualTo("59 s");
        assertThat(ProgressDisplay.brief(Duration.ofSeconds(185))).isEqualTo("3 min 05 s");
        assertThat(ProgressDisplay.brief(Duration.ofMinutes(130))).isEqualTo("2 h 10 min");
    }

    private ProgressDisplay display(boolean colour) {
        return new ProgressDisplay(print(StandardCharsets.UTF_8), Optional.of(new Screen(() -> size, colour)), BEGAN);
    }

    private static BackboneProgress byol(double fraction) {
        return byol(fraction, "features digits/train", new Progress(1_000, 5_000, "images", 800));
    }

    private static BackboneProgress byol(double fraction, String what, Progress progress) {
        var running = new RunningJob(new JobKey("j"), what, progress);
        return new BackboneProgress("byol", "running", 3, 12, fraction, List.of(running), Optional.empty());
    }

    private static BackboneProgress line(String name, String state, double fraction) {
        return line(name, state, fraction, Optional.empty());
    }

    private static BackboneProgress line(String name, String state, double fraction, Optional<String> waitsFor) {
        return new BackboneProgress(name, state, 0, 12, fraction, List.of(), waitsFor);
    }

    private static EvaluationView view(BackboneProgress... lines) {
        return new EvaluationView(
                new EvaluationId("e"),
                "demo",
                "running",
                BEGAN,
                Optional.empty(),
                List.of(lines),
                List.of(new Failure(
                        "nan", "linear:digits", "NOT_FINITE_WEIGHTS", "NaN", "get another", Optional.empty())),
                Optional.empty(),
                Optional.empty());
    }

    private PrintStream print(Charset charset) {
        return new PrintStream(bytes, true, charset);
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Without what only moves and colours. */
    private String plain() {
        return printed().replaceAll("\u001b\\[[0-9;]*[A-Za-z]|\r", "");
    }
}
