/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.terminal;

import io.carryover.contracts.api.EvaluationView;
import io.carryover.contracts.api.EvaluationView.BackboneProgress;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Live progress. On a terminal one line per backbone, redrawn in place: bar, jobs, rate and time left. Elsewhere a line now
 * and then and one when a backbone ends, so that a log stays readable.
 */
public final class ProgressDisplay {
    private static final Duration QUIET = Duration.ofSeconds(10);
    private static final Set<String> UNDECIDED = Set.of("planning", "waiting", "running");

    private final PrintStream out;
    private final Optional<Screen> screen;
    private final Instant began;
    private final boolean blocks;
    private final Pace pace = new Pace();
    private final Set<String> ended = new HashSet<>();
    private List<Integer> drawn = List.of();
    private @Nullable Instant toldAt;

    /**
     * @param screen to redraw on; empty for plain lines
     * @param began when the work began
     */
    public ProgressDisplay(PrintStream out, Optional<Screen> screen, Instant began) {
        this.out = out;
        this.screen = screen;
        this.began = began;
        this.blocks = out.charset().newEncoder().canEncode('█');
    }

    /** Shows where the evaluation stands at {@code now}. */
    public void show(EvaluationView view, Instant now) {
        show(view, now, Optional.empty());
    }

    /** The same, with what hinders watching: {@code the gateway does not answer}. */
    public void show(EvaluationView view, Instant now, Optional<String> trouble) {
        double fraction = view.backbones().stream()
                .mapToDouble(BackboneProgress::fraction)
                .average()
                .orElse(0);
        String left = pace.left(fraction, now)
                .map(time -> "  about " + brief(time) + " left")
                .orElse("");
        screen.ifPresentOrElse(
                where -> draw(where, view, summary(fraction, now) + left + hindrance(view, trouble)),
                () -> tell(view, summary(fraction, now), left + hindrance(view, trouble), now));
    }

    private void draw(Screen where, EvaluationView view, String summary) {
        Screen.Size size = where.size().get();
        List<Painted> lines = new ProgressLines(size, where.colour(), blocks).of(view, summary);
        var text = new StringBuilder();
        // A terminal that was made narrower has wrapped what was drawn: that many rows up, not that many lines.
        int rows = drawn.stream()
                .mapToInt(length -> Math.max(1, Math.ceilDiv(length, size.columns())))
                .sum();
        if (rows > 0) {
            text.append("\u001b[").append(Math.min(rows, size.rows() - 1)).append('A');
        }
        // From here to the end of the screen, so that nothing of a longer or wrapped drawing stays behind.
        text.append("\r\u001b[J");
        lines.forEach(line -> text.append(line).append('\n'));
        drawn = lines.stream().map(Painted::length).toList();
        out.print(text);
        out.flush();
    }

    private void tell(EvaluationView view, String summary, String more, Instant now) {
        for (BackboneProgress backbone : view.backbones()) {
            if (!UNDECIDED.contains(backbone.state()) && ended.add(backbone.backbone())) {
                out.println("  %s: %s after %s"
                        .formatted(
                                backbone.backbone(),
                                ProgressLines.doing(view, backbone),
                                brief(Duration.between(began, now))));
            }
        }
        if (toldAt == null) {
            toldAt = now;
        } else if (Duration.between(toldAt, now).compareTo(QUIET) >= 0
                && ended.size() < view.backbones().size()) {
            toldAt = now;
            String running = view.backbones().stream()
                    .filter(b -> !b.running().isEmpty())
                    .limit(2)
                    .map(b -> b.backbone() + ": " + ProgressLines.doing(view, b))
                    .collect(Collectors.joining("; "));
            out.println("  %s  %d of %d done%s%s"
                    .formatted(
                            summary,
                            ended.size(),
                            view.backbones().size(),
                            more,
                            running.isEmpty() ? "" : "  " + running));
        }
        out.flush();
    }

    private String summary(double fraction, Instant now) {
        return "%.0f %% after %s".formatted(Math.floor(fraction * 100), brief(Duration.between(began, now)));
    }

    private static String hindrance(EvaluationView view, Optional<String> trouble) {
        return trouble.or(() -> view.waitsFor().map(why -> "waits: " + why))
                .map(why -> "  " + why)
                .orElse("");
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
}
