/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.FolderSource;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * NIH ChestX-ray as CD-FSL takes it: {@code Data_Entry_2017.csv} with the image in its first column and findings, joined by
 * {@code |}, in its second; images with exactly one of seven findings count. They lie in {@code images/}, or in the twelve
 * folders {@code images_001/images/} of the archives. The study first scales each to 256 x 256 pixels.
 */
final class ChestX implements OfficialLayout {
    private static final String TABLE = "Data_Entry_2017.csv";
    private static final List<String> FINDINGS =
            List.of("Atelectasis", "Cardiomegaly", "Effusion", "Infiltration", "Mass", "Nodule", "Pneumothorax");
    private static final int ARCHIVES = 12;

    @Override
    public KnownDataset dataset() {
        return KnownDataset.CHESTX;
    }

    @Override
    public List<String> places() {
        return List.of("", "ChestX", "chestX");
    }

    @Override
    public List<String> signs() {
        return List.of(TABLE);
    }

    @Override
    public ImageDataset read(Path place) {
        TextFile table = TextFile.read(place.resolve(TABLE));
        var listing = new Listing(place);
        for (TextFile.Line line : table.lines().stream().skip(1).toList()) {
            String[] cells = line.text().split(",", 3);
            if (cells.length < 2) {
                throw table.bad(line, "it needs an image and its findings");
            }
            int label = FINDINGS.indexOf(cells[1].strip());
            if (label >= 0) {
                listing.add("train", path(place, cells[0].strip()), label);
            }
        }
        var splits = new TreeMap<String, ScaledSource>();
        for (var split : listing.sources(FINDINGS).entrySet()) {
            FolderSource images = split.getValue();
            splits.put(split.getKey(), new ScaledSource(images, 256));
        }
        return StudySplits.withVal(dataset(), FINDINGS, splits);
    }

    private static String path(Path place, String image) {
        String plain = "images/" + image;
        if (!Files.isDirectory(place.resolve("images"))) {
            for (int a = 1; a <= ARCHIVES; a++) {
                String path = "images_%03d/images/%s".formatted(a, image);
                if (!image.contains("/") && Files.isRegularFile(place.resolve(path))) {
                    return path;
                }
            }
        }
        return plain;
    }
}
