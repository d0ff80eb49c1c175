/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.standalone;

import io.carryover.embedded.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A built service in a process of its own, as production runs it. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final Path log;
    private final URI url;

    private ServiceProcess(Process process, Path log, URI url) {
        this.process = process;
        this.log = log;
        this.url = url;
    }

    /**
     * Starts {@code quarkus-run.jar} of a module.
     *
     * @param module its folder from the repository's root
     */
    static ServiceProcess start(
            String module, int port, Map<String, String> properties, Map<String, String> environment, Path folder)
            throws IOException {
        Path jar = Path.of("../..", module, "target/quarkus-app/quarkus-run.jar")
                .toAbsolutePath()
                .normalize();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Dquarkus.http.port=" + port));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-jar", jar.toString()));
        Path log = folder.resolve(module.replace('/', '-') + "-" + port + ".log");
        return start(command, environment, log, port);
    }

    /** Starts any program that serves HTTP on that port of loopback. */
    static ServiceProcess start(List<String> command, Map<String, String> environment, Path log, int port)
            throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new ServiceProcess(process, log, URI.create("http://127.0.0.1:" + port));
    }

    static int freePort() {
        return Ports.orFree(0);
    }

    URI url() {
        return url;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    /** SIGTERM, then waits for a shutdown in good order. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process " + process.pid() + " does not stop when it is asked to");
        }
        return process.exitValue();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
