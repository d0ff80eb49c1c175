/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.dataset.official;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.vision.KnownDataset;
import io.carryover.vision.dataset.ImageDataset;
import io.carryover.vision.dataset.StudySplits;
import java.nio.file.Path;
import java.util.List;

/**
 * Food-101: {@code images/<class>/<id>.jpg}, {@code meta/classes.txt} in order of label, and {@code meta/train.json} and
 * {@code test.json}, lists of {@code <class>/<id>} by class; the order of the lists is the order of the images.
 */
final class Food implements OfficialLayout {
    @Override
    public KnownDataset dataset() {
        return KnownDataset.FOOD;
    }

    @Override
    public List<String> places() {
        return List.of("", "food-101");
    }

    @Override
    public List<String> signs() {
        return List.of("images", "meta/classes.txt", "meta/train.json", "meta/test.json");
    }

    @Override
    public ImageDataset read(Path place) {
        Numbered classes = Numbered.asGiven(TextFile.read(place.resolve("meta/classes.txt")).lines().stream()
                .map(TextFile.Line::text)
                .distinct()
                .toList());
        var listing = new Listing(place);
        for (String split : List.of("train", "test")) {
            String file = "meta/%s.json".formatted(split);
            for (var entry : json(place.resolve(file), file).properties()) {
                int label = classes.of(entry.getKey());
                if (label < 0) {
                    throw bad(file, "class '%s' is not in classes.txt".formatted(Listing.printable(entry.getKey())));
                }
                for (JsonNode image : entry.getValue()) {
                    if (!image.isTextual()) {
                        throw bad(file, "class '%s' lists something else than text".formatted(entry.getKey()));
                    }
                    listing.add(split, "images/%s.jpg".formatted(image.asText()), label);
                }
            }
        }
        return StudySplits.withVal(dataset(), classes.names(), listing.sources(classes.names()));
    }

    private static JsonNode json(Path path, String file) {
        try {
            return Json.mapper().readTree(TextFile.text(path));
        } catch (JsonProcessingException _) {
            throw bad(file, "it is not JSON");
        }
    }

    private static CarryoverException bad(String file, String why) {
        return new CarryoverException(ErrorCode.NOT_A_DATASET, file + ": " + why);
    }
}
