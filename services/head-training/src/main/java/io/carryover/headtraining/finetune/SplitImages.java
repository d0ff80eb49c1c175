/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.headtraining.finetune;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.DatasetManifest;
import io.carryover.contracts.vision.DatasetManifest.Split;
import io.carryover.protocols.linear.Labels;
import io.carryover.vision.dataset.ImageSource;
import io.carryover.vision.dataset.JoinedSource;
import io.carryover.vision.dataset.PackedSplit;
import io.carryover.worker.JobContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The images of one or more splits of a dataset with their labels, opened. */
final class SplitImages implements AutoCloseable {
    private final List<PackedSplit> splits;
    private final int classes;

    private SplitImages(List<PackedSplit> splits, int classes) {
        this.splits = splits;
        this.classes = classes;
    }

    /** @throws CarryoverException NOT_A_DATASET for a split that the dataset lacks, INPUT_LOST where bytes are missing */
    static SplitImages open(DatasetManifest manifest, List<String> names, JobContext context) throws IOException {
        List<PackedSplit> opened = new ArrayList<>();
        var images = new SplitImages(opened, manifest.classes().size());
        try {
            for (String name : names) {
                Split split = manifest.splits().get(name);
                if (split == null) {
                    throw new CarryoverException(ErrorCode.NOT_A_DATASET, "the dataset has no split " + name);
                }
                opened.add(PackedSplit.open(split, manifest.classes(), context::fetch));
            }
            return images;
        } catch (IOException | RuntimeException e) {
            images.close();
            throw e;
        }
    }

    /** All images, one split after another. */
    ImageSource images() {
        return new JoinedSource(splits.stream().map(PackedSplit::images).toList());
    }

    /** Their labels, in the same order. */
    Labels labels() {
        return splits.stream()
                .map(split -> split.labels().labels())
                .reduce(Labels::join)
                .orElseThrow();
    }

    /** What names them, in the same order. */
    List<String> ids() {
        return splits.stream()
                .flatMap(split -> IntStream.range(0, split.images().size()).mapToObj(split::id))
                .toList();
    }

    /** K. */
    int classes() {
        return classes;
    }

    @Override
    public void close() {
        splits.forEach(PackedSplit::close);
    }
}
