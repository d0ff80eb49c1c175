/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.system;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A system that only starts and stops, as a jar that {@link LocalSystem} runs: what it does stands in its folder. */
final class FakeStandalone {
    private FakeStandalone() {}

    /** Prints what the file {@code says} in its home holds and ends, or serves until it is stopped. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(System.getenv("CARRYOVER_HOME"));
        Path says = home.resolve("says");
        if (Files.exists(says)) {
            System.out.println(Files.readString(says));
            System.exit(1);
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        Path announcement = home.resolve("standalone.json");
        Files.writeString(
                announcement,
                "{\"pid\":%d,\"url\":\"%s\"}".formatted(ProcessHandle.current().pid(), url));
        announcement.toFile().deleteOnExit();
        System.out.println("READY " + url);
        new CountDownLatch(1).await();
    }

    /** Environment of a command whose system this is, with its data in {@code home}. */
    static Map<String, String> environment(Path home) throws IOException {
        Path jar = home.resolve("standalone.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeStandalone.class.getName());
        String entry = FakeStandalone.class.getName().replace('.', '/') + ".class";
        try (OutputStream file = Files.newOutputStream(jar);
                var out = new JarOutputStream(file, manifest);
                var bytes = FakeStandalone.class.getResourceAsStream("/" + entry)) {
            out.putNextEntry(new JarEntry(entry));
            Objects.requireNonNull(bytes).transferTo(out);
        }
        return Map.of("CARRYOVER_HOME", home.toString(), "CARRYOVER_STANDALONE", jar.toString());
    }
}
