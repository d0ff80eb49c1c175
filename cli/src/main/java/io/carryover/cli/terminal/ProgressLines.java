/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import io.carryover.cli.terminal.Painted.Style;
import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.EvaluationView.BackboneProgress;
import io.carryover.contracts.api.EvaluationView.Failure;
import io.carryover.contracts.api.EvaluationView.RunningJob;
import io.carryover.contracts.event.WorkerEvent.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An evaluation as lines of text: one per backbone, as many as fit. */
final class ProgressLines {
    private static final int LONGEST_NAME = 28;
    private static final int WITH_JOBS = 64;
    private static final int WITH_BAR = 44;
    /** Slower than this a rate of one digit says nothing. */
    private static final double SLOW = 0.5;

    private final Screen.Size size;
    private final boolean colour;
    private final boolean blocks;

    /** @param blocks whether block characters can be printed */
    ProgressLines(Screen.Size size, boolean colour, boolean blocks) {
        this.size = size;
        this.colour = colour;
        this.blocks = blocks;
    }

    /** Lines for a terminal, none longer than it is wide, and together not higher; {@code last} is the summary. */
    List<Painted> of(EvaluationView view, String last) {
        int room = Math.max(1, size.rows() - 3);
        List<BackboneProgress> shown = view.backbones();
        if (shown.size() > room) {
            // Stable: in each group the order stays.
            shown = shown.stream()
                    .sorted(Comparator.comparing(ProgressLines::interest))
                    .limit(room)
                    .toList();
        }
        int longest = Math.min(LONGEST_NAME, Math.max(8, size.columns() / 3));
        int name = Math.min(
                longest,
                shown.stream().mapToInt(b -> b.backbone().length()).max().orElse(1));
        List<Painted> lines = new ArrayList<>();
        for (BackboneProgress backbone : shown) {
            lines.add(line(view, backbone, name));
        }
        if (shown.size() < view.backbones().size()) {
            lines.add(blank().add("  and %d more".formatted(view.backbones().size() - shown.size()), Style.FAINT));
        }
        lines.add(blank().add("  " + last));
        return lines;
    }

    private Painted line(EvaluationView view, BackboneProgress backbone, int name) {
        String shown = Painted.cut(backbone.backbone(), name);
        Painted line = blank().add("  " + shown + " ".repeat(name - shown.length()) + "  ");
        if (size.columns() >= WITH_BAR) {
            bar(line, backbone);
        }
        line.add("%3.0f %%  ".formatted(Math.floor(100 * backbone.fraction())));
        if (size.columns() >= WITH_JOBS) {
            line.add("%3d/%-3d ".formatted(backbone.jobsDone(), backbone.jobsTotal()));
        }
        return line.add(doing(view, backbone), style(backbone));
    }

    private void bar(Painted line, BackboneProgress backbone) {
        int width = size.columns() >= 100 ? 24 : size.columns() >= WITH_JOBS ? 16 : 8;
        int full = (int) Math.floor(Math.clamp(backbone.fraction(), 0, 1) * width);
        line.add((blocks ? "█" : "#").repeat(full), backbone.state().equals("completed") ? Style.GOOD : Style.PLAIN)
                .add((blocks ? "░" : ".").repeat(width - full), Style.FAINT)
                .add(" ");
    }

    private Painted blank() {
        // The last column stays free: a full line would wrap.
        return new Painted(size.columns() - 1, colour);
    }

    /** What runs, how fast and how long still; or why nothing does; or how it ended. */
    static String doing(EvaluationView view, BackboneProgress backbone) {
        if (!backbone.running().isEmpty()) {
            int others = backbone.running().size() - 1;
            return running(backbone.running().getFirst()) + (others > 0 ? " (and %d more)".formatted(others) : "");
        }
        List<Failure> failures = view.failures().stream()
                .filter(f ->
                        f.backbone().equals(backbone.backbone()) || f.backbone().equals("*"))
                .toList();
        return switch (backbone.state()) {
            case "completed" -> "done";
            case "completed-with-failures" -> "done, %d of its tasks failed".formatted(failures.size());
            case "failed" ->
                failures.isEmpty() ? "failed" : "failed: " + failures.getFirst().code();
            case "waiting", "planning" ->
                backbone.waitsFor().map(why -> "waits: " + why).orElse(backbone.state());
            default -> backbone.state();
        };
    }

    private static String running(RunningJob job) {
        Progress p = job.progress();
        if (p.perSecond() <= 0) {
            return job.what();
        }
        long left = p.total() > p.done() ? Math.round((p.total() - p.done()) / p.perSecond()) : 0;
        return job.what()
                + rate(p)
                + (left > 0 ? ", " + ProgressDisplay.brief(Duration.ofSeconds(left)) + " left" : "");
    }

    private static String rate(Progress p) {
        if (p.perSecond() < SLOW) {
            return String.format(Locale.ROOT, " %.0f s for one of the %s", 1 / p.perSecond(), p.unit());
        }
        return String.format(Locale.ROOT, p.perSecond() < 10 ? " %.1f %s/s" : " %.0f %s/s", p.perSecond(), p.unit());
    }

    private static Style style(BackboneProgress backbone) {
        return switch (backbone.state()) {
            case "failed", "completed-with-failures" -> Style.BAD;
            case "completed" -> Style.GOOD;
            case "waiting", "planning", "cancelled" -> Style.FAINT;
            default -> Style.PLAIN;
        };
    }

    /** Where not all fit: those that run first, then those with something to tell. */
    private static int interest(BackboneProgress backbone) {
        return switch (backbone.state()) {
            case "running" -> 0;
            case "failed", "completed-with-failures" -> 1;
            case "waiting", "planning" -> 2;
            default -> 3;
        };
    }
}
