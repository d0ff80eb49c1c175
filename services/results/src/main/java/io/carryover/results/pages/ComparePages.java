/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.api.ComparisonView.Task;
import io.carryover.contracts.result.Interval;
import io.carryover.results.board.Printed;
import io.carryover.results.board.Words;
import io.carryover.results.pages.ComparePage.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Turns a comparison into its page. */
final class ComparePages {
    private ComparePages() {}

    static ComparePage.Shown of(ComparisonView view) {
        String a = view.a().backbone();
        String b = view.b().backbone();
        Scale scale = scale(view.tasks());
        List<Line> lines = new ArrayList<>();
        List<ComparePage.Detail> details = new ArrayList<>();
        for (Task task : view.tasks()) {
            lines.add(line(task, a, b, scale));
            task.paired()
                    .ifPresent(paired -> details.add(CompareDetails.of("task-" + details.size(), task, paired, a, b)));
        }
        return new ComparePage.Shown(
                backbone(view.a()),
                backbone(view.b()),
                view.sameWeights(),
                signed(scale.lo()),
                signed(scale.hi()),
                a,
                lines,
                details,
                view.leftOut(),
                view.notes(),
                "/v1/compare?a=%s&b=%s".formatted(Links.segment(a), Links.segment(b)));
    }

    private static ComparePage.Backbone backbone(ComparisonView.Side side) {
        // A piece of the digest, where names are shared, is no part of the name.
        String name = side.backbone().replaceAll(" \\((?:[0-9a-f]{12}|control)\\)$", "");
        return new ComparePage.Backbone(side.backbone(), "/backbones/" + Links.segment(name), side.recipe());
    }

    /** No difference is in the middle, so that both directions look alike. */
    private static Scale scale(List<Task> tasks) {
        double reach = tasks.stream()
                .flatMapToDouble(task -> DoubleStream.concat(
                        DoubleStream.of(task.difference()),
                        task.paired().stream()
                                .flatMapToDouble(p ->
                                        DoubleStream.of(p.ci95().lo(), p.ci95().hi()))))
                .map(Math::abs)
                .max()
                .orElse(1);
        double end = reach > 0 ? reach : 1;
        return new Scale(-end, end, "percent");
    }

    private static Line line(Task task, String a, String b, Scale scale) {
        Optional<Interval> ci95 = task.paired().map(ComparisonView.Paired::ci95);
        return new Line(
                task.title(),
                task.role().equals("source"),
                "%s, protocol %s, %s".formatted(Words.metric(task.metric()), task.protocol(), task.variant()),
                Printed.text(task.a().value(), task.unit()),
                "/results/" + task.a().results().getFirst(),
                Printed.text(task.b().value(), task.unit()),
                "/results/" + task.b().results().getFirst(),
                signed(task.difference()),
                ci95.map(ci -> Mark.of(scale, ci, task.difference(), List.of(), Optional.of(0.0))),
                ci95.map(ci -> signed(ci.lo()) + " to " + signed(ci.hi())).orElse("–"),
                task.paired()
                        .flatMap(ComparisonView.Paired::mcnemar)
                        .map(test -> p(test.p()))
                        .orElse("–"),
                verdict(task, a, b),
                decided(task.verdict()));
    }

    private static boolean decided(ComparisonView.Verdict verdict) {
        return switch (verdict) {
            case A_BETTER, B_BETTER -> true;
            case NOT_SEPARABLE, SAME_WEIGHTS, NOT_PAIRED -> false;
        };
    }

    private static String verdict(Task task, String a, String b) {
        return switch (task.verdict()) {
            case A_BETTER -> a + " is better";
            case B_BETTER -> b + " is better";
            case NOT_SEPARABLE -> "not separable";
            case SAME_WEIGHTS -> "tie: the same weights";
            case NOT_PAIRED ->
                "not paired: "
                        + task.obstacle().map(ComparisonView.Obstacle::message).orElse("no artifacts");
        };
    }

    /** {@code +1.25}, {@code −0.40}, {@code 0.00}. */
    static String signed(double value) {
        String text = String.format(Locale.ROOT, "%+.2f", value);
        return text.equals("+0.00") || text.equals("-0.00") ? "0.00" : text.replace('-', '\u2212');
    }

    static String p(double p) {
        return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
    }
}
