/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.cli.command;

import io.carryover.cli.client.GatewayClient;
import io.carryover.cli.system.Home;
import io.carryover.cli.system.Ports;
import io.carryover.cli.terminal.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at what Carryover needs, and says what to do about what is missing. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Check this machine and the running system; exit status 1 where something must be mended.")
public final class DoctorCommand implements Callable<Integer> {
    private static final long DISK_NEEDED = 2L << 30;
    private static final long MEMORY_NEEDED = 2_500L << 20;

    @Mixin
    final Output output = new Output();

    /** One thing looked at. */
    record Check(String what, boolean ok, String found, String remedy) {}

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Home home = Home.of(environment);
        Optional<URI> running = home.runningAt();
        List<Check> checks = new ArrayList<>(
                List.of(java(), memory(), folder(home.folder()), disk(home.folder()), standalone(environment)));
        checks.add(running.map(DoctorCommand::system).orElseGet(DoctorCommand::port));
        boolean healthy = checks.stream().allMatch(Check::ok);
        if (output.json) {
            output.json(Map.of("healthy", healthy, "checks", checks));
        } else {
            var table = new Table("", "WHAT", "FOUND");
            checks.forEach(c -> table.add(List.of(c.ok() ? "ok" : "MEND", c.what(), c.found())));
            output.out().println(table);
            checks.stream().filter(c -> !c.ok()).forEach(c -> output.out()
                    .println("  %s: %s".formatted(c.what(), c.remedy())));
            output.out().flush();
        }
        return healthy ? 0 : 1;
    }

    private static Check java() {
        int version = Runtime.version().feature();
        return new Check(
                "Java", version >= 25, String.valueOf(Runtime.version()), "Install JDK 25 or newer, or set JAVA_HOME.");
    }

    private static Check memory() {
        var bean = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        long total = bean == null ? 0 : bean.getTotalMemorySize();
        return new Check(
                "memory",
                total >= MEMORY_NEEDED,
                "%.1f GiB".formatted(total / (double) (1L << 30)),
                "The system on one machine needs 2.5 GiB.");
    }

    private static Check folder(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, "doctor", ".tmp"));
            return new Check("data folder", true, folder.toString(), "");
        } catch (IOException e) {
            return new Check(
                    "data folder", false, folder + " is not writable", "Set CARRYOVER_HOME to a folder that is.");
        }
    }

    private static Check disk(Path folder) {
        try {
            Path there = folder;
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            long free = Files.getFileStore(there).getUsableSpace();
            return new Check(
                    "free disk",
                    free >= DISK_NEEDED,
                    "%.1f GiB".formatted(free / (double) (1L << 30)),
                    "Free some space, or set CARRYOVER_HOME to a larger disk: 2 GiB are needed.");
        } catch (IOException e) {
            return new Check("free disk", false, "not readable", "Check the disk of " + folder);
        }
    }

    private static Check standalone(Map<String, String> environment) {
        String app = environment.getOrDefault("CARRYOVER_STANDALONE", "");
        boolean there = !app.isEmpty() && Files.isRegularFile(Path.of(app));
        return new Check(
                "standalone system",
                there,
                there ? "built" : "not built",
                "Run the launcher ./carryover, it builds it.");
    }

    private static Check port() {
        boolean free = Ports.isFree(Ports.USUAL);
        return new Check(
                "port " + Ports.USUAL,
                free,
                free ? "free" : "another program listens there",
                "Use `carryover up --port N`.");
    }

    private static Check system(URI url) {
        boolean ready = new GatewayClient(url).isReady();
        return new Check(
                "running system",
                ready,
                url + (ready ? " is ready" : " is not ready"),
                "See its log in the data folder's logs/.");
    }
}
