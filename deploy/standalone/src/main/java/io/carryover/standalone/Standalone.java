/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Queue;
import io.carryover.embedded.EmbeddedInfrastructure;
import io.carryover.messaging.KafkaSettings;
import io.carryover.messaging.QueueSettings;
import io.carryover.messaging.TopicsAdmin;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Starts the infrastructure, then the services as they are, on 127.0.0.1, with all data in one folder. Says
 * {@code READY <url>} on standard output when a job could start, or {@code FAILED <code> <message>}.
 */
@QuarkusMain
public final class Standalone {
    private static final long SHUTDOWN_SECONDS = 60;

    private Standalone() {}

    /** @param args none; ports and folder come from system properties and the environment */
    public static void main(String[] args) {
        int status = 1;
        var ended = new CountDownLatch(1);
        // A signal starts the JVM's shutdown while this thread still has the infrastructure to close: wait for it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(ended), "wait for the infrastructure"));
        try {
            status = run(args);
        } catch (CarryoverException e) {
            say("FAILED " + e.code() + " " + String.valueOf(e.getMessage()).replace('\n', ' '));
        } finally {
            ended.countDown();
        }
        System.exit(status);
    }

    private static int run(String[] args) {
        int port = Integer.getInteger("quarkus.http.port", 8080);
        checkFree(port);
        System.setProperty("quarkus.http.port", String.valueOf(port));
        Path home = home();
        try (EmbeddedInfrastructure infrastructure =
                EmbeddedInfrastructure.start(home, EmbeddedInfrastructure.Options.standalone(home))) {
            infrastructure.lock().announce(port);
            StandaloneSettings.of(infrastructure).forEach(System::setProperty);
            System.setProperty("carryover.standalone.half-cores", String.valueOf(StandaloneSettings.halfOfTheCores()));
            initialise(infrastructure);
            var status = new int[1];
            Quarkus.run(
                    StandaloneApplication.class,
                    (code, failure) -> {
                        status[0] = code;
                        if (failure != null) {
                            System.getLogger(Standalone.class.getName())
                                    .log(System.Logger.Level.ERROR, "the services did not start", failure);
                            say("FAILED " + ErrorCode.INTERNAL + " the services did not start: "
                                    + rootMessage(failure));
                        }
                    },
                    args);
            return status[0];
        }
    }

    /** What `carryover admin init` does for an installation of many machines. */
    private static void initialise(EmbeddedInfrastructure infrastructure) {
        infrastructure.s3().ensureBucket(StandaloneSettings.BUCKET);
        try (var topics =
                new TopicsAdmin(KafkaSettings.of(infrastructure.kafka().bootstrap()))) {
            topics.init(Queue.SERVED, QueueSettings.SINGLE_BROKER);
        }
    }

    /** The data folder. The command has a default for it; whoever starts this by hand says where. */
    static Path home() {
        String folder = System.getenv("CARRYOVER_HOME");
        if (folder == null || folder.isBlank()) {
            throw new CarryoverException(ErrorCode.INVALID_REQUEST, "CARRYOVER_HOME names no data folder");
        }
        return Path.of(folder).toAbsolutePath();
    }

    private static void checkFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.PORT_IN_USE, "port %d is in use".formatted(port), e);
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(SHUTDOWN_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("carryover: gave up waiting for the infrastructure to stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
