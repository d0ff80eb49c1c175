/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.garbage;

import io.carryover.gateway.config.GatewayConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Collects garbage now and then. When the last pass was is kept in the database: a system that runs an hour a day collects
 * too.
 */
@ApplicationScoped
public class GarbageSchedule {
    private static final Logger LOG = Logger.getLogger(GarbageSchedule.class);
    /** A start is busy enough; later on it is only a look at one row. */
    private static final Duration LOOKS = Duration.ofMinutes(10);

    private final Garbage garbage;
    private final GatewayConfig config;
    private final Clock clock = Clock.systemUTC();
    private final CountDownLatch closing = new CountDownLatch(1);

    GarbageSchedule(Garbage garbage, GatewayConfig config) {
        this.garbage = garbage;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        if (config.running() && config.garbage().every().isPositive()) {
            Thread.ofPlatform()
                    .name("garbage")
                    .daemon()
                    .priority(Thread.MIN_PRIORITY)
                    .start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        closing.countDown();
    }

    private void run() {
        try {
            while (!closing.await(LOOKS.toNanos(), TimeUnit.NANOSECONDS)) {
                try {
                    var unused = garbage.collectIfDue(config.garbage().every(), clock.instant());
                } catch (RuntimeException e) {
                    LOG.warnf("garbage collection broke off and is tried again: %s", e);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("garbage collection is interrupted");
        }
    }
}
