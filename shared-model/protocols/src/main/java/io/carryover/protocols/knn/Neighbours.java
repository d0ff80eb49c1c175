/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.knn;

/** The most similar images seen so far, best first; of equal ones the first that was offered. */
final class Neighbours {
    private final double[] similarity;
    private final int[] image;
    private int count;

    Neighbours(int most) {
        similarity = new double[most];
        image = new int[most];
    }

    void clear() {
        count = 0;
    }

    /** Offers images {@code first}, {@code first} + 1, … */
    void offer(int first, double[] similarities, int images) {
        for (int i = 0; i < images; i++) {
            if (count < image.length || similarities[i] > similarity[count - 1]) {
                insert(first + i, similarities[i]);
            }
        }
    }

    private void insert(int candidate, double s) {
        int at = count < image.length ? count++ : count - 1;
        while (at > 0 && similarity[at - 1] < s) {
            similarity[at] = similarity[at - 1];
            image[at] = image[at - 1];
            at--;
        }
        similarity[at] = s;
        image[at] = candidate;
    }

    double similarity(int rank) {
        return similarity[rank];
    }

    int image(int rank) {
        return image[rank];
    }
}
