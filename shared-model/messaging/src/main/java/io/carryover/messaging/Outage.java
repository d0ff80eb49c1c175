/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that is tried again and again: its failure is logged once, with what to do, and its end once. What fails
 * meanwhile with the same code is told to nobody. Any thread.
 */
public final class Outage {
    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    /** Connection, refused login, unknown database, serialisation, resources, locks, shutdown, system. */
    private static final List<String> DATABASE_AWAY = List.of("08", "28", "3D", "40", "53", "55", "57", "58");

    private final String who;
    private Optional<Failure> now = Optional.empty();

    private record Failure(ErrorCode code, String words) {}

    /** @param who stands before what is logged: a part of this process */
    public Outage(String who) {
        this.who = who;
    }

    /** It failed. */
    public synchronized void failed(Throwable problem) {
        Failure failure = read(problem);
        if (now.filter(before -> before.code() == failure.code()).isPresent()) {
            LOG.debug("{} still fails: {}", who, failure.words());
        } else if (failure.code() == ErrorCode.INTERNAL) {
            LOG.error("{} failed and is tried again", who, problem);
        } else {
            LOG.warn(
                    "{} waits and tries again: {}. {}",
                    who,
                    failure.words(),
                    failure.code().remedy());
        }
        now = Optional.of(failure);
    }

    /** It succeeded. */
    public synchronized void over() {
        now.ifPresent(failure -> LOG.info("{} goes on: {} is over", who, failure.code()));
        now = Optional.empty();
    }

    /** Code and words of the last failure, while it lasts. */
    public synchronized Optional<String> reason() {
        return now.map(Failure::words);
    }

    /** Whether this ends by itself when somebody mends what is away. */
    static boolean isMendable(Throwable problem) {
        return read(problem).code() != ErrorCode.INTERNAL;
    }

    private static Failure read(Throwable problem) {
        for (@Nullable Throwable t = problem; t != null; t = t.getCause()) {
            if (t instanceof CarryoverException known) {
                return failure(known.code(), known);
            }
            if (t instanceof KafkaException) {
                return failure(ErrorCode.BROKER_UNAVAILABLE, root(t));
            }
            if (t instanceof SQLException sql) {
                String state = sql.getSQLState() == null ? "08" : sql.getSQLState();
                boolean away = DATABASE_AWAY.stream().anyMatch(state::startsWith);
                return failure(away ? ErrorCode.DATABASE_UNAVAILABLE : ErrorCode.INTERNAL, sql);
            }
        }
        return failure(ErrorCode.INTERNAL, problem);
    }

    private static Throwable root(Throwable problem) {
        Throwable root = problem;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static Failure failure(ErrorCode code, Throwable said) {
        String first = String.valueOf(said.getMessage()).lines().findFirst().orElse("");
        return new Failure(code, code + ": " + first.replaceFirst("\\.$", ""));
    }
}
