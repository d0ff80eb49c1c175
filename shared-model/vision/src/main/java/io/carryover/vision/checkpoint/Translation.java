/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file's tensors in their order, each with the name that torchvision gives it, or as what else it is. */
final class Translation {
    private final List<Item> items = new ArrayList<>();

    /**
     * One tensor.
     *
     * @param shown its name in the file
     * @param target torchvision's name, where it may belong to the backbone
     * @param company whether it is known not to belong to it
     */
    record Item(String shown, Optional<String> target, StoredTensor tensor, boolean company) {}

    /** Heads, queues, other encoders, optimiser state. */
    void company(String shown, StoredTensor tensor) {
        items.add(new Item(shown, Optional.empty(), tensor, true));
    }

    /** A tensor that this layout has no name for: company where its name says so, else left over. */
    void other(String shown, StoredTensor tensor) {
        items.add(new Item(shown, Optional.empty(), tensor, Ignorable.known(shown)));
    }

    /** A tensor that belongs to the network by its place, and that the network has no use for. */
    void leftOver(String shown, StoredTensor tensor) {
        items.add(new Item(shown, Optional.empty(), tensor, false));
    }

    /** A tensor that torchvision would call {@code target}. */
    void named(String shown, String target, StoredTensor tensor) {
        items.add(new Item(shown, Optional.of(target), tensor, Ignorable.known(shown)));
    }

    /** All of them. */
    List<Item> items() {
        return items;
    }

    /** Everything in {@code raw} outside of {@code group} as company, named with its group. */
    void companyOutside(RawCheckpoint raw, String group) {
        raw.groups().forEach((name, tensors) -> {
            if (!name.equals(group)) {
                tensors.forEach((tensor, stored) -> company(name.isEmpty() ? tensor : name + "." + tensor, stored));
            }
        });
    }
}
