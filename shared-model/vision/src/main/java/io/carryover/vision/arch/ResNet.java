/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.Architecture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A residual network as data, without its classifier: 7×7 stem with stride 2, 3×3 max-pool with stride 2, four stages,
 * global average pool. Names, shapes and order are torchvision's ({@code torchvision/models/resnet.py}).
 *
 * @param family block kind and counts
 * @param width channels behind the stem; 64 in published networks
 */
public record ResNet(Family family, int width) {
    /** Wider than any published network (4×), and small enough that the pooled feature stays below 16 thousand. */
    public static final int MAX_WIDTH = 256;

    /** The networks that differ by block kind and counts. */
    public enum Family {
        RESNET18(Block.BASIC, 2, 2, 2, 2),
        RESNET34(Block.BASIC, 3, 4, 6, 3),
        RESNET50(Block.BOTTLENECK, 3, 4, 6, 3),
        RESNET101(Block.BOTTLENECK, 3, 4, 23, 3),
        RESNET152(Block.BOTTLENECK, 3, 8, 36, 3);

        private final Block block;
        private final int first;
        private final int second;
        private final int third;
        private final int fourth;

        Family(Block block, int first, int second, int third, int fourth) {
            this.block = block;
            this.first = first;
            this.second = second;
            this.third = third;
            this.fourth = fourth;
        }

        /** Kind of its blocks. */
        public Block block() {
            return block;
        }

        /** Blocks of each of the four stages. */
        public List<Integer> counts() {
            return List.of(first, second, third, fourth);
        }

        /** The lower-case name, such as {@code resnet50}. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The family of this name. */
        public static Optional<Family> of(String id) {
            return Stream.of(values()).filter(f -> f.id().equals(id)).findFirst();
        }
    }

    /** @throws IllegalArgumentException unless {@code 1 <= width <= MAX_WIDTH} */
    public ResNet {
        if (width < 1 || width > MAX_WIDTH) {
            throw new IllegalArgumentException("width " + width);
        }
    }

    /** @throws CarryoverException UNSUPPORTED_CHECKPOINT for a family or width that is not known here */
    public static ResNet of(Architecture architecture) {
        if (architecture.width() < 1 || architecture.width() > MAX_WIDTH) {
            throw new CarryoverException(
                    ErrorCode.UNSUPPORTED_CHECKPOINT, "architecture " + architecture.id() + " has an impossible width");
        }
        return Family.of(architecture.family())
                .map(family -> new ResNet(family, architecture.width()))
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.UNSUPPORTED_CHECKPOINT, "architecture " + architecture.id() + " is not known"));
    }

    /** Family and width, as messages name them. */
    public Architecture architecture() {
        return new Architecture(family.id(), width);
    }

    /** Length of the pooled feature. */
    public int dimension() {
        return width * 8 * family.block().expansion();
    }

    /** The stem's layer. */
    public ConvBn stem() {
        return new ConvBn("conv1", "bn1", 3, width, 7, 2);
    }

    /** All residual blocks in order. */
    public List<ResidualBlock> blocks() {
        List<ResidualBlock> blocks = new ArrayList<>();
        int channels = width;
        for (int stage = 0; stage < 4; stage++) {
            int planes = width << stage;
            for (int b = 0; b < family.counts().get(stage); b++) {
                String name = "layer" + (stage + 1) + "." + b;
                blocks.add(block(name, channels, planes, stage > 0 && b == 0 ? 2 : 1));
                channels = planes * family.block().expansion();
            }
        }
        return blocks;
    }

    private ResidualBlock block(String name, int in, int planes, int stride) {
        int out = planes * family.block().expansion();
        List<ConvBn> path =
                switch (family.block()) {
                    case BASIC -> List.of(layer(name, 1, in, planes, 3, stride), layer(name, 2, planes, planes, 3, 1));
                    case BOTTLENECK ->
                        List.of(
                                layer(name, 1, in, planes, 1, 1),
                                layer(name, 2, planes, planes, 3, stride),
                                layer(name, 3, planes, out, 1, 1));
                };
        boolean project = stride != 1 || in != out;
        return new ResidualBlock(
                path,
                project
                        ? Optional.of(new ConvBn(name + ".downsample.0", name + ".downsample.1", in, out, 1, stride))
                        : Optional.empty());
    }

    private static ConvBn layer(String block, int number, int in, int out, int kernel, int stride) {
        return new ConvBn(block + ".conv" + number, block + ".bn" + number, in, out, kernel, stride);
    }

    /** All layers in torchvision's order: a block's projection comes behind its main path. */
    public List<ConvBn> layers() {
        List<ConvBn> layers = new ArrayList<>();
        layers.add(stem());
        for (ResidualBlock block : blocks()) {
            layers.addAll(block.path());
            block.downsample().ifPresent(layers::add);
        }
        return layers;
    }

    /** Shape of every tensor by name, in torchvision's order, without {@code num_batches_tracked}. */
    public Map<String, List<Long>> tensors() {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        for (ConvBn layer : layers()) {
            List<Long> channels = List.of((long) layer.out());
            tensors.put(layer.weight(), layer.weightShape());
            tensors.put(layer.gamma(), channels);
            tensors.put(layer.beta(), channels);
            tensors.put(layer.mean(), channels);
            tensors.put(layer.variance(), channels);
        }
        return tensors;
    }

    /** Number of trained parameters: convolution weights, scales and shifts. */
    public long parameters() {
        long count = 0;
        for (ConvBn layer : layers()) {
            count += (long) layer.out() * layer.in() * layer.kernel() * layer.kernel() + 2L * layer.out();
        }
        return count;
    }
}
