/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.artifacts;

import java.util.Optional;

/** What was scored, one by one: the content of a result's artifact, without what nothing asks for. */
public sealed interface Items {
    /** Which items, in which order: only items of equal identity are paired. */
    String identity();

    /** Images of one class each. */
    final class Classified implements Items {
        private final int[] labels;
        private final int[] predictions;
        private final Optional<double[]> logProbabilities;
        private final String images;

        /**
         * @param labels [N]
         * @param predictions [N]
         * @param logProbabilities natural logarithm of the probability of each image's class, [N]
         * @param images the ordered ids of the images, as their file states them
         */
        Classified(int[] labels, int[] predictions, Optional<double[]> logProbabilities, String images) {
            this.labels = labels;
            this.predictions = predictions;
            this.logProbabilities = logProbabilities;
            this.images = images;
        }

        /** Number of images. */
        public int size() {
            return labels.length;
        }

        /** Class of image {@code i}. */
        public int label(int i) {
            return labels[i];
        }

        /** Class that image {@code i} was taken for. */
        public int prediction(int i) {
            return predictions[i];
        }

        /** Whether image {@code i} was taken for what it is. */
        public boolean right(int i) {
            return labels[i] == predictions[i];
        }

        /** A copy of the classes of the images. */
        public int[] labels() {
            return labels.clone();
        }

        /** Whether probabilities are known, not only predictions. */
        public boolean hasProbabilities() {
            return logProbabilities.isPresent();
        }

        /** Natural logarithm of the probability that image {@code i}'s class was given. */
        public double logProbability(int i) {
            return logProbabilities.orElseThrow()[i];
        }

        /** The ids of the images as a JSON array, as their file states them. */
        public String images() {
            return images;
        }

        @Override
        public String identity() {
            return Identities.of(labels, images);
        }
    }

    /** Images with any number of classes each. */
    final class Marked implements Items {
        private final float[] logits;
        private final byte[] marks;
        private final int classes;
        private final String images;

        /**
         * @param logits [N,K] row after row
         * @param marks [N,K]: 0 absent, 1 present, 2 difficult
         */
        Marked(float[] logits, byte[] marks, int classes, String images) {
            this.logits = logits;
            this.marks = marks;
            this.classes = classes;
            this.images = images;
        }

        /** Number of images. */
        public int size() {
            return marks.length / classes;
        }

        /** Number of classes. */
        public int classes() {
            return classes;
        }

        /** Decision value of image {@code i} and class {@code c}. */
        public float logit(int i, int c) {
            return logits[i * classes + c];
        }

        /** 0 absent, 1 present, 2 difficult. */
        public byte mark(int i, int c) {
            return marks[i * classes + c];
        }

        /** The ids of the images as a JSON array, as their file states them. */
        public String images() {
            return images;
        }

        @Override
        public String identity() {
            return Identities.of(marks, images);
        }
    }

    /** Few-shot episodes, drawn alike for every backbone of one column. */
    final class Episodes implements Items {
        private final double[] accuracies;

        /** @param accuracies percent */
        Episodes(double[] accuracies) {
            this.accuracies = accuracies;
        }

        /** A copy of the accuracies, percent. */
        public double[] accuracies() {
            return accuracies.clone();
        }

        @Override
        public String identity() {
            return "episodes " + accuracies.length;
        }
    }

    /** Training on seeded subsets of labels, the same for every backbone. */
    final class Subsets implements Items {
        private final int labels;
        private final double[] values;

        /**
         * @param labels per class
         * @param values score of each subset, percent
         */
        Subsets(int labels, double[] values) {
            this.labels = labels;
            this.values = values;
        }

        /** A copy of the scores, percent. */
        public double[] values() {
            return values.clone();
        }

        @Override
        public String identity() {
            return "subsets " + values.length + " of " + labels;
        }
    }
}
