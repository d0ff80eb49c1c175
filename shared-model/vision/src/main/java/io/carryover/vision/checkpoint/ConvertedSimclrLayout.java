/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import static io.carryover.vision.checkpoint.Renames.number;

import io.carryover.contracts.vision.Normalisation;

/**
 * SimCLR v2 as Separius/SimCLRv2-Pytorch converts it: groups {@code resnet} and {@code head}, modules numbered by place.
 * A block's list alternates convolutions (0, 2, 4) and normalisations (1, 3, 5). Source: that repository's
 * {@code resnet.py} and {@code convert.py}.
 */
record ConvertedSimclrLayout() implements Layout {
    private static final String GROUP = "resnet";
    private static final String STEM = "net.0.0.weight";
    private static final String BLOCK = "net\\.([1-4])\\.blocks\\.(\\d{1,3})\\.";
    private static final Renames NAMES = new Renames()
            .rule("net\\.0\\.0\\.weight", m -> "conv1.weight")
            .rule("net\\.0\\.1\\.0\\.(\\w+)", m -> "bn1." + m.group(1))
            .rule(BLOCK + "net\\.([024])\\.weight", m -> "layer%s.%d.conv%d.weight"
                    .formatted(m.group(1), number(m, 2, 0), number(m, 3, 2) / 2))
            .rule(BLOCK + "net\\.([135])\\.0\\.(\\w+)", m -> "layer%s.%d.bn%d.%s"
                    .formatted(m.group(1), number(m, 2, 0), number(m, 3, 1) / 2, m.group(4)))
            .rule(BLOCK + "projection\\.shortcut\\.weight", m -> "layer%s.%d.downsample.0.weight"
                    .formatted(m.group(1), number(m, 2, 0)))
            .rule(BLOCK + "projection\\.bn\\.0\\.(\\w+)", m -> "layer%s.%d.downsample.1.%s"
                    .formatted(m.group(1), number(m, 2, 0), m.group(3)));

    @Override
    public String id() {
        return "simclr-v2-converted";
    }

    @Override
    public String evidence() {
        return "a tensor %s of 3 input channels in %s".formatted(STEM, GROUP);
    }

    @Override
    public boolean fits(RawCheckpoint raw) {
        return raw.hasStem(GROUP, STEM);
    }

    @Override
    public Translation translate(RawCheckpoint raw) {
        Translation translation = new Translation();
        raw.group(GROUP).forEach((name, tensor) -> NAMES.of(name)
                .ifPresentOrElse(t -> translation.named(name, t, tensor), () -> translation.other(name, tensor)));
        translation.companyOutside(raw, GROUP);
        return translation;
    }

    @Override
    public Advice advice() {
        return new Advice(Normalisation.NONE, "SimCLR was trained on pixels in [0,1] without normalisation");
    }
}
