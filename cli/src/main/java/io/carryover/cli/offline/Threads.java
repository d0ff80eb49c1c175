/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import picocli.CommandLine.Option;

/** CPU threads of a probe. */
final class Threads {
    @Option(names = "--threads", paramLabel = "N", defaultValue = "0", description = "CPU threads (default: all).")
    private int threads;

    int count() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }
}
