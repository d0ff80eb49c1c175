/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.matlab;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A value of a MATLAB file; elements of matrices in column order. */
public sealed interface MatValue {
    /** Real numbers of any type, as doubles. */
    final class Numbers implements MatValue {
        private final List<Integer> extents;
        private final double[] values;

        Numbers(List<Integer> extents, double[] values) {
            this.extents = List.copyOf(extents);
            this.values = values;
        }

        /** Rows, columns, and so on. */
        public List<Integer> extents() {
            return extents;
        }

        /** All of them, a copy. */
        public double[] values() {
            return values.clone();
        }

        /**
         * The only number.
         *
         * @throws CarryoverException NOT_A_DATASET where there are none or several
         */
        public double only() {
            if (values.length != 1) {
                throw new CarryoverException(
                        ErrorCode.NOT_A_DATASET, "%d numbers where one is expected".formatted(values.length));
            }
            return values[0];
        }
    }

    /** Characters. */
    record Text(String text) implements MatValue {}

    /** A cell array. */
    record Cells(List<MatValue> values) implements MatValue {}

    /** A structure array: one map of fields per element. */
    record Structs(List<SortedMap<String, MatValue>> elements) implements MatValue {
        public Structs {
            elements = elements.stream()
                    .<SortedMap<String, MatValue>>map(TreeMap::new)
                    .toList();
        }
    }

    /** Something that no dataset needs: objects, functions, sparse or complex matrices. */
    record Other() implements MatValue {}
}
