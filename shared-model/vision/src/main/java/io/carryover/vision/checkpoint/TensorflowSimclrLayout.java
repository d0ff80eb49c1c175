/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import io.carryover.contracts.vision.Normalisation;
import io.carryover.vision.arch.Node;
import io.carryover.vision.arch.Node.BatchNorm;
import io.carryover.vision.arch.ResNet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SimCLR v1 and v2 as google-research/simclr released them. TensorFlow numbers the layers in the order in which the
 * network's code makes them, and that code makes a block's projection before its main path ({@code resnet.py},
 * {@code bottleneck_block}). Kernels are [height, width, in, out].
 */
record TensorflowSimclrLayout() implements Layout {
    private static final String PROJECTION = "downsample.";
    private static final String SCOPE = "base_model/";
    private static final Pattern CONV = Pattern.compile(SCOPE + "conv2d(?:_(\\d{1,4}))?/kernel");
    private static final Pattern BN =
            Pattern.compile(SCOPE + "batch_normalization(?:_(\\d{1,4}))?/(gamma|beta|moving_mean|moving_variance)");
    private static final Pattern SLOT =
            Pattern.compile(".*/(Momentum|Adam(_\\d+)?|ExponentialMovingAverage|RMSProp(_\\d+)?)");
    private static final Predicate<String> OUTSIDE = Pattern.compile(
                    "(head_|ema_model/|global_step|save_counter|beta[12]_power|learning_rate|_CHECKPOINTABLE).*")
            .asMatchPredicate();
    private static final Map<String, String> FIELDS =
            Map.of("gamma", "weight", "beta", "bias", "moving_mean", "running_mean", "moving_variance", "running_var");
    private static final List<ResNet.Family> FAMILIES =
            List.of(ResNet.Family.RESNET50, ResNet.Family.RESNET101, ResNet.Family.RESNET152);

    @Override
    public String id() {
        return "simclr-tensorflow";
    }

    @Override
    public String evidence() {
        return "a variable %sconv2d/kernel".formatted(SCOPE);
    }

    @Override
    public boolean fits(RawCheckpoint raw) {
        return raw.container() == Container.TENSORFLOW && raw.group("").containsKey(SCOPE + "conv2d/kernel");
    }

    @Override
    public Optional<String> unsupported(RawCheckpoint raw) {
        int convolutions = places(raw, CONV).size();
        return family(convolutions).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "its %s holds %d convolutions; 53, 104 and 155 are ResNet-50, -101 and -152 (networks with"
                                        .formatted(SCOPE, convolutions)
                                + " selective kernels, sk1, have more and are not known here)");
    }

    @Override
    public Translation translate(RawCheckpoint raw) {
        SortedMap<Integer, Integer> convolutions = places(raw, CONV);
        SortedMap<Integer, Integer> normalisations = places(raw, BN);
        List<BatchNorm> layers = family(convolutions.size())
                .map(TensorflowSimclrLayout::inOrderOfMaking)
                .orElse(List.of());
        Translation translation = new Translation();
        raw.group("").forEach((name, tensor) -> {
            Matcher conv = CONV.matcher(name);
            Matcher bn = BN.matcher(name);
            Optional<BatchNorm> layer = conv.matches()
                    ? layer(layers, convolutions, conv)
                    : bn.matches() ? layer(layers, normalisations, bn) : Optional.empty();
            if (layer.isPresent() && conv.matches()) {
                translation.named(name, layer.get().input() + ".weight", tensor.outFirst());
            } else if (layer.isPresent()) {
                translation.named(name, layer.get().name() + "." + FIELDS.get(bn.group(2)), tensor);
            } else if (SLOT.matcher(name).matches() || OUTSIDE.test(name)) {
                translation.company(name, tensor);
            } else {
                translation.leftOver(name, tensor);
            }
        });
        translation.companyOutside(raw, "");
        return translation;
    }

    private static Optional<BatchNorm> layer(List<BatchNorm> layers, Map<Integer, Integer> places, Matcher name) {
        int place = places.getOrDefault(index(name), Integer.MAX_VALUE);
        return place < layers.size() ? Optional.of(layers.get(place)) : Optional.empty();
    }

    private static Optional<ResNet.Family> family(int convolutions) {
        return FAMILIES.stream()
                .filter(f -> inOrderOfMaking(f).size() == convolutions)
                .findFirst();
    }

    /** Normalisations, each behind its convolution, in the order in which TensorFlow's code makes them: projections first. */
    private static List<BatchNorm> inOrderOfMaking(ResNet.Family family) {
        Map<String, List<BatchNorm>> byBlock = new LinkedHashMap<>();
        for (Node node : new ResNet(family, 1).graph().nodes()) {
            if (node instanceof BatchNorm norm) {
                boolean projection = norm.name().contains(PROJECTION);
                String block = projection
                        ? norm.name().substring(0, norm.name().indexOf(PROJECTION))
                        : norm.name().substring(0, norm.name().lastIndexOf('.') + 1);
                List<BatchNorm> layers = byBlock.computeIfAbsent(block, b -> new ArrayList<>());
                layers.add(projection ? 0 : layers.size(), norm);
            }
        }
        return byBlock.values().stream().flatMap(List::stream).toList();
    }

    /** Place of each number among the numbers that the file uses for one kind of layer. */
    private static SortedMap<Integer, Integer> places(RawCheckpoint raw, Pattern kind) {
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String name : raw.group("").keySet()) {
            Matcher matcher = kind.matcher(name);
            if (matcher.matches()) {
                numbers.add(index(matcher));
            }
        }
        Map<Integer, Integer> places = new HashMap<>();
        numbers.forEach(number -> places.put(number, places.size()));
        return new TreeMap<>(places);
    }

    private static int index(Matcher matcher) {
        return matcher.group(1) == null ? 0 : Integer.parseInt(matcher.group(1));
    }

    @Override
    public Advice advice() {
        return new Advice(Normalisation.NONE, "SimCLR was trained on pixels in [0,1] without normalisation");
    }
}
