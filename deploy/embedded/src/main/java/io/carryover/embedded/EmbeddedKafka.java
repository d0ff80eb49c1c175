/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * One Kafka broker (KRaft, broker and controller in one) inside this JVM, on 127.0.0.1 only. Its data outlive it: a
 * later broker on the same folder, under the same or another port, goes on where this one stopped or was killed.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedKafka.class.getName());
    private static final int ATTEMPTS = 3;
    private static final Duration SHUTDOWN_LIMIT = Duration.ofSeconds(20);

    private final KafkaRaftServer server;
    private final int port;
    private boolean closed;

    /** A broker on a free port. */
    public EmbeddedKafka(Path dataDir, Map<String, String> extra) {
        this(dataDir, 0, extra);
    }

    /**
     * Starts the broker and returns once it serves.
     *
     * @param dataDir folder of this broker alone; made and formatted when it is empty
     * @param port where clients connect; 0 takes a free one
     * @param extra broker settings that win over the built-in ones
     * @throws CarryoverException PORT_IN_USE when a given port is taken, BROKER_UNAVAILABLE when the broker can't start
     */
    public EmbeddedKafka(Path dataDir, int port, Map<String, String> extra) {
        QuietLogs.apply();
        if (port != 0 && !Ports.isFree(port)) {
            throw new CarryoverException(ErrorCode.PORT_IN_USE, "port " + port + " for Kafka is in use");
        }
        Running running = startWithRetries(dataDir, port, extra);
        this.server = running.server();
        this.port = running.port();
    }

    /** {@code host:port} for clients. */
    public String bootstrap() {
        return "127.0.0.1:" + port;
    }

    /** The port for clients: give it to the next broker on this folder to let running clients find it again. */
    public int port() {
        return port;
    }

    /** Stops the broker cleanly; gives up waiting after 20 s, the next start then recovers from the logs. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop(server);
    }

    private record Running(KafkaRaftServer server, int port) {}

    private static Running startWithRetries(Path dataDir, int port, Map<String, String> extra) {
        for (int attempt = 1; ; attempt++) {
            int clientPort = Ports.orFree(port);
            try {
                if (wasKilled(dataDir)) {
                    outliveOldSession(dataDir, clientPort);
                }
                return new Running(
                        start(dataDir, BrokerSettings.of(dataDir, clientPort, Ports.orFree(0), extra)), clientPort);
            } catch (IOException | RuntimeException e) {
                if (attempt == ATTEMPTS) {
                    throw new CarryoverException(
                            ErrorCode.BROKER_UNAVAILABLE, "embedded Kafka did not start: " + e.getMessage(), e);
                }
                LOG.log(System.Logger.Level.INFO, "embedded Kafka did not start, trying again: {0}", e.getMessage());
            }
        }
    }

    private static boolean wasKilled(Path dataDir) {
        Path logs = BrokerSettings.logDir(dataDir);
        return Files.exists(logs.resolve("meta.properties")) && !Files.exists(logs.resolve(".kafka_cleanshutdown"));
    }

    /**
     * A killed broker's session stays valid in the metadata log, and until it runs out the controller takes no other
     * broker under its number. With a short session that is over in a second; the clean stop afterwards ends it.
     */
    private static void outliveOldSession(Path dataDir, int clientPort) throws IOException {
        Map<String, String> shortSession =
                Map.of("broker.session.timeout.ms", "1000", "broker.heartbeat.interval.ms", "200");
        stop(start(dataDir, BrokerSettings.of(dataDir, clientPort, Ports.orFree(0), shortSession)));
    }

    private static KafkaRaftServer start(Path dataDir, Properties settings) throws IOException {
        Files.createDirectories(dataDir);
        if (!Files.exists(BrokerSettings.logDir(dataDir).resolve("meta.properties"))) {
            format(dataDir, settings);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException e) {
            stop(server);
            throw e;
        }
    }

    private static void format(Path dataDir, Properties settings) throws IOException {
        Path file = dataDir.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        String[] command = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
        int status = kafka.tools.StorageTool.execute(command, new PrintStream(said, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException("formatting " + dataDir + " failed: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static void stop(KafkaRaftServer server) {
        Thread stopper = Thread.ofPlatform()
                .daemon()
                .name("embedded-kafka-stop")
                .start(() -> {
                    server.shutdown();
                    server.awaitShutdown();
                });
        try {
            if (!stopper.join(SHUTDOWN_LIMIT)) {
                LOG.log(System.Logger.Level.WARNING, "embedded Kafka did not stop within {0}", SHUTDOWN_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
