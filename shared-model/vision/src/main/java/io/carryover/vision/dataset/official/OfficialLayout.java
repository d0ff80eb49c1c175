/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of one known dataset as its publisher packs them. */
public interface OfficialLayout {
    /** Whose. */
    KnownDataset dataset();

    /** Name of this way to read it, as in {@code --format}. */
    default String id() {
        return dataset().id();
    }

    /** Where its files may begin in the folder that a client names: relative paths, the best first. */
    List<String> places();

    /** Files and folders, relative to such a place, that must be there. */
    List<String> signs();

    /** Whether its files begin here; for layouts that others resemble, more than the signs. */
    default boolean isIn(Path place) {
        return signs().stream().map(place::resolve).allMatch(Files::exists);
    }

    /** Whether the signs alone tell it from a folder of anything. */
    default boolean recognisable() {
        return true;
    }

    /**
     * Reads the lists; images are not opened.
     *
     * @throws CarryoverException NOT_A_DATASET naming the file and what is wrong with it
     */
    ImageDataset read(Path place);
}
