/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.study;

import io.carryover.protocols.correlation.Draws;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The study, analysed once, by the first who asks, on a thread of its own: the draws take a second or a few. */
@ApplicationScoped
public class StudyAnalysis {
    /** As of the command, so that page and command print the same bits. */
    private static final long SEED = 0;

    private @Nullable CompletableFuture<Study> study;

    /**
     * The analysis, if it is there within {@code patience}.
     *
     * @throws IllegalStateException where it failed; the next who asks begins it again
     */
    public Optional<Study> within(Duration patience) {
        try {
            return Optional.of(begun().get(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the printed tables can't be analysed", e.getCause());
        }
    }

    private synchronized CompletableFuture<Study> begun() {
        CompletableFuture<Study> known = study;
        if (known == null || known.isCompletedExceptionally()) {
            known = CompletableFuture.supplyAsync(
                    () -> Study.of(Draws.USUAL, SEED),
                    work -> Thread.ofPlatform().daemon().name("study").start(work));
            study = known;
        }
        return known;
    }
}
