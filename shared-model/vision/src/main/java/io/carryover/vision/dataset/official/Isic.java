/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Path;
import java.util.List;

/**
 * ISIC 2018 task 3: {@code ISIC2018_Task3_Training_Input/<id>.jpg}, and a CSV file of ground truth with an id and one of seven
 * columns set; columns are the classes.
 */
final class Isic implements OfficialLayout {
    private static final String IMAGES = "ISIC2018_Task3_Training_Input";
    private static final String TRUTH = "ISIC2018_Task3_Training_GroundTruth/ISIC2018_Task3_Training_GroundTruth.csv";

    @Override
    public KnownDataset dataset() {
        return KnownDataset.ISIC;
    }

    @Override
    public List<String> places() {
        return List.of("", "ISIC", "isic");
    }

    @Override
    public List<String> signs() {
        return List.of(IMAGES, TRUTH);
    }

    @Override
    public ImageDataset read(Path place) {
        TextFile table = TextFile.read(place.resolve(TRUTH));
        if (table.lines().isEmpty()) {
            throw table.bad(new TextFile.Line(1, ""), "it is empty");
        }
        List<String> header = List.of(table.lines().getFirst().text().split(",", -1));
        List<String> classes = header.subList(1, header.size());
        var listing = new Listing(place);
        for (TextFile.Line line : table.lines().subList(1, table.lines().size())) {
            List<String> cells = List.of(line.text().split(",", -1));
            if (cells.size() != header.size()) {
                throw table.bad(line, "%d cells, not %d as in the first line".formatted(cells.size(), header.size()));
            }
            listing.add("train", "%s/%s.jpg".formatted(IMAGES, cells.getFirst()), hot(table, line, cells));
        }
        return StudySplits.withVal(dataset(), classes, listing.sources(classes));
    }

    private static int hot(TextFile table, TextFile.Line line, List<String> cells) {
        int hot = -1;
        for (int c = 1; c < cells.size(); c++) {
            String cell = cells.get(c).strip();
            if (!cell.matches("[01](\\.0*)?") || (cell.startsWith("1") && hot >= 0)) {
                throw table.bad(line, "exactly one column must be 1, the others 0");
            }
            hot = cell.startsWith("1") ? c - 1 : hot;
        }
        if (hot < 0) {
            throw table.bad(line, "no column is 1");
        }
        return hot;
    }
}
