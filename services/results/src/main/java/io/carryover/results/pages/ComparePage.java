/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.pages;

import java.util.List;
import java.util.Optional;

/**
 * Two backbones beside each other, as the template wants it.
 *
 * @param a what was asked for, empty before something was
 * @param names to choose from
 * @param problem why there is nothing to show
 */
public record ComparePage(String a, String b, List<String> names, Optional<String> problem, Optional<Shown> shown) {

    /**
     * The comparison.
     *
     * @param loText left end of the axis that all differences share
     * @param rightward who is better where a drawing lies to the right of its dashed line
     */
    public record Shown(
            Backbone a,
            Backbone b,
            boolean sameWeights,
            String loText,
            String hiText,
            String rightward,
            List<Line> lines,
            List<Detail> details,
            List<String> leftOut,
            List<String> notes,
            String json) {}

    /** One of the two. */
    public record Backbone(String name, String href, String recipe) {}

    /**
     * A task.
     *
     * @param mark the difference with its interval, absent where it has none
     * @param decided whether one of the two is better
     */
    public record Line(
            String title,
            boolean source,
            String detail,
            String a,
            String aHref,
            String b,
            String bHref,
            String difference,
            Optional<Mark> mark,
            String interval,
            String p,
            String verdict,
            boolean decided) {}

    /**
     * What stands behind a task's difference.
     *
     * @param classes those with the largest differences
     * @param otherClasses the rest, folded away
     */
    public record Detail(
            String id,
            String title,
            String words,
            String classWords,
            List<ClassLine> classes,
            List<ClassLine> otherClasses,
            List<ImageLine> images) {}

    /** A class; {@code bar} is its difference on the axis of its task. */
    public record ClassLine(String name, String images, String a, String b, String difference, Bar bar) {}

    /** A bar from the dashed line at {@code zero}. */
    public record Bar(String x, String width, String zero) {}

    /** An image, what each of the two said, and how probable its truth was to it. */
    public record ImageLine(
            String image, String truth, String saidA, String saidB, String probabilityA, String probabilityB) {}
}
