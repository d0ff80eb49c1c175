/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import io.carryover.contracts.job.ProtocolId;
import io.carryover.contracts.json.Json;
import io.carryover.contracts.result.ResultRecord;
import io.carryover.contracts.result.ResultRecord.BackboneFacts;
import io.carryover.contracts.result.ResultRecord.DatasetFacts;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.TestInfrastructure;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import io.carryover.results.fixture.DemoResults;
import io.carryover.results.fixture.Records;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * {@code java -cp CLASSES TimeResults.java SERVICE rebuild|board BACKBONES ROUNDS}: the results service as a process of its own, on a real
 * broker and database, with BACKBONES × 200 results: 25 datasets, each with a linear probe and its curve, k-NN, and few-shot with six
 * numbers of shots. {@code rebuild} times how long it reads them, and reads them again. {@code board} times the board's JSON and page.
 */
class TimeResults {
    private static final int DATASETS = 25;
    private static final int[] SHOTS = {1, 2, 5, 10, 20, 50};
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] args) {
        try {
            run(args);
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1); // the embedded servers' threads would live on
        }
    }

    private static void run(String[] args) throws Exception {
        int backbones = Integer.parseInt(args[2]);
        int rounds = Integer.parseInt(args[3]);
        TestInfrastructure shared = TestInfrastructure.shared();
        KafkaSettings kafka = KafkaSettings.of(shared.bootstrap()).withPrefix("bench.");
        try (TopicsAdmin admin = new TopicsAdmin(kafka)) {
            admin.init(List.of(), QueueSettings.SINGLE_BROKER);
        }
        long bytes = publish(kafka, sink -> all(backbones, sink));
        int results = backbones * DATASETS * (2 + SHOTS.length);
        System.out.printf("%,d results, %,d MB on the topic%n", results, bytes >> 20);
        long start = System.nanoTime();
        Process service = start(args[0], shared);
        Runtime.getRuntime().addShutdownHook(new Thread(service::destroyForcibly));
        await(service);
        System.out.printf("start of the service to all read: %.1f s%n", since(start));
        if (args[1].equals("rebuild")) {
            rebuild(rounds);
        } else {
            board(kafka, rounds);
        }
        System.out.printf("service: resident %s, load %.1f%n", resident(service), ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        service.destroy();
        service.waitFor();
    }

    private static void rebuild(int rounds) throws Exception {
        double[] seconds = new double[rounds];
        double[] answered = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long start = System.nanoTime();
            var answer = HTTP.sendAsync(HttpRequest.newBuilder(at("/v1/results/rebuild")).POST(HttpRequest.BodyPublishers.noBody()).build(), BodyHandlers.ofString());
            awaitReady(false);
            awaitReady(true);
            seconds[i] = since(start);
            answer.join();
            answered[i] = since(start);
        }
        print("rebuild until all is served, s", seconds);
        print("rebuild until it is answered, with the digest over all, s", answered);
        long start = System.nanoTime();
        System.out.println(get("/v1/results/state").body());
        System.out.printf("state with its digest: %.1f s%n", since(start));
    }

    /** Asks rarely: fifty questions a second were a tenth of the work of the service that is timed. */
    private static void awaitReady(boolean ready) throws Exception {
        while (get("/q/health/ready").statusCode() == 200 != ready) {
            Thread.sleep(ready ? 200 : 20);
        }
    }

    private static void board(KafkaSettings kafka, int rounds) throws Exception {
        long start = System.nanoTime();
        var first = get("/v1/leaderboard");
        System.out.printf("first board: %.2f s, %,d bytes, %s of %s backbones%n", since(start), first.body().length(),
                Json.read(first.body(), com.fasterxml.jackson.databind.JsonNode.class).path("rows").size(),
                Json.read(first.body(), com.fasterxml.jackson.databind.JsonNode.class).path("rowsInAll"));
        for (String path : List.of("/v1/leaderboard", "/v1/leaderboard?limit=20", "/")) {
            print("GET " + path + ", ms, warm", IntStream.range(0, 20 * rounds).mapToDouble(i -> timed(path)).skip(rounds).toArray());
        }
        print("GET /v1/leaderboard one after another result came, ms", IntStream.range(0, rounds).mapToDouble(i -> {
            Random random = new Random(i);
            publish(kafka, sink -> sink.accept(Records.fewShot(backbone(i), dataset(0), 5, 60 + random.nextDouble(), 0.5 + i)));
            ResultRecord revised = Records.revised(Records.fewShot(backbone(i), dataset(0), 5, 70 + random.nextDouble(), 0.5), 1 + i, Optional.empty());
            publish(kafka, sink -> sink.accept(Records.revised(revised, 1 + i, Records.fewShot(backbone(i), dataset(0), 5, 71, 0.5).output())));
            sleep(1_000);
            return timed("/v1/leaderboard");
        }).toArray());
        System.out.printf("page: %,d bytes of HTML%n", get("/").body().length());
        browse(rounds);
    }

    /** What a browser says of its own navigation. */
    private static void browse(int rounds) {
        try (var playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")))) {
            var browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(Path.of("/usr/bin/chromium"))
                    .setArgs(List.of("--no-sandbox")));
            double[] interactive = new double[3 * rounds];
            double[] done = new double[3 * rounds];
            for (int i = 0; i < interactive.length; i++) {
                Page page = browser.newContext().newPage();
                page.navigate(at("/").toString());
                interactive[i] = ((Number) page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")).doubleValue();
                done[i] = ((Number) page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")).doubleValue();
                page.context().close();
            }
            print("page interactive in Chromium, ms", interactive);
            print("page loaded in Chromium, ms", done);
        }
    }

    private static Process start(String app, TestInfrastructure shared) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g", "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        Map.of(
                        "carryover.kafka.bootstrap", shared.bootstrap(),
                        "carryover.kafka.prefix", "bench.",
                        "carryover.database.url", OWN_DATABASE.orElseGet(shared::freshDatabase),
                        "carryover.database.user", OWN_DATABASE.isPresent() ? "bench" : EmbeddedPostgres.USER,
                        "carryover.database.password", OWN_DATABASE.isPresent() ? "bench" : shared.postgres().password(),
                        "carryover.s3.endpoint", shared.s3().endpoint(),
                        "carryover.s3.bucket", shared.freshBucket(),
                        "carryover.s3.access-key", shared.s3().accessKey(),
                        "carryover.s3.secret-key", shared.s3().secretKey(),
                        "quarkus.http.port", String.valueOf(PORT))
                .forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-Dcarryover.results.rebuild-patience=600s");
        Optional.ofNullable(System.getenv("RESULTS_JAVA_OPTS")).filter(more -> !more.isBlank()).ifPresent(more -> command.addAll(Arrays.asList(more.split(" "))));
        command.addAll(List.of("-jar", app));
        Path log = Files.createTempFile("results-", ".log");
        System.out.println("log of the service: " + log);
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static final int PORT = 18_423;
    /** An empty database of a user and password {@code bench}: a server as people install it, with its own settings. */
    private static final Optional<String> OWN_DATABASE = Optional.ofNullable(System.getenv("RESULTS_DATABASE_URL"));

    private static void await(Process service) throws Exception {
        while (true) {
            if (!service.isAlive()) {
                throw new IllegalStateException("the service ended");
            }
            try {
                if (get("/q/health/ready").statusCode() == 200) {
                    return;
                }
            } catch (IOException e) {
                // It isn't there yet.
            }
            Thread.sleep(100);
        }
    }

    private static void all(int backbones, Consumer<ResultRecord> sink) {
        Random random = new Random(1);
        for (int b = 0; b < backbones; b++) {
            BackboneFacts backbone = backbone(b);
            for (int d = 0; d < DATASETS; d++) {
                DatasetFacts dataset = dataset(d);
                double score = 50 + 49 * random.nextDouble();
                sink.accept(Records.linear(backbone, dataset, ProtocolId.STUDY, score, 1, 10_000));
                sink.accept(Records.knn(backbone, dataset, score - random.nextDouble(), 1, 10_000));
                for (int shots : SHOTS) {
                    sink.accept(Records.fewShot(backbone, dataset, shots, score - 3 * random.nextDouble(), 0.5));
                }
            }
        }
    }

    private static BackboneFacts backbone(int b) {
        return Records.checkpoint("backbone-%04d".formatted(b), "weights-%04d".formatted(b));
    }

    private static DatasetFacts dataset(int d) {
        return new DatasetFacts("dataset-%02d".formatted(d), d == 0 ? "source" : "target", "", DemoResults.DIGITS.attribution());
    }

    private interface Source {
        void into(Consumer<ResultRecord> sink);
    }

    private static long publish(KafkaSettings kafka, Source source) {
        long[] bytes = new long[1];
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrap(), "acks", "all", "linger.ms", 20, "batch.size", 1 << 18),
                new StringSerializer(),
                new ByteArraySerializer())) {
            source.into(record -> {
                byte[] value = Json.bytes(record);
                bytes[0] += value.length;
                producer.send(new ProducerRecord<>(kafka.topics().results(), record.key().digest().hex(), value));
            });
        }
        return bytes[0];
    }

    private static double timed(String path) {
        try {
            long start = System.nanoTime();
            var answer = HTTP.send(HttpRequest.newBuilder(at(path)).header("Accept-Encoding", "gzip").build(), BodyHandlers.ofByteArray());
            double ms = 1e3 * since(start);
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " is " + answer.statusCode());
            }
            return ms;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    private static URI at(String path) {
        return URI.create("http://127.0.0.1:" + PORT + path);
    }

    private static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void print(String what, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        System.out.printf("%s: median %.1f (%.1f to %.1f) of %d%n", what, sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    private static String resident(Process service) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(service.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> line.replaceAll("\\s+", " "))
                .findFirst()
                .orElse("unknown");
    }
}
