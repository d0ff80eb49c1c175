/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the servers' own chatter out of Carryover's log: warnings and errors stay. */
final class QuietLogs {
    // Held, since java.util.logging forgets the level of a logger that nobody holds.
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("kafka"),
            Logger.getLogger("org.apache.kafka"),
            Logger.getLogger("state.change.logger"),
            Logger.getLogger("org.gaul"),
            Logger.getLogger("org.eclipse.jetty"),
            Logger.getLogger("software.amazon"),
            Logger.getLogger("org.postgresql"));

    // It says at WARN what every first start does.
    private static final Logger FIRST_START = Logger.getLogger("org.apache.kafka.controller.QuorumController");

    private QuietLogs() {}

    static void apply() {
        for (Logger logger : LOGGERS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.WARNING);
            }
        }
        FIRST_START.setLevel(Level.SEVERE);
    }
}
