/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.metric;

/** Top-1 and mean per-class accuracy (section A.2 of the study), percent. */
public final class Accuracy {
    private Accuracy() {}

    /**
     * A mean over classes and how many classes stand in it.
     *
     * @param value percent
     * @param classes classes that had an image
     */
    public record PerClass(double value, int classes) {}

    /** Share of right predictions. */
    public static double top1(boolean[] right) {
        int hits = 0;
        for (boolean hit : right) {
            hits += hit ? 1 : 0;
        }
        return 100.0 * hits / right.length;
    }

    /** Mean over the classes that have an image of the share of their images that are right. */
    public static PerClass meanPerClass(boolean[] right, int[] labels, int classes) {
        int[] images = new int[classes];
        int[] hits = new int[classes];
        for (int i = 0; i < labels.length; i++) {
            images[labels[i]]++;
            hits[labels[i]] += right[i] ? 1 : 0;
        }
        double sum = 0;
        int present = 0;
        for (int c = 0; c < classes; c++) {
            if (images[c] > 0) {
                sum += (double) hits[c] / images[c];
                present++;
            }
        }
        return new PerClass(100 * sum / present, present);
    }
}
