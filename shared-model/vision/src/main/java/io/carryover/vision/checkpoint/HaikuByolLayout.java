/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static io.carryover.vision.checkpoint.Renames.number;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * BYOL as deepmind-research released it: Haiku's nested dictionaries of the online network, parameters apart from the
 * averages of its batch normalisation. Modules are found by name; steps {@code ~} of Haiku's paths say nothing. Kernels
 * are [height, width, in, out], vectors [1,1,1,C]. Source: {@code byol/utils/networks.py} and {@code byol_experiment.py}.
 */
record HaikuByolLayout() implements Layout {
    private static final String STEM = "initial_conv/w";
    private static final String BLOCK = "(?:.*/)?block_group_([0-3])/block_(\\d{1,3})/";
    private static final String FIELD = "(scale|offset|mean_ema/average|var_ema/average)";
    private static final List<List<String>> GROUPS =
            List.of(List.of("online_params", "online_state"), List.of("params", "state"));
    private static final Renames NAMES = new Renames()
            .rule("(?:.*/)?initial_conv/w", m -> "conv1.weight")
            .rule("(?:.*/)?initial_batchnorm/" + FIELD, m -> "bn1." + field(m.group(1)))
            .rule(BLOCK + "conv_([0-2])/w", m -> "layer%d.%d.conv%d.weight"
                    .formatted(number(m, 1, 1), number(m, 2, 0), number(m, 3, 1)))
            .rule(BLOCK + "batchnorm_([0-2])/" + FIELD, m -> "layer%d.%d.bn%d.%s"
                    .formatted(number(m, 1, 1), number(m, 2, 0), number(m, 3, 1), field(m.group(4))))
            .rule(BLOCK + "shortcut_conv/w", m -> "layer%d.%d.downsample.0.weight"
                    .formatted(number(m, 1, 1), number(m, 2, 0)))
            .rule(BLOCK + "shortcut_batchnorm/" + FIELD, m -> "layer%d.%d.downsample.1.%s"
                    .formatted(number(m, 1, 1), number(m, 2, 0), field(m.group(3))));

    private static String field(String haiku) {
        return switch (haiku) {
            case "scale" -> "weight";
            case "offset" -> "bias";
            case "mean_ema/average" -> "running_mean";
            default -> "running_var";
        };
    }

    @Override
    public String id() {
        return "byol-haiku";
    }

    @Override
    public String evidence() {
        return "an array .../initial_conv/w of 3 input channels in online_params or params";
    }

    @Override
    public boolean fits(RawCheckpoint raw) {
        return raw.container() == Container.HAIKU && groups(raw).isPresent();
    }

    private static Optional<List<String>> groups(RawCheckpoint raw) {
        return GROUPS.stream()
                .filter(g -> raw.group(g.getFirst()).keySet().stream()
                        .anyMatch(
                                name -> plain(name).equals(STEM) || plain(name).endsWith("/" + STEM)))
                .findFirst();
    }

    @Override
    public Translation translate(RawCheckpoint raw) {
        List<String> own = groups(raw).orElse(List.of());
        Translation translation = new Translation();
        raw.groups()
                .forEach((group, tensors) -> tensors.forEach((name, tensor) -> {
                    String shown = group.isEmpty() ? name : group + "." + name;
                    Optional<String> target = own.contains(group) ? NAMES.of(plain(name)) : Optional.empty();
                    if (target.isPresent()) {
                        translation.named(
                                shown, target.get(), name.endsWith("/w") ? tensor.outFirst() : tensor.asVector());
                    } else if (!own.contains(group) || outside(plain(name))) {
                        translation.company(shown, tensor);
                    } else {
                        translation.leftOver(shown, tensor);
                    }
                }));
        return translation;
    }

    /** Heads are modules of their own; an average's accumulator and counter are not the average. */
    private static boolean outside(String name) {
        return name.matches(".*(projector|predictor|classifier|logits|linear).*")
                || name.matches(".*_ema/(hidden|counter)");
    }

    private static String plain(String name) {
        return Arrays.stream(name.split("/", -1))
                .filter(part -> !part.equals("~"))
                .collect(Collectors.joining("/"));
    }
}
