/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.contracts.vision.DatasetManifest.Attribution;
import picocli.CommandLine.Option;

/** Whose work data or weights are; shown with their numbers. */
final class AttributionOptions {
    @Option(
            names = "--licence",
            paramLabel = "LICENCE",
            defaultValue = "not stated",
            description = "Under which it may be used.")
    String licence = "not stated";

    @Option(names = "--source", paramLabel = "TEXT", defaultValue = "not stated", description = "Where it comes from.")
    String source = "not stated";

    @Option(names = "--citation", paramLabel = "TEXT", defaultValue = "not stated", description = "Whom to cite.")
    String citation = "not stated";

    @Option(names = "--redistributable", description = "The licence allows passing it on.")
    boolean redistributable;

    Attribution said() {
        return new Attribution(licence, source, citation, redistributable);
    }
}
