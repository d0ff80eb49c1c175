/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.offline;

import io.carryover.cli.command.Output;
import java.util.function.IntConsumer;

/** One line on standard error that tells a person at a terminal how far an extraction is, at most twice a second. */
final class ExtractionProgress implements IntConsumer {
    private static final double PAUSE = 0.5;

    private final int total;
    private final boolean shown;
    private final Output output;
    private final long began = System.nanoTime();
    private double last;

    ExtractionProgress(int total, boolean shown, Output output) {
        this.total = total;
        this.shown = shown;
        this.output = output;
    }

    @Override
    public void accept(int done) {
        double seconds = (System.nanoTime() - began) / 1e9;
        if (shown && (seconds - last >= PAUSE || done == total)) {
            last = seconds;
            output.overwrite(line(done, total, seconds));
        }
    }

    /** Leaves the line. */
    void end() {
        if (shown) {
            output.say("");
        }
    }

    /** {@code 640 of 20000 images, 16.2 images/s, 20 min left}. */
    static String line(int done, int total, double seconds) {
        double rate = done / Math.max(seconds, 1e-9);
        long left = Math.round((total - done) / Math.max(rate, 1e-9));
        return "%d of %d images, %.1f images/s, %s left"
                .formatted(done, total, rate, left < 120 ? left + " s" : Math.round(left / 60.0) + " min");
    }
}
