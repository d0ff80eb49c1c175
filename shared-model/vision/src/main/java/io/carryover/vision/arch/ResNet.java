/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.vision.Architecture;
import io.carryover.contracts.vision.Padding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A residual network, without its classifier: 7×7 stem with stride 2, 3×3 max-pool with stride 2, four stages, global
 * average pool. Names, shapes and order are torchvision's ({@code torchvision/models/resnet.py}).
 *
 * @param family block kind and counts
 * @param width channels behind the stem; 64 in published networks
 * @param padding what lies around the input of layers with stride 2
 * @param dilated whether the last map has an eighth of the image's size instead of a thirty-second: stages 3 and 4 have
 *     stride 1, and dilation 2 and 4; a stage's first 3×3 uses half of it (the study's dense tasks, A.5)
 */
public record ResNet(Family family, int width, Padding padding, boolean dilated) implements Network {
    /** Wider than any published network (4×), and small enough that the pooled feature stays below 16 thousand. */
    public static final int MAX_WIDTH = 256;

    private static final int STAGES = 4;

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

    /** As torchvision builds it. */
    public ResNet(Family family, int width) {
        this(family, width, Padding.PLAIN, false);
    }

    /** @throws CarryoverException UNSUPPORTED_CHECKPOINT for a family or width that is not known here */
    public static ResNet of(Architecture architecture) {
        if (architecture.width() < 1 || architecture.width() > MAX_WIDTH) {
            throw new CarryoverException(
                    ErrorCode.UNSUPPORTED_CHECKPOINT, "architecture " + architecture.id() + " has an impossible width");
        }
        return Family.of(architecture.family())
                .map(family -> new ResNet(
                        family, architecture.width(), architecture.padding().orElse(Padding.PLAIN), false))
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.UNSUPPORTED_CHECKPOINT, "architecture " + architecture.id() + " is not known"));
    }

    @Override
    public Architecture architecture() {
        return new Architecture(family.id(), width).with(padding);
    }

    @Override
    public int dimension() {
        return width * 8 * family.block().expansion();
    }

    @Override
    public Graph graph() {
        List<Node> nodes = new ArrayList<>();
        Map<String, String> maps = new LinkedHashMap<>();
        String last = layer(nodes, "conv1", "bn1", Graph.INPUT, 3, width, window(7, 2, 1));
        last = add(nodes, new Node.Relu("relu", last));
        last = add(nodes, new Node.MaxPool("maxpool", last, window(3, 2, 1)));
        int channels = width;
        for (int stage = 0; stage < STAGES; stage++) {
            int planes = width << stage;
            int dilation = dilated && stage > 1 ? 1 << (stage - 1) : 1;
            for (int b = 0; b < family.counts().get(stage); b++) {
                String name = "layer" + (stage + 1) + "." + b;
                boolean first = b == 0 && stage > 0;
                Window spatial =
                        first ? window(3, dilation > 1 ? 1 : 2, Math.max(1, dilation / 2)) : window(3, 1, dilation);
                last = block(nodes, name, last, channels, planes, spatial, window(3, 1, dilation));
                channels = planes * family.block().expansion();
            }
            maps.put("layer" + (stage + 1), last);
        }
        return new Graph(nodes, add(nodes, new Node.GlobalMean("avgpool", last)), maps);
    }

    /** Adds a block's main path, its projection where it has one, their sum and a ReLU. */
    private String block(
            List<Node> nodes, String name, String input, int in, int planes, Window spatial, Window second) {
        int out = planes * family.block().expansion();
        String path =
                switch (family.block()) {
                    case BASIC -> {
                        String one = relu(nodes, name, 1, input, in, planes, spatial);
                        yield layer(nodes, name + ".conv2", name + ".bn2", one, planes, out, second);
                    }
                    case BOTTLENECK -> {
                        String one = relu(nodes, name, 1, input, in, planes, Window.point(1));
                        String two = relu(nodes, name, 2, one, planes, planes, spatial);
                        yield layer(nodes, name + ".conv3", name + ".bn3", two, planes, out, Window.point(1));
                    }
                };
        String shortcut = input;
        if (spatial.stride() != 1 || in != out) {
            Window point = Window.point(spatial.stride());
            shortcut = layer(nodes, name + ".downsample.0", name + ".downsample.1", input, in, out, point);
        }
        return add(nodes, new Node.Relu(name, add(nodes, new Node.Add(name + ".add", path, shortcut))));
    }

    private static String relu(
            List<Node> nodes, String block, int number, String input, int in, int out, Window window) {
        String normal = layer(nodes, block + ".conv" + number, block + ".bn" + number, input, in, out, window);
        return add(nodes, new Node.Relu(block + ".relu" + number, normal));
    }

    private static String layer(
            List<Node> nodes, String conv, String bn, String input, int in, int out, Window window) {
        return add(
                nodes,
                new Node.BatchNorm(bn, add(nodes, new Node.Convolution(conv, input, in, out, window, false)), out));
    }

    private static String add(List<Node> nodes, Node node) {
        nodes.add(node);
        return node.name();
    }

    private Window window(int kernel, int stride, int dilation) {
        Window.Edge edge =
                switch (padding) {
                    case PLAIN -> Window.Edge.CENTRED;
                    case SAME -> Window.Edge.SAME;
                };
        return new Window(kernel, stride, dilation, edge);
    }

    /** Number of trained parameters: convolution weights, scales and shifts. */
    public long parameters() {
        long count = 0;
        for (Node node : graph().nodes()) {
            if (node instanceof Node.Convolution c) {
                count += (long) c.out()
                        * c.in()
                        * c.window().kernel()
                        * c.window().kernel();
            } else if (node instanceof Node.BatchNorm b) {
                count += 2L * b.channels();
            }
        }
        return count;
    }
}
