/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.contracts.vision;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Resize and centre crop, as text: {@code shorter-224-bicubic-crop-224} or {@code both-257-bilinear-crop-224}. Part of
 * a protocol, to the pixel.
 */
public record TransformId(@JsonValue String value) {
    private static final Pattern FORM =
            Pattern.compile("(shorter-\\d{1,4}|both-\\d{1,4}(x\\d{1,4})?)-(bicubic|bilinear)-crop-\\d{1,4}");

    /** @throws IllegalArgumentException for any other form */
    @JsonCreator
    public TransformId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("not a transform: '" + value + "'");
        }
    }

    /** Many-shot transform of the study (A.2): shorter side to {@code size}, bicubic, centre crop. */
    public static TransformId manyShot(int size) {
        return new TransformId("shorter-%d-bicubic-crop-%d".formatted(size, size));
    }

    /** Few-shot transform of the study's code (datasets/few_shot_dataset.py): both sides to int(1.15·size), bilinear. */
    public static TransformId fewShotStudy(int size) {
        return new TransformId("both-%d-bilinear-crop-%d".formatted((int) (size * 1.15), size));
    }

    /**
     * DINO's (eval_knn.py of facebookresearch/dino): shorter side to 256, bicubic, centre crop 224; for other inputs in the
     * same proportion, 8/7.
     */
    public static TransformId dino(int size) {
        return new TransformId("shorter-%d-bicubic-crop-%d".formatted(size * 8 / 7, size));
    }

    /** The control {@code pixels}: the whole picture at {@code size}×{@code size}. */
    public static TransformId pixels(int size) {
        return new TransformId("both-%d-bicubic-crop-%d".formatted(size, size));
    }

    @Override
    public String toString() {
        return value;
    }
}
