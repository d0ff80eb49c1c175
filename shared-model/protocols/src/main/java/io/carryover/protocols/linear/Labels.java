/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What images show: one class each, or any number of classes each. */
public sealed interface Labels permits Labels.Single, Labels.Multi {
    /** N. */
    int size();

    /** Whether an image shows the class. */
    boolean shows(int c);

    /** Which of the classes 0 … {@code classes} - 1 no image shows, in order. */
    default int[] absent(int classes) {
        return IntStream.range(0, classes).filter(c -> !shows(c)).toArray();
    }

    /**
     * These labels followed by others of the same kind.
     *
     * @throws CarryoverException INVALID_FEATURES where one side has a class per image and the other may have several
     */
    default Labels join(Labels other) {
        return switch (this) {
            case Single single when other instanceof Single others -> single.below(others);
            case Multi multi when other instanceof Multi others -> multi.below(others);
            case Single _, Multi _ ->
                throw new CarryoverException(ErrorCode.INVALID_FEATURES, "splits differ in the shape of their labels");
        };
    }

    /** One class per image, 0 … K-1. */
    static Labels of(int[] classes) {
        return new Single(classes);
    }

    /** Row after row of K marks each: 0 absent, 1 present, 2 difficult. */
    static Labels of(byte[] marks, int rows, int classes) {
        return new Multi(marks, rows, classes);
    }

    /** One class per image. */
    final class Single implements Labels {
        private final int[] classes;

        private Single(int[] classes) {
            this.classes = classes.clone();
            for (int i = 0; i < classes.length; i++) {
                if (classes[i] < 0) {
                    throw new CarryoverException(ErrorCode.INVALID_FEATURES, "label of row " + i + " is " + classes[i]);
                }
            }
        }

        @Override
        public int size() {
            return classes.length;
        }

        @Override
        public boolean shows(int c) {
            return Arrays.stream(classes).anyMatch(of -> of == c);
        }

        /** Class of an image. */
        public int at(int row) {
            return classes[row];
        }

        /** All classes, one per image; a copy. */
        public int[] toArray() {
            return classes.clone();
        }

        /** One more than the largest class. */
        public int classes() {
            int most = -1;
            for (int c : classes) {
                most = Math.max(most, c);
            }
            return most + 1;
        }

        /** These labels followed by others. */
        public Single below(Single other) {
            int[] joined = Arrays.copyOf(classes, classes.length + other.classes.length);
            System.arraycopy(other.classes, 0, joined, classes.length, other.classes.length);
            return new Single(joined);
        }
    }

    /** A mark per image and class. */
    final class Multi implements Labels {
        /** The class isn't in the image. */
        public static final byte ABSENT = 0;
        /** The class is in the image. */
        public static final byte PRESENT = 1;
        /** The class is in the image, but hard to see: a negative for {@code study}, left out by {@code converged}. */
        public static final byte DIFFICULT = 2;

        private final byte[] marks;
        private final int rows;
        private final int classes;

        private Multi(byte[] marks, int rows, int classes) {
            if (rows < 1 || classes < 1 || (long) rows * classes != marks.length) {
                throw new CarryoverException(
                        ErrorCode.INVALID_FEATURES,
                        "labels hold " + marks.length + " marks, not " + rows + " rows of " + classes);
            }
            this.marks = marks.clone();
            this.rows = rows;
            this.classes = classes;
            for (int i = 0; i < marks.length; i++) {
                if (marks[i] < ABSENT || marks[i] > DIFFICULT) {
                    throw new CarryoverException(
                            ErrorCode.INVALID_FEATURES,
                            "label of row " + i / classes + ", class " + i % classes + " is " + marks[i]
                                    + ", not 0, 1 or 2");
                }
            }
        }

        @Override
        public int size() {
            return rows;
        }

        @Override
        public boolean shows(int c) {
            return IntStream.range(0, rows).anyMatch(i -> at(i, c) == PRESENT);
        }

        /** K. */
        public int classes() {
            return classes;
        }

        /** Mark of a class in an image. */
        public byte at(int row, int c) {
            return marks[row * classes + c];
        }

        /** These labels followed by others of the same classes. */
        public Multi below(Multi other) {
            if (other.classes != classes) {
                throw new CarryoverException(
                        ErrorCode.INVALID_FEATURES, "splits differ in classes: " + classes + " and " + other.classes);
            }
            byte[] joined = Arrays.copyOf(marks, marks.length + other.marks.length);
            System.arraycopy(other.marks, 0, joined, marks.length, other.marks.length);
            return new Multi(joined, rows + other.rows, classes);
        }
    }
}
