/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.FeatureMatrix;
import io.carryover.protocols.calibration.LabelledLogits;
import io.carryover.protocols.linear.LabelledFeatures;
import io.carryover.protocols.linear.Labels;
import io.carryover.storage.safetensors.Dtype;
import io.carryover.storage.safetensors.SafetensorsFile;
import io.carryover.storage.safetensors.TensorView;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Features, or logits, with labels in a safetensors file: {@code features} F32 [N,D], {@code logits} F32 [N,K],
 * {@code labels} I64 [N] or U8 [N,K].
 */
final class FeatureFile {
    private FeatureFile() {}

    /** @throws CarryoverException NOT_FOUND, or INVALID_FEATURES naming the file and what is wrong with it */
    static LabelledFeatures read(Path file) {
        return opened(
                file,
                open -> new LabelledFeatures(matrix(file, open, "features"), labels(file, open.tensor("labels"))));
    }

    /** The labels alone; errors as {@link #read} has them. */
    static Labels readLabels(Path file) {
        return opened(file, open -> labels(file, open.tensor("labels")));
    }

    /**
     * Logits and one label an image.
     *
     * @param labelsFrom another file that has the labels
     * @throws CarryoverException NOT_FOUND, or INVALID_FEATURES naming the file and what is wrong with it
     */
    static LabelledLogits readLogits(Path file, Optional<Path> labelsFrom) {
        FeatureMatrix logits = opened(file, open -> matrix(file, open, "logits"));
        Path other = labelsFrom.orElse(file);
        if (opened(other, open -> labels(other, open.tensor("labels"))) instanceof Labels.Single labels) {
            return LabelledLogits.of(logits, labels.toArray());
        }
        throw wrong(other, "calibration needs one label per image");
    }

    /**
     * Labels of what was read from {@code file}.
     *
     * @throws CarryoverException INVALID_FEATURES where images have several, naming the {@code protocol} that can't have that
     */
    static int[] single(Path file, LabelledFeatures features, String protocol) {
        if (features.labels() instanceof Labels.Single labels) {
            return labels.toArray();
        }
        throw new CarryoverException(
                ErrorCode.INVALID_FEATURES, "%s: %s needs one label per image".formatted(file, protocol));
    }

    interface Reader<T> {
        T read(SafetensorsFile open) throws IOException;
    }

    static <T> T opened(Path file, Reader<T> reader) {
        try (SafetensorsFile open = SafetensorsFile.open(file, ErrorCode.INVALID_FEATURES)) {
            return reader.read(open);
        } catch (NoSuchFileException e) {
            throw new CarryoverException(ErrorCode.NOT_FOUND, "there is no file " + file, e);
        } catch (IOException e) {
            throw wrong(file, "not readable: " + e.getMessage());
        } catch (ArithmeticException e) {
            throw wrong(file, "more rows than fit into memory");
        }
    }

    private static FeatureMatrix matrix(Path file, SafetensorsFile open, String name) throws IOException {
        TensorView values = open.tensor(name);
        if (values.shape().size() != 2) {
            throw wrong(file, "%s have shape %s, not two dimensions".formatted(name, values.shape()));
        }
        return FeatureMatrix.of(
                values.toFloats(),
                Math.toIntExact(values.shape().get(0)),
                Math.toIntExact(values.shape().get(1)));
    }

    private static Labels labels(Path file, TensorView labels) {
        if (labels.shape().size() == 1) {
            long[] wide = labels.toLongs();
            int[] classes = new int[wide.length];
            for (int i = 0; i < wide.length; i++) {
                if (wide[i] < 0 || wide[i] > 1_000_000) {
                    throw wrong(file, "label %d of row %d is out of range".formatted(wide[i], i));
                }
                classes[i] = (int) wide[i];
            }
            return Labels.of(classes);
        }
        if (labels.shape().size() == 2 && labels.info().dtype() == Dtype.U8) {
            return Labels.of(
                    labels.toBytes(),
                    Math.toIntExact(labels.shape().get(0)),
                    Math.toIntExact(labels.shape().get(1)));
        }
        throw wrong(
                file,
                "labels are %s, not I64 [N] or U8 [N,K]".formatted(labels.info().describe()));
    }

    static CarryoverException wrong(Path file, String what) {
        return new CarryoverException(ErrorCode.INVALID_FEATURES, file + ": " + what);
    }
}
