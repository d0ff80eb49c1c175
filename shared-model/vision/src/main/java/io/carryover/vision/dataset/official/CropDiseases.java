/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.ImageFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CropDiseases of CD-FSL (Kaggle's plant-disease): {@code dataset/train/<crop>___<disease>/<file>}; nothing else is read. */
final class CropDiseases implements OfficialLayout {
    @Override
    public KnownDataset dataset() {
        return KnownDataset.CROPDISEASES;
    }

    @Override
    public List<String> places() {
        return List.of("", "dataset", "CropDiseases/dataset", "plant-disease/dataset");
    }

    @Override
    public List<String> signs() {
        return List.of("train");
    }

    @Override
    public boolean isIn(Path place) {
        Path train = place.resolve("train");
        return Files.isDirectory(train)
                && ImageFolders.classFolders(train).stream()
                        .anyMatch(folder -> ImageFolders.name(folder).contains("___"));
    }

    @Override
    public ImageDataset read(Path place) {
        return ClassFolders.single(dataset(), place, "train");
    }
}
