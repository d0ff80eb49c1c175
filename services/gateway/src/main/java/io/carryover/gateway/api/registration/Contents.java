/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import static io.carryover.gateway.api.registration.Fields.invalid;

import io.carryover.contracts.api.BackboneRequest;
import io.carryover.contracts.api.DatasetRequest;
import io.carryover.contracts.vision.DatasetManifest.Attribution;
import io.carryover.contracts.vision.KnownDataset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks registration requests and fills in their defaults; pure. */
public final class Contents {
    /** The study's input size. */
    static final int DEFAULT_INPUT = 224;
    /** Side of the control {@code pixels}, fixed so that nobody picks a flattering one. */
    static final int PIXELS = 64;

    /** An index and its shards: more no checkpoint may have. */
    private static final int MAX_PARTS = 1_001;

    private static final List<Long> SEEDS = List.of(0L, 1L, 2L);
    private static final List<String> SPLITS = List.of("train", "val", "test");

    private Contents() {}

    /**
     * What a request asks for.
     *
     * @param fileName gives the name of an upload's file
     * @throws io.carryover.contracts.error.CarryoverException INVALID_REQUEST naming the field; as {@code fileName}
     */
    public static BackboneContent of(BackboneRequest request, UnaryOperator<String> fileName) {
        long sources = Stream.of(
                        request.path(), request.upload(), request.uploads(), request.control(), request.features())
                .filter(Objects::nonNull)
                .count();
        if (sources != 1) {
            throw invalid(
                    "give exactly one of path, upload, uploads, control, features; %d were given".formatted(sources));
        }
        if (request.features() != null) {
            return supplied(request, request.features());
        }
        if (request.control() != null) {
            return control(request, request.control());
        }
        Place place = request.uploads() == null ? place(request.path(), request.upload()) : together(request.uploads());
        String file =
                switch (place) {
                    case Place.OnDisk disk -> disk.path();
                    case Place.Uploaded uploaded -> fileName.apply(uploaded.upload());
                    case Place.UploadedTogether all ->
                        fileName.apply(all.uploads().getFirst());
                };
        return file.toLowerCase(Locale.ROOT).endsWith(".onnx") ? onnx(request, place) : checkpoint(request, place);
    }

    private static BackboneContent checkpoint(BackboneRequest request, Place place) {
        if (request.onnxInput() != null || request.onnxOutput() != null) {
            throw invalid("onnxInput, onnxOutput: for a file called .onnx");
        }
        Fields.Wanted wanted = Fields.wanted(request.architecture());
        return new BackboneContent.Checkpoint(
                place,
                layout(request.layout()),
                inputSize(request),
                Fields.normalisation(request.normalize()),
                wanted.architecture(),
                Fields.padding(request.padding()),
                wanted.family(),
                attribution(request));
    }

    private static BackboneContent onnx(BackboneRequest request, Place place) {
        boolean asked = !layout(request.layout()).equals("auto")
                || !Fields.wanted(request.architecture()).equals(Fields.Wanted.ANY)
                || Fields.padding(request.padding()).isPresent();
        if (asked) {
            throw invalid("layout, architecture, padding: an .onnx file has its own");
        }
        return new BackboneContent.Onnx(
                place,
                valueName("onnxInput", request.onnxInput()),
                valueName("onnxOutput", request.onnxOutput()),
                inputSize(request),
                Fields.normalisation(request.normalize()),
                attribution(request));
    }

    private static Optional<Attribution> attribution(BackboneRequest request) {
        return Optional.of(attribution(request.attribution())).filter(said -> !said.unknown());
    }

    private static Optional<String> valueName(String field, @Nullable String name) {
        if (name != null && name.isBlank()) {
            throw invalid(field + ": the name of a value, or left out for the only one");
        }
        return Optional.ofNullable(name).map(text -> Fields.line(field, text));
    }

    private static Place together(List<String> uploads) {
        if (uploads.isEmpty() || uploads.size() > MAX_PARTS) {
            throw invalid("uploads: 1 to %d ids of uploads, not %d".formatted(MAX_PARTS, uploads.size()));
        }
        uploads.forEach(upload -> place(null, upload));
        return new Place.UploadedTogether(uploads);
    }

    /** @throws io.carryover.contracts.error.CarryoverException INVALID_REQUEST naming the field */
    public static DatasetContent of(DatasetRequest request) {
        if ((request.path() == null) == (request.upload() == null)) {
            throw invalid("give exactly one of path, upload");
        }
        return new DatasetContent(
                place(request.path(), request.upload()),
                Fields.oneOf("format", request.format(), KnownDataset.formats()),
                Fields.oneOf("role", request.role(), List.of("target", "source")),
                Fields.line("note", request.note()),
                attribution(request.attribution()),
                Boolean.TRUE.equals(request.skipBroken()));
    }

    private static BackboneContent control(BackboneRequest request, String control) {
        if (attribution(request).isPresent()) {
            throw invalid("attribution: a control is nobody's work");
        }
        return switch (control) {
            case "random" ->
                new BackboneContent.Random(
                        Fields.architecture(
                                request.architecture() == null
                                                || request.architecture().equals("auto")
                                        ? "resnet50w64"
                                        : request.architecture()),
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
        return new BackboneContent.Supplied(
                splits, Fields.name(Fields.required("dataset", request.dataset())), recipe, attribution(request));
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
