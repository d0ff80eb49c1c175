/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.core.garbage;

import io.carryover.gateway.core.table.Sql;
import io.carryover.storage.ObjectStore.ObjectStat;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which pass runs, and what passes have found to be garbage. */
@ApplicationScoped
@Transactional
class Marks {
    /** A pass that takes longer died with its gateway; if it did not, two at once do no harm. */
    private static final Duration LONGEST_PASS = Duration.ofHours(2);
    /** Two passes in a row, asked for by hand, are not two looks. */
    private static final Duration BETWEEN = Duration.ofHours(1);

    private final Sql sql;

    Marks(Sql sql) {
        this.sql = sql;
    }

    /** Begins a pass unless another runs; its number. */
    Optional<Long> begin(Instant now) {
        int begun = sql.change("""
                UPDATE gateway.garbage_pass SET pass = pass + 1, began_at = ?1, ended_at = NULL
                WHERE ended_at IS NOT NULL OR began_at <= ?2
                """, now, now.minus(LONGEST_PASS));
        return begun == 0 ? Optional.empty() : Optional.of(sql.number("SELECT pass FROM gateway.garbage_pass"));
    }

    /** As above, unless the last one began less than {@code every} ago. */
    Optional<Long> beginIfDue(Duration every, Instant now) {
        boolean due = !sql.rows(
                        "SELECT pass FROM gateway.garbage_pass WHERE began_at <= ?1 FOR UPDATE", now.minus(every))
                .isEmpty();
        return due ? begin(now) : Optional.empty();
    }

    /** Ends a pass; marks that it did not find again are forgotten where it came through. */
    void end(long pass, boolean through, Instant now) {
        if (through) {
            sql.change("DELETE FROM gateway.garbage WHERE pass < ?1", pass);
        }
        sql.change("UPDATE gateway.garbage_pass SET ended_at = ?1 WHERE pass = ?2", now, pass);
    }

    /** Marks garbage, and gives what an earlier pass had marked as it is now. */
    List<ObjectStat> mark(List<ObjectStat> garbage, long pass, Instant now) {
        List<ObjectStat> due = new ArrayList<>();
        for (ObjectStat object : garbage) {
            if (isDue(object, now)) {
                due.add(object);
            }
            sql.change("""
                    INSERT INTO gateway.garbage AS g (object_key, etag, marked_at, pass) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (object_key) DO UPDATE SET etag = ?2, pass = ?4,
                        marked_at = CASE WHEN g.etag = ?2 THEN g.marked_at ELSE CAST(?3 AS timestamptz) END
                    """, object.key(), object.etag(), now, pass);
        }
        return due;
    }

    /** Whether an earlier pass marked it as it is now. */
    boolean isDue(ObjectStat object, Instant now) {
        return sql.number(
                        "SELECT count(*) FROM gateway.garbage WHERE object_key = ?1 AND etag = ?2 AND marked_at <= ?3",
                        object.key(),
                        object.etag(),
                        now.minus(BETWEEN))
                > 0;
    }

    void forget(String objectKey) {
        sql.change("DELETE FROM gateway.garbage WHERE object_key = ?1", objectKey);
    }
}
