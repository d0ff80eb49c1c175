/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.error.HomeErrors;
import io.carryover.embedded.EmbeddedPostgres.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Everything a standalone Carryover needs around it, in one folder that it alone uses. */
public final class EmbeddedInfrastructure implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedInfrastructure.class.getName());

    /** PostgreSQL's programs, its first data files and write-ahead log, and the broker's first segments. */
    private static final long FIRST_START_BYTES = 256L << 20;

    private static final long RESTART_BYTES = 32L << 20;

    private final HomeLock lock;
    private final EmbeddedKafka kafka;
    private final EmbeddedS3 s3;
    private final EmbeddedPostgres postgres;
    private final Duration startTime;

    /**
     * How to start.
     *
     * @param kafkaPort 0 takes a free port; so do the next two
     * @param durability of the database
     * @param kafkaSettings broker settings that win over the built-in ones
     * @param binaries where PostgreSQL's programs lie or are unpacked to; may be shared between homes
     */
    public record Options(
            int kafkaPort,
            int s3Port,
            int postgresPort,
            Durability durability,
            Map<String, String> kafkaSettings,
            Path binaries) {
        public Options {
            kafkaSettings = Map.copyOf(kafkaSettings);
        }

        /** Free ports, nothing lost when the machine crashes, everything inside {@code home}. */
        public static Options standalone(Path home) {
            return new Options(0, 0, 0, Durability.SAFE, Map.of(), home.resolve("programs/postgres-17"));
        }
    }

    private EmbeddedInfrastructure(
            HomeLock lock, EmbeddedKafka kafka, EmbeddedS3 s3, EmbeddedPostgres postgres, Duration startTime) {
        this.lock = lock;
        this.kafka = kafka;
        this.s3 = s3;
        this.postgres = postgres;
        this.startTime = startTime;
    }

    /**
     * Locks the home, clears what a killed run left, starts the three side by side and returns once all serve.
     *
     * @throws CarryoverException HOME_LOCKED, PORT_IN_USE, or the code of the part that did not start; nothing of ours
     *     runs then
     */
    public static EmbeddedInfrastructure start(Path home, Options options) {
        long begin = System.nanoTime();
        HomeLock lock = HomeLock.take(home);
        Path real = lock.home();
        try {
            checkSpace(real);
        } catch (CarryoverException e) {
            lock.close();
            throw e;
        }
        Starting<EmbeddedPostgres> postgres = new Starting<>(
                "PostgreSQL",
                () -> new EmbeddedPostgres(
                        real.resolve("postgres"), options.binaries(), options.postgresPort(), options.durability()));
        Starting<EmbeddedKafka> kafka = new Starting<>(
                "Kafka", () -> new EmbeddedKafka(real.resolve("kafka"), options.kafkaPort(), options.kafkaSettings()));
        Starting<EmbeddedS3> s3 =
                new Starting<>("object store", () -> new EmbeddedS3(real.resolve("s3"), options.s3Port()));
        try {
            EmbeddedKafka broker = kafka.await();
            EmbeddedS3 store = s3.await();
            EmbeddedPostgres database = postgres.await();
            Duration all = Duration.ofNanos(System.nanoTime() - begin);
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0}, {1} and {2} serve; all took {3} ms",
                    kafka.timing(),
                    s3.timing(),
                    postgres.timing(),
                    Long.toString(all.toMillis()));
            return new EmbeddedInfrastructure(lock, broker, store, database, all);
        } catch (RuntimeException e) {
            kafka.closeIfStarted();
            s3.closeIfStarted();
            postgres.closeIfStarted();
            lock.close();
            // Whatever failed first, on a full disk that is why.
            throw HomeErrors.isFull(e)
                    ? new CarryoverException(ErrorCode.DISK_FULL, "no space left on the disk of " + real, e)
                    : e;
        }
    }

    /** Asked before anything is written: what stops half-way for want of space says so in many different words. */
    private static void checkSpace(Path home) {
        try {
            long needed = Files.exists(home.resolve("postgres/data/PG_VERSION")) ? RESTART_BYTES : FIRST_START_BYTES;
            long free = Files.getFileStore(home).getUsableSpace();
            if (free < needed) {
                throw new CarryoverException(
                        ErrorCode.DISK_FULL,
                        "%d MiB are free on the disk of %s, %d are needed to start"
                                .formatted(free >> 20, home, needed >> 20));
            }
        } catch (IOException e) {
            throw HomeErrors.unusable(home, e);
        }
    }

    /** The broker. */
    public EmbeddedKafka kafka() {
        return kafka;
    }

    /** The object store. */
    public EmbeddedS3 s3() {
        return s3;
    }

    /** The database server. */
    public EmbeddedPostgres postgres() {
        return postgres;
    }

    /** The lock of the home, to announce a port on. */
    public HomeLock lock() {
        return lock;
    }

    /** From nothing to all three serving. */
    public Duration startTime() {
        return startTime;
    }

    /** Stops broker, object store and database, in this order, and gives the home free. Services stop before. */
    @Override
    public void close() {
        kafka.close();
        s3.close();
        postgres.close();
        lock.close();
    }

    private static final class Starting<T extends AutoCloseable> {
        private final String name;
        private final FutureTask<T> task;
        private volatile long millis;

        Starting(String name, Callable<T> start) {
            this.name = name;
            this.task = new FutureTask<>(() -> {
                long begin = System.nanoTime();
                T started = start.call();
                millis = (System.nanoTime() - begin) / 1_000_000;
                return started;
            });
            Thread.ofPlatform().daemon().name("start " + name).start(task);
        }

        T await() {
            try {
                return task.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof CarryoverException known) {
                    throw known;
                }
                throw new CarryoverException(ErrorCode.INTERNAL, name + " did not start: " + e.getCause(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CarryoverException(ErrorCode.INTERNAL, "interrupted while starting " + name, e);
            }
        }

        String timing() {
            return name + " (" + millis + " ms)";
        }

        void closeIfStarted() {
            try {
                task.get().close();
            } catch (ExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, name + " had not started", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                LOG.log(System.Logger.Level.WARNING, name + " did not stop cleanly", e);
            }
        }
    }
}
