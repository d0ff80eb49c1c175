/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.chaos;

import io.carryover.worker.CrashPoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Workers as a process of their own, mostly one, to be frozen and killed. */
final class WorkerProcess implements AutoCloseable {
    private static final String LOGGING = Path.of("target", "test-classes", "worker-logging.properties")
            .toUri()
            .toString();

    private final String name;
    private final Process process;

    private WorkerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /** A worker of these queues, separated by commas. */
    static WorkerProcess start(String queues) {
        return start(1, queues, Optional.empty());
    }

    /** So many workers of these queues in one process. */
    static WorkerProcess start(int workers, String queues) {
        return start(workers, queues, Optional.empty());
    }

    /** A worker that dies at that point. */
    static WorkerProcess dyingAt(CrashPoints.Point point, String queues) {
        return start(1, queues, Optional.of(point));
    }

    private static WorkerProcess start(int workers, String queues, Optional<CrashPoints.Point> dieAt) {
        String name = "w-" + UUID.randomUUID().toString().substring(0, 8);
        Path folder = Infrastructure.folder().resolve(name);
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-Dlogging.configuration=" + LOGGING,
                        SleepingWorker.class.getName())
                .redirectErrorStream(true);
        Map<String, String> env = builder.environment();
        env.put("CLASSPATH", classPath);
        env.put("BOOTSTRAP", Infrastructure.setting("carryover.kafka.bootstrap"));
        env.put("PREFIX", "");
        env.put("WORKER", name);
        env.put("WORKERS", String.valueOf(workers));
        env.put("SCRATCH", folder.toString());
        env.put("QUEUES", queues);
        env.put("HEARTBEAT", Infrastructure.HEARTBEAT.toString());
        env.put("S3_ENDPOINT", Infrastructure.setting("carryover.s3.endpoint"));
        env.put("S3_BUCKET", Infrastructure.setting("carryover.s3.bucket"));
        env.put("S3_ACCESS_KEY", Infrastructure.setting("carryover.s3.access-key"));
        env.put("S3_SECRET_KEY", Infrastructure.setting("carryover.s3.secret-key"));
        env.put("DIE_AT", dieAt.map(Enum::name).orElse(""));
        try {
            Files.createDirectories(folder);
            builder.redirectOutput(Path.of("target", name + ".log").toFile());
            return new WorkerProcess(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String name() {
        return name;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void freeze() {
        signal("STOP");
    }

    void wake() {
        signal("CONT");
    }

    /** Ends it as an orchestrator does: it may say good-bye. */
    void terminate() {
        signal("TERM");
    }

    void kill() {
        process.destroyForcibly();
    }

    private void signal(String signal) {
        try {
            int status = new ProcessBuilder(List.of("kill", "-" + signal, String.valueOf(process.pid())))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (status != 0) {
                throw new IllegalStateException("kill -" + signal + " gave " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException(name + " does not die");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
