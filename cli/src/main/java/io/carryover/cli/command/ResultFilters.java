/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which results are wanted, as the commands that show numbers ask in the same words. */
public final class ResultFilters {
    @Option(names = "--task", paramLabel = "TASK", description = "Only this task: linear, few-shot-5w20s15q, ….")
    @Nullable
    String task;

    @Option(names = "--protocol", paramLabel = "NAME", description = "Only this protocol: study or converged.")
    @Nullable
    String protocol;

    /** As the gateway's queries name them; what is null doesn't restrict. More may be put. */
    Map<String, @Nullable String> query() {
        Map<String, @Nullable String> query = new LinkedHashMap<>();
        query.put("task", task);
        query.put("protocol", protocol);
        return query;
    }
}
