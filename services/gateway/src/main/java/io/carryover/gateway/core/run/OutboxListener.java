/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.run;

import io.carryover.messaging.Outage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jboss.logging.Logger;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Hears of rows that other gateways wrote into the outbox: whichever relays should do so at once. */
final class OutboxListener implements AutoCloseable {
    static final String CHANNEL = "carryover_outbox";

    private static final Logger LOG = Logger.getLogger(OutboxListener.class);
    private static final int PATIENCE_MILLIS = 1000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private final DataSource dataSource;
    private final Runnable wake;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Outage outage = new Outage("outbox listener");
    private final Thread thread;

    private OutboxListener(DataSource dataSource, Runnable wake) {
        this.dataSource = dataSource;
        this.wake = wake;
        this.thread = Thread.ofPlatform().name("outbox-listener").daemon().unstarted(this::run);
    }

    static OutboxListener start(DataSource dataSource, Runnable wake) {
        OutboxListener listener = new OutboxListener(dataSource, wake);
        listener.thread.start();
        return listener;
    }

    private void run() {
        try {
            do {
                try (Connection connection = dataSource.getConnection();
                        Statement statement = connection.createStatement()) {
                    statement.execute("LISTEN " + CHANNEL);
                    outage.over();
                    listen(connection.unwrap(PGConnection.class));
                    statement.execute("UNLISTEN " + CHANNEL);
                } catch (SQLException e) {
                    outage.failed(e);
                }
            } while (!closing.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("outbox listener interrupted");
        }
    }

    private void listen(PGConnection connection) throws SQLException {
        while (closing.getCount() > 0) {
            PGNotification[] heard = connection.getNotifications(PATIENCE_MILLIS);
            if (heard != null && heard.length > 0) {
                wake.run();
            }
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(CLOSE_PATIENCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
