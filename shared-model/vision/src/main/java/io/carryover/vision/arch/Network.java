/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.arch;

import io.carryover.contracts.vision.Architecture;
import java.util.List;
import java.util.Map;

/** What a family of networks gives to readers and engines. */
public interface Network {
    /** Family and width, as messages name them. */
    Architecture architecture();

    /** Its steps. */
    Graph graph();

    /** Length of the feature. */
    int dimension();

    /** Shape of every tensor by name, in the publisher's order, without {@code num_batches_tracked}. */
    default Map<String, List<Long>> tensors() {
        return graph().tensors();
    }
}
