/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

/** torchvision's names behind a prefix, in one group of the file. */
record PrefixedLayout(String id, String group, String prefix) implements Layout {
    @Override
    public String evidence() {
        return "a tensor %sconv1.weight of 3 input channels in %s"
                .formatted(prefix, group.isEmpty() ? "its top level" : group);
    }

    @Override
    public boolean fits(RawCheckpoint raw) {
        return raw.hasStem(group, prefix + "conv1.weight");
    }

    @Override
    public Translation translate(RawCheckpoint raw) {
        Translation translation = new Translation();
        raw.groups()
                .forEach((name, tensors) -> tensors.forEach((tensor, stored) -> {
                    if (!name.equals(group)) {
                        translation.company(name.isEmpty() ? tensor : name + "." + tensor, stored);
                    } else if (tensor.startsWith(prefix)) {
                        translation.named(tensor, tensor.substring(prefix.length()), stored);
                    } else {
                        translation.other(tensor, stored);
                    }
                }));
        return translation;
    }
}
