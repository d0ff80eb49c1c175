/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.messaging;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** Waits for answers of the admin client. */
final class KafkaFutures {
    private static final long PATIENCE_SECONDS = 30;

    private KafkaFutures() {}

    /** @throws CarryoverException BROKER_UNAVAILABLE with the broker's words */
    static <T> T get(KafkaFuture<T> future) {
        try {
            return answer(future);
        } catch (ExecutionException e) {
            throw unavailable(e);
        }
    }

    /** @throws CarryoverException BROKER_UNAVAILABLE with the broker's words and what it was asked for, which they don't say */
    static <T> T get(KafkaFuture<T> future, String asked) {
        try {
            return answer(future);
        } catch (ExecutionException e) {
            throw unavailable(e, asked);
        }
    }

    /**
     * As {@link #get}, for callers that know what to do with an error.
     *
     * @throws ExecutionException caused by the broker's error
     */
    static <T> T answer(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new CarryoverException(
                    ErrorCode.BROKER_UNAVAILABLE, "Kafka gave no answer within " + PATIENCE_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CarryoverException(ErrorCode.BROKER_UNAVAILABLE, "interrupted while asking Kafka", e);
        }
    }

    static CarryoverException unavailable(ExecutionException e) {
        return said("Kafka: ", e);
    }

    static CarryoverException unavailable(ExecutionException e, String asked) {
        return said("Kafka, asked for " + asked + ": ", e);
    }

    private static CarryoverException said(String who, ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new CarryoverException(ErrorCode.BROKER_UNAVAILABLE, who + cause.getMessage(), cause);
    }
}
