/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.system.LocalSystem;
import picocli.CommandLine.Command;

/** What operators do once, or after an accident. */
@Command(
        name = "admin",
        mixinStandardHelpOptions = true,
        description = "Set up and repair an installation.",
        synopsisSubcommandLabel = "(init | rebuild-results)")
public final class AdminCommand {
    @Command(
            name = "rebuild-results",
            mixinStandardHelpOptions = true,
            description = "Drop the results service's tables and read the results topic from zero.")
    int rebuildResults() {
        try (LocalSystem system = LocalSystem.find(System.getenv())) {
            system.client().post("/v1/results/rebuild");
            return 0;
        }
    }
}
