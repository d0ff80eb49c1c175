/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.terminal.Table;
import java.util.List;
import java.util.Map;

/** One thing looked at, and what to do where it isn't as it should be. */
record Finding(String what, boolean ok, String found, String remedy) {
    static Finding ok(String what, String found) {
        return new Finding(what, true, found, "");
    }

    static Finding mend(String what, String found, String remedy) {
        return new Finding(what, false, found, remedy);
    }

    /**
     * Prints all of them.
     *
     * @param name of the JSON field that says whether all are well
     * @return exit status
     */
    static int print(Output output, String name, List<Finding> checks) {
        boolean all = checks.stream().allMatch(Finding::ok);
        if (output.json) {
            output.json(Map.of(name, all, "checks", checks));
        } else {
            var table = new Table("", "WHAT", "FOUND");
            checks.forEach(c -> table.add(List.of(c.ok() ? "ok" : "MEND", c.what(), c.found())));
            output.out().println(table);
            checks.stream().filter(c -> !c.ok()).forEach(c -> output.out()
                    .println("  %s: %s".formatted(c.what(), c.remedy())));
            output.out().flush();
        }
        return all ? 0 : 1;
    }
}
