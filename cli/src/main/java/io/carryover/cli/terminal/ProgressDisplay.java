/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.EvaluationView.BackboneProgress;
import io.carryover.contracts.api.EvaluationView.RunningJob;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line per backbone, redrawn in place on a terminal: bar, jobs, rate and time left. Elsewhere a line whenever a
 * backbone gains a tenth or ends, so that a log stays readable.
 */
public final class ProgressDisplay {
    private static final int BAR = 24;

    private final PrintStream out;
    private final boolean redraw;
    private final Instant began;
    private final Map<String, Integer> told = new HashMap<>();
    private int drawn;

    /**
     * @param redraw whether {@code out} is a terminal that understands cursor movement
     * @param began when the work began, for the time left
     */
    public ProgressDisplay(PrintStream out, boolean redraw, Instant began) {
        this.out = out;
        this.redraw = redraw;
        this.began = began;
    }

    /** Shows where the evaluation stands at {@code now}. */
    public void show(EvaluationView view, Instant now) {
        if (redraw) {
            draw(view, now);
        } else {
            tell(view);
        }
    }

    private void draw(EvaluationView view, Instant now) {
        var text = new StringBuilder();
        if (drawn > 0) {
            text.append("\u001b[").append(drawn).append('A');
        }
        int name = view.backbones().stream()
                .mapToInt(b -> b.backbone().length())
                .max()
                .orElse(1);
        List<String> lines = new ArrayList<>();
        for (BackboneProgress backbone : view.backbones()) {
            lines.add("  %s  %s %3d/%-3d %s"
                    .formatted(
                            pad(backbone.backbone(), name),
                            bar(backbone.fraction()),
                            backbone.jobsDone(),
                            backbone.jobsTotal(),
                            doing(backbone)));
        }
        lines.add(summary(view, now));
        lines.forEach(line -> text.append("\u001b[2K").append(line).append('\n'));
        drawn = lines.size();
        out.print(text);
        out.flush();
    }

    private void tell(EvaluationView view) {
        for (BackboneProgress backbone : view.backbones()) {
            int tenth = (int) (backbone.fraction() * 10);
            Integer before = told.put(backbone.backbone(), tenth);
            if (before == null ? tenth > 0 : tenth > before) {
                out.printf(
                        Locale.ROOT,
                        "  %-14s %3.0f %%  %d/%d jobs  %s%n",
                        backbone.backbone(),
                        backbone.fraction() * 100,
                        backbone.jobsDone(),
                        backbone.jobsTotal(),
                        doing(backbone));
            }
        }
        out.flush();
    }

    private String summary(EvaluationView view, Instant now) {
        double fraction = view.backbones().stream()
                .mapToDouble(BackboneProgress::fraction)
                .average()
                .orElse(0);
        Duration spent = Duration.between(began, now);
        String left = fraction > 0.03 && fraction < 1
                ? "about " + brief(Duration.ofMillis((long) (spent.toMillis() * (1 - fraction) / fraction))) + " left"
                : "";
        String waits = view.waitsFor().map(w -> "waits: " + w).orElse("");
        return "  %.0f %% after %s  %s  %s"
                .formatted(fraction * 100, brief(spent), left, waits)
                .stripTrailing();
    }

    private static String doing(BackboneProgress backbone) {
        if (backbone.running().isEmpty()) {
            return backbone.fraction() >= 1 ? "done" : backbone.state();
        }
        RunningJob job = backbone.running().getFirst();
        String rate = job.progress().perSecond() > 0
                ? String.format(
                        Locale.ROOT,
                        " %.0f %s/s",
                        job.progress().perSecond(),
                        job.progress().unit())
                : "";
        return job.what() + rate;
    }

    static String bar(double fraction) {
        int full = (int) Math.round(Math.clamp(fraction, 0, 1) * BAR);
        return "█".repeat(full) + "░".repeat(BAR - full);
    }

    /** {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 10 min}. */
    public static String brief(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return "%d min %02d s".formatted(seconds / 60, seconds % 60);
        }
        return "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
