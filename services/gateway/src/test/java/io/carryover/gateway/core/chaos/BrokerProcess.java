/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.embedded.BrokerSettings;
import io.carryover.embedded.Ports;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/** One of three brokers, each a process of its own to be killed, with Kafka's own replication: three of everything, two in sync. */
final class BrokerProcess implements AutoCloseable {
    static final int COUNT = 3;

    private final Process process;

    private BrokerProcess(Process process) {
        this.process = process;
    }

    /**
     * Where they are and who they are: drawn once, as a broker that comes back has to be where it was.
     *
     * @param ports of clients, then of controllers
     */
    record Plan(Path folder, Uuid cluster, List<Integer> ports) {
        static Plan draw(Path folder) {
            return new Plan(
                    folder,
                    Uuid.randomUuid(),
                    Stream.generate(() -> Ports.orFree(0))
                            .distinct()
                            .limit(2 * COUNT)
                            .toList());
        }

        String bootstrap() {
            return ports.stream().limit(COUNT).map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        }

        private int controllerPort(int number) {
            return ports.get(COUNT + number);
        }

        /** Those of one that is alone, but for its place in the cluster and Kafka's own defaults for several. */
        Properties settings(int number) {
            String voters = IntStream.range(0, COUNT)
                    .mapToObj(i -> "%d@127.0.0.1:%d".formatted(i + 1, controllerPort(i)))
                    .collect(Collectors.joining(","));
            Map<String, String> several = new HashMap<>(Map.of(
                    "node.id", String.valueOf(number + 1),
                    "controller.quorum.voters", voters,
                    "transaction.state.log.min.isr", "2",
                    "share.coordinator.state.topic.min.isr", "2",
                    "broker.session.timeout.ms", "9000"));
            for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
                several.put(topic + ".replication.factor", "3");
                several.put(topic + ".num.partitions", "3");
            }
            return BrokerSettings.of(
                    folder.resolve("broker-" + number), ports.get(number), controllerPort(number), several);
        }
    }

    /** {@code FILE CLUSTER}: formats where that wasn't done yet, and serves until it is killed. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        var said = new ByteArrayOutputStream();
        int status = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "-t", arguments[1], "-c", file.toString()},
                new PrintStream(said, true, StandardCharsets.UTF_8));
        if (status != 0) {
            throw new IOException(said.toString(StandardCharsets.UTF_8));
        }
        Properties settings = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            settings.load(reader);
        }
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        server.startup();
        server.awaitShutdown();
    }

    static BrokerProcess start(Plan plan, int number) {
        try {
            Path file = plan.folder().resolve("broker-%d.properties".formatted(number));
            try (Writer writer = Files.newBufferedWriter(file)) {
                plan.settings(number).store(writer, null);
            }
            return new BrokerProcess(launch(file, plan.cluster()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process launch(Path file, Uuid cluster) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx320m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        BrokerProcess.class.getName(),
                        file.toString(),
                        cluster.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", file.getFileName() + ".log").toFile()));
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        return builder.start();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("a broker does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
