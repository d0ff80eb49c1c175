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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tensors of a checkpoint laid against a network: which fit, which are known company, which are missing, and which
 * have no place.
 */
final class LayoutMatch {
    private static final Pattern BLOCK = Pattern.compile("layer([1-4])\\.([0-9]{1,3})\\..*");

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
        Map<String, StoredTensor> tensors = raw.group(layout.group());
        StoredTensor stem = tensors.get(layout.prefix() + "conv1.weight");
        long width = stem == null ? 0 : stem.shape().getFirst();
        if (width < 1 || width > ResNet.MAX_WIDTH) {
            throw source.refusal(
                    ErrorCode.ARCHITECTURE_MISMATCH,
                    "does not fit: ",
                    "its conv1.weight has %d channels".formatted(width));
        }
        Optional<ResNet.Family> detected = detect(tensors, layout.prefix());
        ResNet network = new ResNet(detected.orElse(options.architecture()), (int) width);
        LayoutMatch match = new LayoutMatch(layout, network, detected);
        match.sort(raw);
        return match;
    }

    private static Layout chooseLayout(ByteSource source, RawCheckpoint raw, LoadOptions options) {
        if (options.layout().isPresent()) {
            Layout asked = options.layout().get();
            if (!asked.fits(raw)) {
                throw source.refusal(
                        ErrorCode.UNKNOWN_LAYOUT,
                        "does not have layout " + asked.id() + ": ",
                        "no tensor %sconv1.weight of 3 input channels in %s"
                                .formatted(asked.prefix(), asked.group().isEmpty() ? "its top level" : asked.group()));
            }
            return asked;
        }
        return Layout.ALL.stream()
                .filter(l -> l.fits(raw))
                .findFirst()
                .orElseThrow(() -> source.refusal(
                        ErrorCode.UNKNOWN_LAYOUT,
                        "has no known layout: ",
                        "no stem conv1.weight of a residual network was found; its top level holds "
                                + Printable.list(raw.topLevel())));
    }

    private static Optional<ResNet.Family> detect(Map<String, StoredTensor> tensors, String prefix) {
        int[] counts = new int[4];
        Block block = Block.BASIC;
        for (String name : tensors.keySet()) {
            if (!name.startsWith(prefix)) {
                continue;
            }
            Matcher m = BLOCK.matcher(name.substring(prefix.length()));
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

    private void sort(RawCheckpoint raw) {
        Map<String, List<Long>> expected = network.tensors();
        raw.groups()
                .forEach((group, tensors) -> tensors.forEach((name, tensor) -> {
                    if (Ignorable.counter(name)) {
                        return;
                    }
                    if (!group.equals(layout.group())) {
                        ignored.add(group.isEmpty() ? name : group + "." + name);
                        return;
                    }
                    List<Long> shape = name.startsWith(layout.prefix())
                            ? expected.get(name.substring(layout.prefix().length()))
                            : null;
                    if (shape == null) {
                        (Ignorable.known(name) ? ignored : unexpected).add(name);
                    } else if (shape.equals(tensor.shape())) {
                        matched.put(name.substring(layout.prefix().length()), tensor);
                    } else {
                        unexpected.add("%s of shape %s instead of %s".formatted(name, tensor.shape(), shape));
                    }
                }));
        for (String name : expected.keySet()) {
            if (!raw.group(layout.group()).containsKey(layout.prefix() + name)) {
                missing.add(name);
            }
        }
    }

    /** What a load that accepts only {@code wanted} must be refused for. */
    Optional<Inspection.Problem> problem(ResNet.Family wanted) {
        if (detected.isPresent() && detected.get() != wanted) {
            return mismatch("it is a %s of width %d, expected %s"
                    .formatted(detected.get().id(), network.width(), wanted.id()));
        }
        if (!unexpected.isEmpty()) {
            String lacks = missing.isEmpty() ? "" : "; it lacks " + count(missing);
            return mismatch("%s has no place for %s%s".formatted(wanted.id(), count(unexpected), lacks));
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
