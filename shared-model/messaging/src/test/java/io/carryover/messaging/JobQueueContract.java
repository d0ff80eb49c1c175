/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.carryover.contracts.job.Queue;
import io.carryover.messaging.JobQueue.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What every {@link JobQueue} does, the broker's and the fake alike. */
abstract class JobQueueContract {
    static final Queue QUEUE = Queue.parse("heads.cpu");
    static final Duration LONG = Duration.ofSeconds(20);

    /** A fresh queue; leases last {@link #lock}, three deliveries are the limit. */
    abstract Fixture fixture();

    abstract Duration lock();

    interface Fixture extends AutoCloseable {
        void send(String key, byte[] value);

        JobQueue member();

        /** Keys of dead letters, once there are {@code count}. */
        List<String> deadLetters(int count);

        @Override
        void close();
    }

    static Delivery takeSoon(JobQueue queue) {
        Optional<Delivery> delivery = queue.take(LONG);
        assertThat(delivery).as("a job within %s", LONG).isPresent();
        return delivery.orElseThrow();
    }

    static void let(Duration pass) {
        long end = System.nanoTime() + pass.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Test
    void aJobIsTakenOnceAndAccepted() {
        try (Fixture fixture = fixture();
                JobQueue worker = fixture.member()) {
            fixture.send("a", "one".getBytes(UTF_8));
            Delivery delivery = takeSoon(worker);
            assertThat(delivery.key()).isEqualTo("a");
            assertThat(delivery.value()).isEqualTo("one".getBytes(UTF_8));
            assertThat(delivery.count()).isEqualTo(1);
            assertThat(delivery.queue()).isEqualTo(QUEUE);
            assertThat(worker.accept(delivery)).isEqualTo(Lease.HELD);
            assertThat(worker.take(lock().plusMillis(500))).isEmpty();
        }
    }

    @Test
    void renewalKeepsAJobOverSeveralLocks() {
        try (Fixture fixture = fixture();
                JobQueue holder = fixture.member();
                JobQueue other = fixture.member()) {
            fixture.send("a", new byte[0]);
            Delivery delivery = takeSoon(holder);
            for (int i = 0; i < 10; i++) {
                assertThat(other.take(lock().dividedBy(3))).as("renewal %d", i).isEmpty();
                assertThat(holder.renew(delivery)).isEqualTo(Lease.HELD);
            }
            assertThat(holder.accept(delivery)).isEqualTo(Lease.HELD);
        }
    }

    @Test
    void aFrozenHolderLosesItsJobAndLearnsIt() {
        try (Fixture fixture = fixture();
                JobQueue frozen = fixture.member();
                JobQueue other = fixture.member()) {
            fixture.send("a", new byte[0]);
            Delivery first = takeSoon(frozen);
            Delivery second = takeSoon(other);
            assertThat(second.count()).isEqualTo(2);
            assertThat(frozen.accept(first)).isEqualTo(Lease.LOST);
            frozen.abandon(first);
            assertThat(other.accept(second)).isEqualTo(Lease.HELD);
            fixture.send("b", new byte[0]);
            Delivery next = takeSoon(frozen);
            assertThat(next.key()).isEqualTo("b");
            assertThat(frozen.accept(next)).isEqualTo(Lease.HELD);
        }
    }

    @Test
    void aLateRenewalIsLost() {
        try (Fixture fixture = fixture();
                JobQueue frozen = fixture.member()) {
            fixture.send("a", new byte[0]);
            Delivery delivery = takeSoon(frozen);
            let(lock().plusMillis(500));
            assertThat(frozen.renew(delivery)).isEqualTo(Lease.LOST);
            frozen.abandon(delivery);
            Delivery again = takeSoon(frozen);
            assertThat(again.key()).isEqualTo("a");
            assertThat(frozen.accept(again)).isEqualTo(Lease.HELD);
        }
    }

    @Test
    void aHolderThatLeavesGivesItsJobAwayAtOnce() {
        try (Fixture fixture = fixture();
                JobQueue other = fixture.member()) {
            JobQueue leaver = fixture.member();
            fixture.send("a", new byte[0]);
            takeSoon(leaver);
            leaver.close();
            Delivery delivery = takeSoon(other);
            assertThat(delivery.count()).isEqualTo(2);
            assertThat(other.accept(delivery)).isEqualTo(Lease.HELD);
        }
    }

    @Test
    void aRejectedJobIsADeadLetter() {
        try (Fixture fixture = fixture();
                JobQueue worker = fixture.member()) {
            fixture.send("bad", "{".getBytes(UTF_8));
            fixture.send("good", "{}".getBytes(UTF_8));
            assertThat(worker.reject(takeSoon(worker))).isEqualTo(Lease.HELD);
            Delivery good = takeSoon(worker);
            assertThat(good.key()).isEqualTo("good");
            assertThat(worker.accept(good)).isEqualTo(Lease.HELD);
            assertThat(fixture.deadLetters(1)).containsExactly("bad");
        }
    }

    @Test
    void aJobThatKillsThreeWorkersIsADeadLetter() {
        try (Fixture fixture = fixture();
                JobQueue survivor = fixture.member()) {
            fixture.send("killer", new byte[0]);
            for (int delivery = 1; delivery <= 3; delivery++) {
                JobQueue victim = fixture.member();
                assertThat(takeSoon(victim).count()).isEqualTo(delivery);
                victim.close();
            }
            assertThat(survivor.take(lock())).isEmpty();
            // The broker may write a dead letter twice.
            assertThat(fixture.deadLetters(1)).isNotEmpty().containsOnly("killer");
        }
    }

    @Test
    void aBusyWorkerHoldsOneJobAndTheOtherGetsTheRest() {
        try (Fixture fixture = fixture();
                JobQueue busy = fixture.member();
                JobQueue other = fixture.member()) {
            // Both are in the group before a lease begins to run.
            fixture.send("warm", new byte[0]);
            assertThat(other.accept(takeSoon(other))).isEqualTo(Lease.HELD);
            for (int i = 0; i < 20; i++) {
                fixture.send("k" + i, new byte[0]);
            }
            Delivery held = takeSoon(busy);
            TreeSet<String> seen = new TreeSet<>();
            while (seen.size() < 19) {
                Delivery next = takeSoon(other);
                seen.add(next.key());
                assertThat(other.accept(next)).isEqualTo(Lease.HELD);
                assertThat(busy.renew(held)).isEqualTo(Lease.HELD);
            }
            assertThat(seen).doesNotContain(held.key());
            assertThat(busy.accept(held)).isEqualTo(Lease.HELD);
        }
    }
}
