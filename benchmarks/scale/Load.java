/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What the parts use: processor time by part, the database's counters, and which statements are found running. */
final class Load {
    private final Process gateway;
    private final Map<Long, Duration> workers = new HashMap<>();
    private final TreeMap<String, Integer> running = new TreeMap<>();
    private int looks;

    Load(Process gateway) {
        this.gateway = gateway;
    }

    /** Seconds of processor time so far. {@code local} is this process: broker, object store and the benchmark itself. */
    record Cpu(double gateway, double database, double local, double workers) {
        Cpu minus(Cpu other) {
            return new Cpu(gateway - other.gateway, database - other.database, local - other.local, workers - other.workers);
        }

        String cores(double seconds) {
            return "gateway %.2f, database %.2f, broker and store %.2f, workers %.2f"
                    .formatted(gateway / seconds, database / seconds, local / seconds, workers / seconds);
        }
    }

    Cpu cpu(Collection<Process> living) {
        living.forEach(worker -> workers.put(worker.pid(), time(worker.toHandle())));
        double database = ProcessHandle.current()
                .descendants()
                .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                .mapToDouble(process -> seconds(time(process)))
                .sum();
        long local = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class).getProcessCpuTime();
        return new Cpu(
                seconds(time(gateway.toHandle())),
                database,
                local / 1e9,
                workers.values().stream().mapToDouble(Load::seconds).sum());
    }

    private static Duration time(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    /** Notes which statements run at this moment: as pg_stat_statements isn't part of the embedded server. */
    void look(Connection database) throws SQLException {
        looks++;
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(
                        """
                        select left(regexp_replace(query, '\\s+', ' ', 'g'), 110), coalesce(wait_event_type, 'on a core')
                        from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and datname = current_database()""")) {
            while (rows.next()) {
                running.merge(rows.getString(2) + ": " + rows.getString(1), 1, Integer::sum);
            }
        }
    }

    void printStatements(int most) {
        System.out.printf("statements found running, of %,d looks:%n", looks);
        running.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(most)
                .forEach(entry -> System.out.printf("  %5.1f %%  %s%n", 100.0 * entry.getValue() / looks, entry.getKey()));
    }

    static String resident(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .map(line -> "%,d MiB".formatted(Long.parseLong(line.replaceAll("\\D+", "")) >> 10))
                .findFirst()
                .orElse("unknown");
    }

    static void pause(long millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }
}
