/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import com.fasterxml.jackson.databind.JsonNode;
import io.carryover.contracts.job.Queue;
import io.carryover.contracts.json.Json;
import io.carryover.embedded.EmbeddedKafka;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.EmbeddedS3;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * {@code Scale GATEWAY WORKERS JOBS MEAN_MS MINUTES DEATHS}: the packaged gateway as a process of its own, with an embedded broker, object
 * store and PostgreSQL that forces commits to disk. JOBS waits of MEAN_MS in the mean (exponential, seeded, at most eight means) are posted
 * through the API as evaluations of 1,000; WORKERS simulated workers in processes of 50 take them, fail and die, a process every DEATHS
 * minutes. The first process is there before the jobs, the others come while these wait. Ends when all jobs have, or after MINUTES. A small
 * evaluation of ten jobs is posted when nothing else is there, and again while the others wait.
 */
class Scale {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int TASKS = 1000;
    static final int OF_A_PROCESS = 50;
    private static final SplittableRandom RANDOM = new SplittableRandom(20261202);

    private final Path folder = Files.createTempDirectory("carryover-scale-");
    private final Map<String, String> settings = new HashMap<>();
    private final List<Process> workers = new ArrayList<>();
    private final String gatewayJar;
    private final int minutesBetweenDeaths;
    private final int port = freePort();
    private int started;

    private Scale(String gatewayJar, int minutesBetweenDeaths) throws IOException {
        this.gatewayJar = gatewayJar;
        this.minutesBetweenDeaths = minutesBetweenDeaths;
    }

    public static void main(String[] args) throws Exception {
        Scale scale = new Scale(args[0], Integer.parseInt(args[5]));
        try {
            scale.run(Integer.parseInt(args[1]), Integer.parseInt(args[2]), Double.parseDouble(args[3]), Integer.parseInt(args[4]));
        } finally {
            try (Stream<Path> all = Files.walk(scale.folder)) {
                all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
            }
        }
        System.exit(0);
    }

    private void run(int count, int jobs, double meanMs, int minutes) throws Exception {
        // One member of the share group for each worker: the broker's default of 200 members refuses the rest.
        try (var kafka = new EmbeddedKafka(folder.resolve("kafka"), Map.of("group.share.max.size", "1000"));
                var s3 = new EmbeddedS3(folder.resolve("s3"));
                var postgres = new EmbeddedPostgres(
                        folder.resolve("postgres"), TestInfrastructure.cachedBinaries(), 0, EmbeddedPostgres.Durability.SAFE)) {
            try (TopicsAdmin admin = new TopicsAdmin(KafkaSettings.of(kafka.bootstrap()))) {
                admin.init(Queue.SERVED, QueueSettings.SINGLE_BROKER);
            }
            s3.ensureBucket("scale");
            settings.putAll(Map.of(
                    "carryover.kafka.bootstrap", kafka.bootstrap(),
                    "carryover.database.url", postgres.jdbcUrl("postgres"),
                    "carryover.database.user", EmbeddedPostgres.USER,
                    "carryover.database.password", postgres.password(),
                    "carryover.s3.endpoint", s3.endpoint(),
                    "carryover.s3.bucket", "scale",
                    "carryover.s3.access-key", s3.accessKey(),
                    "carryover.s3.secret-key", s3.secretKey(),
                    "quarkus.http.port", String.valueOf(port)));
            settings.put("carryover.gateway.window.maximum", String.valueOf(Math.max(1000, 2 * count)));
            Process gateway = start("gateway", List.of("-Xmx512m"), List.of("-jar", gatewayJar));
            try (Connection database =
                    DriverManager.getConnection(postgres.jdbcUrl("postgres"), EmbeddedPostgres.USER, postgres.password())) {
                awaitReady(gateway);
                new Run(this, gateway, database).all(count, jobs, meanMs, minutes, folder.resolve("kafka"));
            } finally {
                workers.forEach(Process::destroyForcibly);
                gateway.destroyForcibly();
            }
        }
    }

    List<Process> workers() {
        return workers;
    }

    /**
     * Starts a process of workers, which dies in its turn: so long after the one before, when all are there.
     *
     * @param after processes that are started after it, half a minute each
     */
    void startProcess(int count, int after) throws IOException {
        start(count, 120 + 60 * minutesBetweenDeaths * started + 30 * after);
    }

    private void start(int count, int life) throws IOException {
        started++;
        workers.add(start(
                "workers-" + started,
                List.of("-Xmx320m", "-Xss256k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"),
                List.of("SimulatedWorkers", "w%03d".formatted(started), String.valueOf(count), String.valueOf(started), String.valueOf(life))));
    }

    /** Puts a new process in the place of each that died; gives how many. */
    int replaceDead(int count) throws IOException {
        List<Process> dead = workers.stream().filter(worker -> !worker.isAlive()).toList();
        workers.removeAll(dead);
        for (Process process : dead) {
            System.out.printf("a worker process of %d ended (%d)%n", Math.min(count, OF_A_PROCESS), process.exitValue());
            start(Math.min(count, OF_A_PROCESS), 600 * minutesBetweenDeaths);
        }
        return dead.size();
    }

    private Process start(String name, List<String> options, List<String> what) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(options);
        // What a process that is killed leaves goes with the folder of the run.
        command.add("-Djava.io.tmpdir=" + folder);
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        settings.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(what);
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return process;
    }

    /** Posts an evaluation of waits; gives its id. */
    String post(String name, int jobs, double meanMs) throws IOException, InterruptedException {
        String tasks = IntStream.range(0, jobs)
                .mapToObj(_ -> "{\"kind\":\"sleep\",\"steps\":1,\"stepMillis\":%d}"
                        .formatted((long) Math.min(8 * meanMs, -meanMs * Math.log(1 - RANDOM.nextDouble()))))
                .collect(Collectors.joining(","));
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(at("/v1/evaluations"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                "{\"name\":\"%s\",\"backbones\":[],\"tasks\":[%s]}".formatted(name, tasks)))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.statusCode() + ": " + answer.body());
        }
        return Json.read(answer.body(), JsonNode.class).path("id").asText();
    }

    /** Posts {@code jobs} of them in evaluations of 1,000. */
    void postAll(int jobs, double meanMs) throws IOException, InterruptedException {
        for (int left = jobs; left > 0; left -= TASKS) {
            post("crowd", Math.min(left, TASKS), meanMs);
        }
    }

    private void awaitReady(Process gateway) throws InterruptedException {
        while (gateway.isAlive()) {
            try {
                if (HTTP.send(HttpRequest.newBuilder(at("/q/health/ready")).build(), BodyHandlers.ofString()).statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It isn't there yet.
            }
            Load.pause(200);
        }
        throw new IllegalStateException("the gateway ended");
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
