/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.registration;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Normalisation;
import io.carryover.contracts.vision.Padding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks of single fields; each refusal is INVALID_REQUEST and names the field. */
public final class Fields {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern ARCHITECTURE = Pattern.compile("(resnet(?:18|34|50|101|152))(?:w([1-9]\\d{0,3}))?");
    private static final Pattern UPLOAD = Pattern.compile("up-[0-9a-f]{24}");
    private static final int MAX_TEXT = 500;
    private static final int TORCHVISION = 64;

    private Fields() {}

    /** Letters, digits, '.', '_', '-'; starts with a letter or digit; at most 63. */
    public static String name(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw invalid("name: 1 to 63 letters, digits, '.', '_', '-', starting with a letter or digit; not '%s'"
                    .formatted(name));
        }
        return name;
    }

    /** A value that must be there. */
    public static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw invalid(field + ": missing");
        }
        return value;
    }

    /** One of these, or the first where it is left out. */
    public static String oneOf(String field, @Nullable String value, List<String> allowed) {
        if (value == null) {
            return allowed.getFirst();
        }
        if (!allowed.contains(value)) {
            throw invalid("%s: one of %s, not '%s'".formatted(field, allowed, value));
        }
        return value;
    }

    /** A line of at most 500 characters; empty where it is left out. */
    public static String line(String field, @Nullable String value) {
        if (value == null) {
            return "";
        }
        if (value.length() > MAX_TEXT || value.chars().anyMatch(Character::isISOControl)) {
            throw invalid("%s: one line of at most %d characters".formatted(field, MAX_TEXT));
        }
        return value;
    }

    /** A whole number in a range, or {@code fallback} where it is left out. */
    public static int within(String field, @Nullable Integer value, int fallback, int min, int max) {
        int number = value == null ? fallback : value;
        if (number < min || number > max) {
            throw invalid("%s: %d to %d, not %d".formatted(field, min, max, number));
        }
        return number;
    }

    /** The architecture that a client insists on: with its width, or a family of any width; both empty for any. */
    public record Wanted(Optional<Architecture> architecture, Optional<String> family) {
        static final Wanted ANY = new Wanted(Optional.empty(), Optional.empty());
    }

    /** {@code auto} (where left out), {@code resnet50} or {@code resnet50w64}, as {@code carryover inspect} takes it. */
    public static Wanted wanted(@Nullable String text) {
        if (text == null || text.equals("auto")) {
            return Wanted.ANY;
        }
        Matcher form = architectureForm(text);
        return form.group(2) == null
                ? new Wanted(Optional.empty(), Optional.of(form.group(1)))
                : new Wanted(Optional.of(architecture(text)), Optional.empty());
    }

    /** {@code resnet50w8}; {@code resnet50} has torchvision's width. */
    public static Architecture architecture(String text) {
        Matcher form = architectureForm(text);
        String width = form.group(2);
        return new Architecture(form.group(1), width == null ? TORCHVISION : Integer.parseInt(width));
    }

    private static Matcher architectureForm(String text) {
        Matcher form = ARCHITECTURE.matcher(text);
        if (!form.matches()) {
            throw invalid(
                    "architecture: auto, resnet18, resnet34, resnet50, resnet101 or resnet152, each also with its base width (resnet50w64 is torchvision's); not '%s'"
                            .formatted(text));
        }
        return form;
    }

    /** {@code plain} (where left out: empty) or {@code same}. */
    public static Optional<Padding> padding(@Nullable String text) {
        String name = oneOf("padding", text, List.of(Padding.PLAIN.id(), Padding.SAME.id()));
        return name.equals(Padding.SAME.id()) ? Optional.of(Padding.SAME) : Optional.empty();
    }

    /** {@code imagenet} (where left out), {@code none}, {@code half}, {@code clip} or {@code m,m,m/s,s,s}. */
    public static Normalisation normalisation(@Nullable String text) {
        return switch (text == null ? "imagenet" : text) {
            case "imagenet" -> Normalisation.IMAGENET;
            case "none" -> Normalisation.NONE;
            case "half" -> new Normalisation("half", List.of(0.5, 0.5, 0.5), List.of(0.5, 0.5, 0.5));
            // CLIP's own preprocessing constants (openai/CLIP, clip/clip.py)
            case "clip" ->
                new Normalisation(
                        "clip",
                        List.of(0.48145466, 0.4578275, 0.40821073),
                        List.of(0.26862954, 0.26130258, 0.27577711));
            case String custom -> custom(custom);
        };
    }

    private static Normalisation custom(String text) {
        String[] halves = text.split("/", -1);
        try {
            if (halves.length == 2) {
                return new Normalisation(text, numbers(halves[0]), numbers(halves[1]));
            }
        } catch (IllegalArgumentException e) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, normalisationForms(text), e);
        }
        throw invalid(normalisationForms(text));
    }

    private static String normalisationForms(String text) {
        return "normalize: imagenet, none, half, clip, or three means and three positive deviations m,m,m/s,s,s; not '%s'"
                .formatted(text);
    }

    private static List<Double> numbers(String list) {
        List<Double> numbers =
                Arrays.stream(list.split(",", -1)).map(Double::valueOf).toList();
        if (numbers.stream().anyMatch(number -> !Double.isFinite(number))) {
            throw new IllegalArgumentException("not finite");
        }
        return numbers;
    }

    /** An upload's id or an absolute path. */
    public static Place place(String field, String value) {
        if (UPLOAD.matcher(value).matches()) {
            return new Place.Uploaded(value);
        }
        if (!value.startsWith("/") || value.indexOf('\0') >= 0 || value.length() > 4096) {
            throw invalid("%s: an absolute path or the id of an upload, not '%s'".formatted(field, value));
        }
        return new Place.OnDisk(value);
    }

    /** INVALID_REQUEST with this message. */
    public static CarryoverException invalid(String message) {
        return new CarryoverException(ErrorCode.INVALID_REQUEST, message);
    }
}
