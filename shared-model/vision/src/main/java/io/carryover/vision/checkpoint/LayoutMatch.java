/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.error.ErrorCode;
import io.carryover.vision.arch.Block;
import io.carryover.vision.arch.ResNet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of a checkpoint laid against a network: which fit, which are known company, which are missing, and which
 * have no place.
 */
final class LayoutMatch {
    private static final Pattern BLOCK = Pattern.compile("layer([1-4])\\.([0-9]{1,3})\\..*");
    private static final String STEM = "conv1.weight";

    private final Layout layout;
    private final ResNet network;
    private final Optional<ResNet.Family> detected;
    private final Map<String, StoredTensor> matched = new LinkedHashMap<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();
    private final List<String> unexpected = new ArrayList<>();

    private LayoutMatch(Layout layout, ResNet network, Optional<ResNet.Family> detected) {
        this.layout = layout;
        this.network = network;
        this.detected = detected;
    }

    static LayoutMatch of(ByteSource source, RawCheckpoint raw, LoadOptions options) {
        Layout layout = chooseLayout(source, raw, options);
        layout.unsupported(raw).ifPresent(why -> {
            throw source.unsupported(why);
        });
        Translation translation = layout.translate(raw);
        Map<String, Translation.Item> named = named(source, translation);
        Translation.Item stem = named.get(STEM);
        long width = stem == null || stem.tensor().shape().isEmpty()
                ? 0
                : stem.tensor().shape().getFirst();
        if (width < 1 || width > ResNet.MAX_WIDTH) {
            throw source.refusal(
                    ErrorCode.ARCHITECTURE_MISMATCH,
                    "does not fit: ",
                    "its conv1.weight has %d channels".formatted(width));
        }
        Optional<ResNet.Family> detected = detect(named.keySet());
        ResNet network = new ResNet(detected.or(options::architecture).orElse(ResNet.Family.RESNET50), (int) width);
        LayoutMatch match = new LayoutMatch(layout, network, detected);
        match.sort(translation, named);
        return match;
    }

    private static Layout chooseLayout(ByteSource source, RawCheckpoint raw, LoadOptions options) {
        if (options.layout().isPresent()) {
            Layout asked = options.layout().get();
            if (!asked.fits(raw)) {
                throw source.refusal(
                        ErrorCode.UNKNOWN_LAYOUT,
                        "does not have layout " + asked.id() + ": ",
                        "no " + asked.evidence().replaceFirst("^an? ", ""));
            }
            return asked;
        }
        return Layouts.ALL.stream()
                .filter(l -> l.fits(raw))
                .findFirst()
                .orElseThrow(() -> source.refusal(
                        ErrorCode.UNKNOWN_LAYOUT,
                        "has no known layout: ",
                        "no stem conv1.weight of a residual network was found; its top level holds "
                                + Printable.list(raw.topLevel())));
    }

    private static Map<String, Translation.Item> named(ByteSource source, Translation translation) {
        Map<String, Translation.Item> named = new LinkedHashMap<>();
        for (Translation.Item item : translation.items()) {
            item.target().ifPresent(target -> {
                Translation.Item other = named.putIfAbsent(target, item);
                if (other != null) {
                    throw source.refusal(
                            ErrorCode.ARCHITECTURE_MISMATCH,
                            "holds a tensor twice: ",
                            "%s and %s could both be %s"
                                    .formatted(
                                            Printable.of(other.shown()),
                                            Printable.of(item.shown()),
                                            Printable.of(target)));
                }
            });
        }
        return named;
    }

    private static Optional<ResNet.Family> detect(Set<String> names) {
        int[] counts = new int[4];
        Block block = Block.BASIC;
        for (String name : names) {
            Matcher m = BLOCK.matcher(name);
            if (m.matches()) {
                int stage = Integer.parseInt(m.group(1)) - 1;
                counts[stage] = Math.max(counts[stage], Integer.parseInt(m.group(2)) + 1);
                if (name.endsWith(".conv3.weight")) {
                    block = Block.BOTTLENECK;
                }
            }
        }
        List<Integer> found = List.of(counts[0], counts[1], counts[2], counts[3]);
        for (ResNet.Family family : ResNet.Family.values()) {
            if (family.block() == block && family.counts().equals(found)) {
                return Optional.of(family);
            }
        }
        return Optional.empty();
    }

    private void sort(Translation translation, Map<String, Translation.Item> named) {
        Map<String, List<Long>> expected = network.tensors();
        for (Translation.Item item : translation.items()) {
            if (Ignorable.counter(item.shown())) {
                continue;
            }
            String target = item.target().orElse("");
            List<Long> shape = expected.get(target);
            if (shape == null) {
                (item.company() ? ignored : unexpected).add(item.shown());
            } else if (shape.equals(item.tensor().shape())) {
                matched.put(target, item.tensor());
            } else {
                unexpected.add("%s of shape %s instead of %s"
                        .formatted(item.shown(), item.tensor().shape(), shape));
            }
        }
        for (String name : expected.keySet()) {
            if (!named.containsKey(name)) {
                missing.add(name);
            }
        }
    }

    /** What a load with these options must be refused for, as far as names and shapes tell. */
    Optional<Inspection.Problem> problem(LoadOptions options) {
        String wanted = options.architecture().orElse(network.family()).id();
        if (detected.isPresent() && !detected.get().id().equals(wanted)) {
            return mismatch("it is a %s of width %d, expected %s"
                    .formatted(detected.get().id(), network.width(), wanted));
        }
        if (options.width().isPresent() && options.width().getAsInt() != network.width()) {
            return mismatch("it has width %d, expected %sw%d"
                    .formatted(network.width(), wanted, options.width().getAsInt()));
        }
        if (!unexpected.isEmpty()) {
            String lacks = missing.isEmpty() ? "" : "; it lacks " + count(missing);
            return mismatch("%s has no place for %s%s".formatted(wanted, count(unexpected), lacks));
        }
        if (!missing.isEmpty()) {
            return Optional.of(new Inspection.Problem(ErrorCode.MISSING_TENSORS, "it lacks " + count(missing)));
        }
        return Optional.empty();
    }

    private static String count(List<String> names) {
        return names.size() + (names.size() == 1 ? " tensor: " : " tensors: ") + Printable.list(names);
    }

    private static Optional<Inspection.Problem> mismatch(String message) {
        return Optional.of(new Inspection.Problem(ErrorCode.ARCHITECTURE_MISMATCH, message));
    }

    Layout layout() {
        return layout;
    }

    ResNet network() {
        return network;
    }

    Map<String, StoredTensor> matched() {
        return matched;
    }

    List<String> ignored() {
        return shown(ignored);
    }

    List<String> missing() {
        return missing;
    }

    List<String> unexpected() {
        return shown(unexpected);
    }

    private static List<String> shown(List<String> names) {
        return names.stream().map(Printable::of).toList();
    }
}
