/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.vision.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How much native memory engines may take where nobody says it. */
public final class MemoryLimit {
    private static final long LEAST = 256L << 20;

    private MemoryLimit() {}

    /** Half of what the machine or container has beside this JVM's largest heap: other processes live there too. */
    public static long bytes() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return half(system.getTotalMemorySize(), Runtime.getRuntime().maxMemory());
    }

    static long half(long machine, long heap) {
        return Math.max(LEAST, (machine - heap) / 2);
    }

    /**
     * Images per batch, so that all batches in work stay within {@code bytes}; at least 1.
     *
     * @param valuesPerImage float32 values of one image that are held at the same time
     * @param factor what an engine's own buffers make of them
     * @param fixed bytes that do not depend on the batch: weights
     */
    static int batch(long bytes, long fixed, long valuesPerImage, double factor, int concurrency) {
        double perImage = valuesPerImage * (double) Float.BYTES * factor * concurrency;
        return (int) Math.clamp((bytes - fixed) / perImage, 1, Short.MAX_VALUE);
    }
}
