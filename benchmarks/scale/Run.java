/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** One run: what is posted when, and what is printed of it. */
final class Run {
    private static final long LOOK_MS = 200;
    /** Between two lines: a quarter of a minute. */
    private static final int LOOKS = 75;
    /** A job's way through a worker, from the stories; times are the broker's. */
    private static final String TURNS =
            """
            with turn as (
              select s.job, s.worker, s.at as started,
                (select max(r.at) from gateway.job_story r where r.job = s.job and r.id < s.id and r.what = 'released') as released,
                (select min(e.at) from gateway.job_story e where e.job = s.job and e.id > s.id and e.what = 'succeeded') as ended
              from gateway.job_story s where s.what = 'started'
            ), gap as (
              select extract(epoch from started - released) * 1000 as taken,
                extract(epoch from started - lag(ended) over (partition by worker order by started)) * 1000 as next from turn
            )
            """;

    private final Scale scale;
    private final Connection database;
    private final Load load;
    private final long begin = System.nanoTime();
    private final Process gateway;
    private int deaths;

    Run(Scale scale, Process gateway, Connection database) {
        this.scale = scale;
        this.gateway = gateway;
        this.database = database;
        this.load = new Load(gateway);
    }

    void all(int workers, int jobs, double meanMs, int minutes, Path kafka) throws Exception {
        start(workers);
        System.out.printf("%,d workers announced after %.0f s%n", announced(), seconds());
        double alone = small(meanMs, minutes);
        System.out.printf("ten jobs, nothing else there: %.1f s%n", alone);
        double posted = seconds();
        scale.postAll(jobs, meanMs);
        System.out.printf("%,d jobs posted in %.0f s%n", jobs, seconds() - posted);
        // The others come while jobs wait, one process after the other: as many that start at once take all of a small machine.
        for (int left = workers - Scale.OF_A_PROCESS; left > 0; left -= Scale.OF_A_PROCESS) {
            start(left);
        }
        System.out.printf("%,d workers announced after %.0f s%n", announced(), seconds());
        Optional<String> beside = Optional.empty();
        double besideAt = 0;
        long last = -1;
        double until = seconds() + 60.0 * minutes;
        double markAt = seconds();
        Load.Cpu mark = load.cpu(scale.workers());
        long ended = number("select count(*) from gateway.job where state in ('succeeded', 'failed')");
        long transactions = transactions();
        double from = markAt;
        long endedFrom = ended;
        while (seconds() < until && last != 0) {
            for (int i = 0; i < LOOKS; i++) {
                Load.pause(LOOK_MS);
                load.look(database);
            }
            deaths += scale.replaceDead(workers);
            double now = seconds();
            Load.Cpu cpu = load.cpu(scale.workers());
            long done = number("select count(*) from gateway.job where state in ('succeeded', 'failed')");
            long tx = transactions();
            last = number("select count(*) from gateway.cell where state in ('waiting', 'planned')");
            System.out.printf(
                    "%5.0f s: %.0f jobs/s, %s; in flight %,d, not ended %,d; cores: %s; %,.0f transactions/s%n",
                    now, (done - ended) / (now - markAt), "ended %,d".formatted(done),
                    number("select count(*) from gateway.job where state in ('released', 'running', 'cancelling')"), last,
                    cpu.minus(mark).cores(now - markAt), (tx - transactions) / (now - markAt));
            markAt = now;
            mark = cpu;
            ended = done;
            transactions = tx;
            if (beside.isEmpty() && now - from > 60) {
                beside = Optional.of(scale.post("small", 10, meanMs));
                besideAt = seconds();
            }
        }
        System.out.printf("%,d jobs in %.0f s: %.1f a second; %d processes died%n", ended - endedFrom, markAt - from, (ended - endedFrom) / (markAt - from), deaths);
        if (beside.isPresent()) {
            String posting = "posted while the others waited, after %.0f s".formatted(besideAt - from);
            System.out.printf("ten jobs, %s: %s s (first taken after %s s)%n", posting,
                    text("select round(extract(epoch from ended_at - created_at), 1) from gateway.evaluation where id = '" + beside.orElseThrow() + "'"),
                    text("select round(extract(epoch from min(j.started_at) - min(e.created_at)), 1) from gateway.job j, gateway.evaluation e where j.turn_evaluation = e.id and e.id = '" + beside.orElseThrow() + "'"));
        }
        figures(kafka);
    }

    /** Starts a process of those that are left to start, and waits until its workers have said that they are there, or for a minute and a half. */
    private void start(int left) throws Exception {
        int count = Math.min(left, Scale.OF_A_PROCESS);
        long wanted = announced() + count;
        double at = seconds();
        scale.startProcess(count, Math.ceilDiv(left - count, Scale.OF_A_PROCESS));
        while (announced() < wanted && seconds() - at < 90) {
            Load.pause(LOOK_MS);
            if (!gateway.isAlive()) {
                throw new IllegalStateException("the gateway ended");
            }
        }
    }

    private long announced() throws SQLException {
        return number("select count(*) from gateway.worker where state in ('idle', 'busy')");
    }

    private double small(double meanMs, int minutes) throws Exception {
        double at = seconds();
        String id = scale.post("alone", 10, meanMs);
        while (number("select count(*) from gateway.evaluation where ended_at is not null and id = '" + id + "'") == 0 && seconds() - at < 60.0 * minutes) {
            Load.pause(50);
        }
        return seconds() - at;
    }

    private void figures(Path kafka) throws SQLException, IOException {
        print("from released to taken, ms: median, 99 %", TURNS + "select " + two("taken") + " from gap where taken is not null");
        print("from a success to the same worker's next start, ms: median, 99 %", TURNS + "select " + two("next") + " from gap where next is not null");
        print("lines of stories", "select string_agg(what || ' ' || n, ', ' order by n desc) from (select split_part(what, ' ', 1) as what, count(*) as n from gateway.job_story group by 1) s");
        print("failures", "select string_agg(failure_code || ' ' || n, ', ') from (select failure_code, count(*) as n from gateway.job where state = 'failed' group by 1) f");
        print("connections", "select count(*) from pg_stat_activity where datname = current_database()");
        print("tables", """
                select string_agg(format('%s %s MB, of it indexes %s', relname, pg_total_relation_size(relid) >> 20, pg_indexes_size(relid) >> 20), '; '
                  order by pg_total_relation_size(relid) desc)
                from pg_stat_user_tables where pg_total_relation_size(relid) > 1048576""");
        print("sequential scans, rows read by them", "select string_agg(relname || ' ' || seq_scan || ' (' || seq_tup_read || ')', ', ' order by seq_tup_read desc) from pg_stat_user_tables where seq_tup_read > 10000");
        load.printStatements(14);
        System.out.printf("gateway resident, at most: %s; broker's log %,d MB%n", Load.resident(gateway), size(kafka) >> 20);
    }

    private static String two(String column) {
        return "round((percentile_cont(0.5) within group (order by %1$s))::numeric, 0) || ', ' || round((percentile_cont(0.99) within group (order by %1$s))::numeric, 0)"
                .formatted(column);
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted(Comparator.naturalOrder()).filter(path -> !path.toString().endsWith("index")).mapToLong(path -> path.toFile().length()).sum();
        }
    }

    private long transactions() throws SQLException {
        return number("select xact_commit + xact_rollback from pg_stat_database where datname = current_database()");
    }

    private void print(String what, String sql) throws SQLException {
        System.out.printf("%s: %s%n", what, text(sql));
    }

    private long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    private String text(String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "none";
        }
    }

    private double seconds() {
        return (System.nanoTime() - begin) / 1e9;
    }
}
