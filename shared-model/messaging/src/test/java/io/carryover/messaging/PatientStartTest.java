/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class PatientStartTest {
    @Test
    void withAllThereEverythingHasHappenedWhenThenReturns() {
        List<String> done = new CopyOnWriteArrayList<>();
        try (var start = new PatientStart("test")) {
            start.then(() -> done.add("schema"));
            start.then(() -> done.add("engine"));
            assertThat(done).containsExactly("schema", "engine");
        }
    }

    @Test
    void laterStepsWaitForOneThatLacksSomebodyAndFollowItByThemselves() throws Exception {
        List<String> done = new CopyOnWriteArrayList<>();
        var mended = new CountDownLatch(1);
        var all = new CountDownLatch(1);
        try (var start = new PatientStart("test")) {
            start.then(() -> {
                if (mended.getCount() > 0) {
                    throw new CarryoverException(ErrorCode.BROKER_UNAVAILABLE, "nobody there");
                }
                done.add("broker");
            });
            start.then(() -> done.add("engine"));
            start.then(all::countDown);
            assertThat(done).isEmpty();
            assertThat(start.unreadyBecause()).contains("BROKER_UNAVAILABLE: nobody there");
            mended.countDown();
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(done).containsExactly("broker", "engine");
        }
    }

    @Test
    void aDefectStopsTheStart() {
        try (var start = new PatientStart("test")) {
            assertThatThrownBy(() -> start.then(() -> {
                        throw new IllegalStateException("a migration was changed");
                    }))
                    .hasMessage("a migration was changed");
        }
    }

    @Test
    void whoIsAwayIsReadFromWhatWasThrown() {
        var outage = new Outage("test");
        outage.failed(new KafkaException("failed to construct", new KafkaException("no resolvable address")));
        assertThat(outage.reason()).contains("BROKER_UNAVAILABLE: no resolvable address");
        outage.failed(new IllegalStateException("x", new SQLException("refused\nat 127.0.0.1", "08001")));
        assertThat(outage.reason()).contains("DATABASE_UNAVAILABLE: refused");
        outage.failed(new IllegalStateException("x", new SQLException("syntax", "42601")));
        assertThat(outage.reason()).contains("INTERNAL: syntax");
        outage.over();
        assertThat(outage.reason()).isEmpty();
    }
}
