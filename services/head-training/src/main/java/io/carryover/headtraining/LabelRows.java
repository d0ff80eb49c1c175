/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.linear.Labels;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.TensorView;

/** Labels as they come from shards: I64 [n], or U8 [n,K] where an image may show several classes; the first shard decides. */
final class LabelRows {
    private final int rows;
    private int[] classes = new int[0];
    private byte[] marks = new byte[0];
    private int several;

    /** @param rows of all shards */
    LabelRows(int rows) {
        this.rows = rows;
    }

    int rows() {
        return rows;
    }

    /** Images of a shard. */
    static int count(TensorView shard) {
        return shard.shape().isEmpty() ? 0 : Math.toIntExact(shard.shape().getFirst());
    }

    /** Takes a shard whose first image is row {@code first}. */
    void put(int first, TensorView shard) {
        int columns = shard.shape().size() == 2 ? Math.toIntExact(shard.shape().get(1)) : 0;
        boolean fits = shard.info().dtype() == (columns == 0 ? Dtype.I64 : Dtype.U8)
                && shard.shape().size() <= 2
                && (first == 0 || columns == several);
        if (!fits) {
            throw new CarryoverException(
                    ErrorCode.INPUT_LOST,
                    "labels are %s beside others".formatted(shard.info().describe()));
        }
        several = columns;
        if (columns == 0) {
            classes = classes.length == rows ? classes : new int[rows];
            long[] wide = shard.toLongs();
            for (int i = 0; i < wide.length; i++) {
                classes[first + i] = Math.toIntExact(wide[i]);
            }
        } else {
            marks = marks.length == rows * columns ? marks : new byte[Math.multiplyExact(rows, columns)];
            byte[] given = shard.toBytes();
            System.arraycopy(given, 0, marks, first * columns, given.length);
        }
    }

    Labels labels() {
        return several == 0 ? Labels.of(classes) : Labels.of(marks, rows, several);
    }
}
