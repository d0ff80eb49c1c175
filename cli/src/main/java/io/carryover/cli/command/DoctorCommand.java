/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.Build;
import io.carryover.cli.client.CallerKey;
import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.Home;
import io.carryover.cli.system.LocalSystem;
import io.carryover.cli.system.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks at what Carryover needs, and says what to do about what is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Check this machine and the running system, or a deployment elsewhere through its gateway.",
            "Where the environment names Kafka and the object store as for `admin init`, these too. Exit status 1 where something",
            "must be mended.",
        })
public final class DoctorCommand implements Callable<Integer> {
    private static final long DISK_NEEDED = 2L << 30;
    private static final long MEMORY_NEEDED = 2_500L << 20;

    @Mixin
    final Output output = new Output();

    @Option(
            names = "--url",
            paramLabel = "ADDRESS",
            description = "Look at this deployment's gateway instead (default: CARRYOVER_URL, where it is set).")
    @Nullable
    String url;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        String elsewhere = url != null ? url : environment.getOrDefault("CARRYOVER_URL", "");
        List<Finding> findings = new ArrayList<>();
        if (elsewhere.isBlank()) {
            findings.addAll(machine(environment));
        } else {
            findings.addAll(deployment(LocalSystem.address(elsewhere), environment));
        }
        findings.addAll(new ClusterDoctor(environment, Clock.systemUTC()).all());
        return Finding.print(output, "healthy", findings);
    }

    private static List<Finding> machine(Map<String, String> environment) {
        Home home = Home.of(environment);
        List<Finding> findings = new ArrayList<>(
                List.of(java(), memory(), folder(home.folder()), disk(home.folder()), standalone(environment)));
        home.runningAt()
                .ifPresentOrElse(
                        running -> findings.addAll(deployment(running, environment)), () -> findings.add(port()));
        return findings;
    }

    private static List<Finding> deployment(URI gateway, Map<String, String> environment) {
        var client = new GatewayClient(gateway, CallerKey.of(environment));
        return new DeploymentDoctor(client, Build.property("version")).all();
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return new Finding(
                "Java", version >= 25, String.valueOf(Runtime.version()), "Install JDK 25 or newer, or set JAVA_HOME.");
    }

    private static Finding memory() {
        var bean = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long total = bean == null ? 0 : bean.getTotalMemorySize();
        return new Finding(
                "memory",
                total >= MEMORY_NEEDED,
                "%.1f GiB".formatted(total / (double) (1L << 30)),
                "The system on one machine needs 2.5 GiB.");
    }

    private static Finding folder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "doctor", ".tmp"));
            return new Finding("data folder", true, folder.toString(), "");
        } catch (IOException e) {
            return new Finding(
                    "data folder", false, folder + " is not writable", "Set CARRYOVER_HOME to a folder that is.");
        }
    }

    private static Finding disk(Path folder) {
        try {
            Path there = folder;
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            long free = Files.getFileStore(there).getUsableSpace();
            return new Finding(
                    "free disk",
                    free >= DISK_NEEDED,
                    "%.1f GiB".formatted(free / (double) (1L << 30)),
                    "Free some space, or set CARRYOVER_HOME to a larger disk: 2 GiB are needed.");
        } catch (IOException e) {
            return new Finding("free disk", false, "not readable", "Check the disk of " + folder);
        }
    }

    private static Finding standalone(Map<String, String> environment) {
        String app = environment.getOrDefault("CARRYOVER_STANDALONE", "");
        boolean there = !app.isEmpty() && Files.isRegularFile(Path.of(app));
        return new Finding(
                "standalone system",
                there,
                there ? "built" : "not built",
                "Run the launcher ./carryover, it builds it.");
    }

    private static Finding port() {
        boolean free = Ports.isFree(Ports.USUAL);
        return new Finding(
                "port " + Ports.USUAL,
                free,
                free ? "free" : "another program listens there",
                "Use `carryover up --port N`.");
    }
}
