/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import static io.carryover.gateway.api.registration.Fields.invalid;

import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.DatasetRequest;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks registration requests and fills in their defaults; pure. */
public final class Contents {
    /** The study's input size. */
    static final int DEFAULT_INPUT = 224;
    /** Side of the control {@code pixels}, fixed so that nobody picks a flattering one. */
    static final int PIXELS = 64;

    private static final List<Long> SEEDS = List.of(0L, 1L, 2L);
    private static final List<String> SPLITS = List.of("train", "val", "test");

    private Contents() {}

    /** @throws io.carryover.contracts.error.CarryoverException INVALID_REQUEST naming the field */
    public static BackboneContent of(BackboneRequest request) {
        long sources = Stream.of(request.path(), request.upload(), request.control(), request.features())
                .filter(Objects::nonNull)
                .count();
        if (sources != 1) {
            throw invalid("give exactly one of path, upload, control, features; %d were given".formatted(sources));
        }
        if (request.features() != null) {
            return supplied(request, request.features());
        }
        if (request.control() != null) {
            return control(request, request.control());
        }
        return new BackboneContent.Checkpoint(
                place(request.path(), request.upload()),
                layout(request.layout()),
                inputSize(request),
                Fields.normalisation(request.normalize()),
                Optional.ofNullable(request.architecture()).map(Fields::architecture));
    }

    /** @throws io.carryover.contracts.error.CarryoverException INVALID_REQUEST naming the field */
    public static DatasetContent of(DatasetRequest request) {
        if ((request.path() == null) == (request.upload() == null)) {
            throw invalid("give exactly one of path, upload");
        }
        return new DatasetContent(
                place(request.path(), request.upload()),
                Fields.oneOf(
                        "format", request.format(), List.of("auto", "idx", "cifar", "csv", "webdataset", "folder")),
                Fields.oneOf("role", request.role(), List.of("target", "source")),
                Fields.line("note", request.note()),
                attribution(request.attribution()),
                Boolean.TRUE.equals(request.skipBroken()));
    }

    private static BackboneContent control(BackboneRequest request, String control) {
        return switch (control) {
            case "random" ->
                new BackboneContent.Random(
                        Fields.architecture(request.architecture() == null ? "resnet50w64" : request.architecture()),
                        request.seed() == null ? SEEDS : List.of(request.seed()),
                        inputSize(request),
                        Fields.normalisation(request.normalize()));
            case "pixels" -> new BackboneContent.Pixels(PIXELS);
            default -> throw invalid("control: random or pixels, not '%s'".formatted(control));
        };
    }

    private static BackboneContent supplied(BackboneRequest request, Map<String, String> features) {
        SortedMap<String, Place> splits = new TreeMap<>();
        features.forEach((split, value) -> splits.put(
                Fields.oneOf("features", split, SPLITS),
                Fields.place("features." + split, Fields.required("features." + split, value))));
        if (splits.isEmpty()) {
            throw invalid("features: at least one split of " + SPLITS);
        }
        String recipe = Fields.line("recipe", Fields.required("recipe", request.recipe()));
        if (recipe.isBlank()) {
            throw invalid("recipe: say how the features were made, for those who read the numbers");
        }
        return new BackboneContent.Supplied(splits, Fields.name(Fields.required("dataset", request.dataset())), recipe);
    }

    private static Place place(@Nullable String path, @Nullable String upload) {
        if (path != null) {
            Place place = Fields.place("path", path);
            if (place instanceof Place.OnDisk) {
                return place;
            }
            throw invalid("path: an absolute path; the id of an upload goes into the field upload");
        }
        Place place = Fields.place("upload", Fields.required("upload", upload));
        if (place instanceof Place.Uploaded) {
            return place;
        }
        throw invalid("upload: the id that POST /v1/uploads gave, not '%s'".formatted(upload));
    }

    private static String layout(@Nullable String layout) {
        String name = layout == null ? "auto" : layout;
        if (!name.matches("[a-z0-9-]{1,40}")) {
            throw invalid("layout: auto or the name of a layout, not '%s'".formatted(name));
        }
        return name;
    }

    private static int inputSize(BackboneRequest request) {
        return Fields.within("inputSize", request.inputSize(), DEFAULT_INPUT, 8, 1024);
    }

    private static Attribution attribution(@Nullable Attribution given) {
        if (given == null) {
            return Attribution.UNKNOWN;
        }
        return new Attribution(
                stated("attribution.licence", given.licence()),
                stated("attribution.source", given.source()),
                stated("attribution.citation", given.citation()),
                given.redistributable());
    }

    private static String stated(String field, @Nullable String value) {
        String line = Fields.line(field, value);
        return line.isEmpty() ? "not stated" : line;
    }
}
