/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** All official layouts. CIFAR's are read by {@link ImageDataset}'s own reader. */
public final class OfficialLayouts {
    private static final List<OfficialLayout> ALL = List.of(
            new Aircraft(),
            new Caltech101(false),
            new Caltech101(true),
            new Cars(),
            new Dtd(),
            new Flowers(),
            new Food(),
            new Pets(),
            new Sun397(),
            new Voc2007(),
            new CropDiseases(),
            new EuroSat(),
            new Isic(),
            new ChestX(),
            new ImageNet());

    private OfficialLayouts() {}

    /** The layout of this name. */
    public static Optional<OfficialLayout> named(String format) {
        return ALL.stream().filter(layout -> layout.id().equals(format)).findFirst();
    }

    /** The layout whose tell-tale files are in {@code folder}. */
    public static Optional<OfficialLayout> find(Path folder) {
        return ALL.stream()
                .filter(layout -> layout.recognisable() && place(layout, folder).isPresent())
                .findFirst();
    }

    /**
     * Reads {@code folder} in a layout.
     *
     * @throws CarryoverException NOT_A_DATASET naming what is missing or wrong
     */
    public static ImageDataset open(OfficialLayout layout, Path folder) {
        Path place = place(layout, folder)
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.NOT_A_DATASET,
                        "%s is not %s: it needs %s, in it or in its folder %s"
                                .formatted(
                                        ImageFolders.name(folder),
                                        layout.id(),
                                        String.join(", ", layout.signs()),
                                        String.join(
                                                " or ",
                                                layout.places().stream()
                                                        .filter(name -> !name.isEmpty())
                                                        .toList()))));
        return layout.read(place);
    }

    private static Optional<Path> place(OfficialLayout layout, Path folder) {
        return layout.places().stream()
                .map(folder::resolve)
                .filter(place -> Files.isDirectory(place) && layout.isIn(place))
                .findFirst();
    }
}
