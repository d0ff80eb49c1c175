/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import java.nio.file.Path;
import java.util.List;

/** EuroSAT, RGB: {@code 2750/<class>/<file>.jpg}. */
final class EuroSat implements OfficialLayout {
    @Override
    public KnownDataset dataset() {
        return KnownDataset.EUROSAT;
    }

    @Override
    public List<String> places() {
        return List.of("", "EuroSAT");
    }

    @Override
    public List<String> signs() {
        return List.of("2750");
    }

    @Override
    public ImageDataset read(Path place) {
        return ClassFolders.single(dataset(), place, "2750");
    }
}
