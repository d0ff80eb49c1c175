/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.store;

import io.carryover.contracts.result.ResultRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which results are asked for; absent parts don't restrict. Names and texts as in result keys, compared exactly. */
public record ResultFilter(
        Optional<String> backbone, Optional<String> dataset, Optional<String> task, Optional<String> protocol) {
    /** Everything. */
    public static final ResultFilter ALL =
            new ResultFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether it lets this record through. */
    public boolean matches(ResultRecord record) {
        return lets(backbone, record.backbone().name())
                && lets(dataset, record.dataset().name())
                && lets(task, record.key().task())
                && lets(protocol, record.key().protocol().name());
    }

    private static boolean lets(Optional<String> wanted, String value) {
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    /** The parts that restrict, by the name of their field. */
    Map<String, Object> parts() {
        Map<String, Object> parts = new LinkedHashMap<>();
        backbone.ifPresent(value -> parts.put("backbone", value));
        dataset.ifPresent(value -> parts.put("dataset", value));
        task.ifPresent(value -> parts.put("task", value));
        protocol.ifPresent(value -> parts.put("protocol", value));
        return parts;
    }
}
