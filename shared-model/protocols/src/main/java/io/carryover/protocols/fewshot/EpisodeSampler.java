/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.fewshot;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.protocols.Seeds;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Draws episodes as the study does: a random choice of classes, then distinct images of each. Episode e depends on the
 * labels, the seed and e alone, so every backbone meets the same episodes.
 */
public final class EpisodeSampler {
    private final FewShot.Settings settings;
    private final int[][] rowsOfClass;
    private final int leftOut;

    /**
     * Looks at what there is to draw from. A class with a single image is left out and counted.
     *
     * @param labels class of each row
     * @throws CarryoverException TOO_FEW_IMAGES naming a class with too few images, or where too few classes are left
     */
    public EpisodeSampler(int[] labels, FewShot.Settings settings) {
        this.settings = settings;
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[][] all = IntStream.range(0, classes)
                .mapToObj(c -> IntStream.range(0, labels.length)
                        .filter(i -> labels[i] == c)
                        .toArray())
                .toArray(int[][]::new);
        int needed = settings.shots() + settings.queries();
        for (int c = 0; c < classes; c++) {
            if (all[c].length > 1 && all[c].length < needed) {
                throw new CarryoverException(
                        ErrorCode.TOO_FEW_IMAGES,
                        "class " + c + " has " + all[c].length + " images, an episode needs " + needed);
            }
        }
        rowsOfClass = Arrays.stream(all).filter(rows -> rows.length > 1).toArray(int[][]::new);
        leftOut = (int) Arrays.stream(all).filter(rows -> rows.length == 1).count();
        if (rowsOfClass.length < settings.ways()) {
            throw new CarryoverException(
                    ErrorCode.TOO_FEW_IMAGES,
                    rowsOfClass.length + " classes have enough images, an episode needs " + settings.ways());
        }
    }

    /** Classes that are never drawn because they have one image. */
    public int leftOut() {
        return leftOut;
    }

    /** Episode number {@code e}. */
    public Episode episode(int e) {
        RandomGenerator random = Seeds.stream(settings.seed(), e);
        int[] chosen = draw(IntStream.range(0, rowsOfClass.length).toArray(), settings.ways(), random);
        int[][] support = new int[settings.ways()][];
        int[][] queries = new int[settings.ways()][];
        for (int way = 0; way < chosen.length; way++) {
            // The draw is in random order already, so cutting it is the study's random split.
            int[] rows = draw(rowsOfClass[chosen[way]].clone(), settings.shots() + settings.queries(), random);
            support[way] = Arrays.copyOf(rows, settings.shots());
            queries[way] = Arrays.copyOfRange(rows, settings.shots(), rows.length);
        }
        return new Episode(support, queries);
    }

    /** The first {@code count} of a random permutation of {@code items}, which is overwritten. */
    private static int[] draw(int[] items, int count, RandomGenerator random) {
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i, items.length);
            int kept = items[i];
            items[i] = items[other];
            items[other] = kept;
        }
        return Arrays.copyOf(items, count);
    }
}
