/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset;

import io.carryover.vision.image.Raster;
import java.util.List;

/** The images of several splits of one dataset, one split after another. */
public record JoinedSource(List<ImageSource> splits) implements ImageSource {
    public JoinedSource {
        splits = List.copyOf(splits);
        if (splits.isEmpty()) {
            throw new IllegalArgumentException("no split");
        }
    }

    private record Place(ImageSource split, int index) {}

    private Place place(int index) {
        int rest = index;
        for (ImageSource split : splits) {
            if (rest < split.size()) {
                return new Place(split, rest);
            }
            rest -= split.size();
        }
        throw new IndexOutOfBoundsException(index);
    }

    @Override
    public int size() {
        return splits.stream().mapToInt(ImageSource::size).sum();
    }

    @Override
    public List<String> classes() {
        return splits.getFirst().classes();
    }

    @Override
    public int label(int index) {
        Place place = place(index);
        return place.split().label(place.index());
    }

    @Override
    public String id(int index) {
        Place place = place(index);
        return place.split().id(place.index());
    }

    @Override
    public Raster decode(int index) {
        Place place = place(index);
        return place.split().decode(place.index());
    }
}
