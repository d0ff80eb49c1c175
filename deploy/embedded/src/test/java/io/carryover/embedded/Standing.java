/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.embedded;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.embedded.EmbeddedInfrastructure.Options;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** A process that starts everything in one folder, says so, and stands until its standard input ends or it is killed. */
final class Standing implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;

    private Standing(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws IOException {
        Path home = Path.of(arguments[0]);
        Options own = Options.standalone(home);
        Options options =
                new Options(0, 0, 0, own.durability(), own.kafkaSettings(), TestInfrastructure.cachedBinaries());
        try (EmbeddedInfrastructure all = EmbeddedInfrastructure.start(home, arguments.length > 1 ? own : options)) {
            System.out.println("READY " + all.startTime().toMillis());
            System.out.println("PORTS " + all.kafka().bootstrap() + " "
                    + all.s3().endpoint() + " " + all.postgres().jdbcUrl("postgres"));
            while (System.in.read() >= 0) {}
        } catch (CarryoverException e) {
            System.out.println(e.code() + ": " + e.getMessage());
        }
        System.out.println("STOPPED");
    }

    static Standing run(Path home) throws IOException {
        return new Standing(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx400m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Standing.class.getName(),
                        home.toString()))
                .redirectErrorStream(true)
                .start());
    }

    /** Waits for the line that starts so, and returns the rest of it. */
    String await(String start) throws IOException {
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.append(line).append('\n');
            if (line.startsWith(start)) {
                return line.substring(start.length()).strip();
            }
        }
        throw new IOException("the process ended without saying " + start + ":\n" + said);
    }

    /** Lets it end by itself, and returns all it said until then. */
    String waitForEnd() throws IOException {
        process.getOutputStream().close();
        return output.readAllAsString();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() throws IOException {
        Objects.requireNonNull(process.getOutputStream()).close();
        process.destroyForcibly();
    }
}
