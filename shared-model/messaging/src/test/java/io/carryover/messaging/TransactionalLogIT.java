/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Queue;
import io.carryover.embedded.EmbeddedPostgres;
import io.carryover.embedded.TestInfrastructure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TransactionalLogIT {
    private static final Queue QUEUE = Queue.parse("heads.cpu");
    private static final Duration LOCK = Duration.ofSeconds(15);
    private static final ThreadLocal<Connection> CURRENT = new ThreadLocal<>();

    /** A service with a table of what it applied; its one connection per thread stands for a JTA transaction. */
    private static final class Service implements TransactionRunner {
        final PGSimpleDataSource database = new PGSimpleDataSource();
        final OffsetStore offsets;
        final Set<String> failing = ConcurrentHashMap.newKeySet();
        final AtomicInteger away = new AtomicInteger();

        Service() throws SQLException {
            database.setUrl(TestInfrastructure.shared().freshDatabase());
            database.setUser(EmbeddedPostgres.USER);
            database.setPassword(TestInfrastructure.shared().postgres().password());
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table applied (n bigserial, message text not null)");
                statement.execute(JdbcOffsetStore.createTable("log_offsets"));
            }
            offsets = new JdbcOffsetStore(new BoundDataSource(database, CURRENT), "log_offsets");
        }

        @Override
        public void inTransaction(Runnable work) {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                CURRENT.set(connection);
                try {
                    work.run();
                    connection.commit();
                } catch (RuntimeException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    CURRENT.remove();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void apply(Received<String> message) {
            if (away.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                throw new CarryoverException(ErrorCode.DATABASE_UNAVAILABLE, "away for a while");
            }
            if (failing.contains(String.valueOf(message.value()))) {
                throw new IllegalStateException("can't apply " + message.value());
            }
            try (PreparedStatement insert =
                    CURRENT.get().prepareStatement("insert into applied (message) values (?)")) {
                insert.setString(1, message.key() + "=" + message.value());
                insert.executeUpdate();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        List<String> applied() throws SQLException {
            List<String> all = new ArrayList<>();
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select message from applied order by n")) {
                while (rows.next()) {
                    all.add(rows.getString(1));
                }
            }
            return all;
        }

        TransactionalLog<String> log(KafkaSettings kafka) {
            return TransactionalLog.start(
                    kafka,
                    kafka.topics().prefix() + "gateway",
                    kafka.topics().events(),
                    50,
                    bytes -> {
                        String text = new String(bytes, UTF_8);
                        if (text.startsWith("{")) {
                            throw new IllegalArgumentException("poison");
                        }
                        return text;
                    },
                    this::apply,
                    offsets,
                    this);
        }
    }

    private static void await(TransactionalLog<String> log) {
        var ends = log.ends();
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (!log.caughtUpTo(ends)) {
            assertThat(System.nanoTime()).as("caught up in time").isLessThan(end);
            JobQueueContract.let(Duration.ofMillis(20));
        }
    }

    @Test
    void twoInstancesApplyEachMessageOnceAlsoWhenOneComesAndGoes() throws SQLException {
        Service service = new Service();
        try (Broker broker = new Broker().with(LOCK, QUEUE);
                TransactionalLog<String> first = service.log(broker.kafka())) {
            String topic = broker.kafka().topics().events();
            Set<String> sent = new TreeSet<>();
            for (int i = 0; i < 3_000; i++) {
                broker.sendLater(topic, "job" + i % 40, ("m" + i).getBytes(UTF_8));
                sent.add("job" + i % 40 + "=m" + i);
                if (i == 1_000) {
                    await(first);
                    try (TransactionalLog<String> second = service.log(broker.kafka())) {
                        for (int j = 0; j < 500; j++) {
                            broker.sendLater(topic, "other" + j % 40, ("o" + j).getBytes(UTF_8));
                            sent.add("other" + j % 40 + "=o" + j);
                        }
                        broker.flush();
                        await(second);
                    }
                }
            }
            broker.flush();
            await(first);
            assertThat(service.applied()).hasSize(3_500).containsExactlyInAnyOrderElementsOf(sent);
            assertThat(first.skipped()).isZero();
        }
    }

    @Test
    void anInstanceThatLostItsPartitionAppliesNothing() throws SQLException {
        Service service = new Service();
        try (Broker broker = new Broker().with(LOCK, QUEUE);
                TransactionalLog<String> log = service.log(broker.kafka())) {
            String topic = broker.kafka().topics().events();
            broker.send(topic, "k", "one".getBytes(UTF_8));
            await(log);
            int partition = broker.ends(topic).keySet().iterator().next();
            // Another instance went on from there without this one noticing.
            service.inTransaction(() -> assertThat(service.offsets.advance(topic, partition, OptionalLong.of(1), 2))
                    .isTrue());
            broker.send(topic, "k", "two".getBytes(UTF_8));
            broker.send(topic, "k", "three".getBytes(UTF_8));
            await(log);
            assertThat(service.applied()).containsExactly("k=one", "k=three");
        }
    }

    @Test
    void whatCannotBeReadOrAppliedIsSkippedAndWhatIsAwayIsAwaited() throws SQLException {
        Service service = new Service();
        service.failing.add("bad");
        service.away.set(4);
        try (Broker broker = new Broker().with(LOCK, QUEUE)) {
            String topic = broker.kafka().topics().events();
            for (String message : List.of("a", "{poison", "b", "bad", "c")) {
                broker.send(topic, "k", message.getBytes(UTF_8));
            }
            try (TransactionalLog<String> log = service.log(broker.kafka())) {
                await(log);
                assertThat(service.applied()).containsExactly("k=a", "k=b", "k=c");
                assertThat(log.skipped()).isEqualTo(2);
            }
        }
    }

    @Test
    void whatWasFetchedBeforeAnEarlierBatchFailedIsNotAppliedBeforeIt() throws SQLException {
        Service service = new Service();
        service.away.set(4);
        service.failing.add("m1234");
        try (Broker broker = new Broker().with(LOCK, QUEUE)) {
            String topic = broker.kafka().topics().events();
            List<String> expected = new ArrayList<>();
            // Several polls of ten batches each.
            for (int i = 0; i < 2_500; i++) {
                broker.sendLater(topic, "k", ("m" + i).getBytes(UTF_8));
                if (i != 1_234) {
                    expected.add("k=m" + i);
                }
            }
            broker.flush();
            try (TransactionalLog<String> log = service.log(broker.kafka())) {
                await(log);
                assertThat(service.applied()).containsExactlyElementsOf(expected);
                assertThat(log.skipped()).isOne();
            }
        }
    }
}
