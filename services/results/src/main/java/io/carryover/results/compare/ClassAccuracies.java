/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.id.Sha256;
import io.carryover.results.artifacts.ItemFiles;
import io.carryover.results.artifacts.Items;
import io.carryover.results.artifacts.Recent;
import io.carryover.results.board.Measured;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How well one result does on each class, from the images that it keeps. */
@ApplicationScoped
public class ClassAccuracies {
    private static final int KEPT = 64;

    private final ItemFiles files;
    private final Recent<Sha256, ByClass> done = new Recent<>(KEPT);

    @Inject
    ClassAccuracies(ItemFiles files) {
        this.files = files;
    }

    /**
     * A result by class.
     *
     * @param identity of its images: only results of equal identity stand side by side
     * @param classes that have an image, by index
     */
    public record ByClass(String identity, List<OneClass> classes) {}

    /** One class; {@code accuracy} in percent of {@code images}. */
    public record OneClass(int index, String name, long images, double accuracy) {}

    /** Nothing where no images of one class each are kept, or can't be read. */
    public Optional<ByClass> of(Measured measured) {
        Optional<ByClass> known = done.get(measured.id());
        if (known.isPresent()) {
            return known;
        }
        if (files.read(measured) instanceof ItemFiles.Read.Found found
                && found.items() instanceof Items.Classified images) {
            ByClass byClass = byClass(images);
            done.put(measured.id(), byClass);
            return Optional.of(byClass);
        }
        return Optional.empty();
    }

    private static ByClass byClass(Items.Classified images) {
        int[] labels = images.labels();
        ClassNames names = ClassNames.of(images.images(), labels);
        int count = 0;
        for (int label : labels) {
            count = Math.max(count, label + 1);
        }
        long[] all = new long[count];
        long[] right = new long[count];
        for (int i = 0; i < labels.length; i++) {
            all[labels[i]]++;
            right[labels[i]] += images.right(i) ? 1 : 0;
        }
        List<OneClass> classes = new ArrayList<>();
        for (int c = 0; c < count; c++) {
            if (all[c] > 0) {
                classes.add(new OneClass(c, names.of(c), all[c], 100.0 * right[c] / all[c]));
            }
        }
        return new ByClass(images.identity(), List.copyOf(classes));
    }
}
