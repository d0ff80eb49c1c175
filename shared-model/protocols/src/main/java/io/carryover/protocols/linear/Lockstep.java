/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.protocols.linear;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Several fits side by side, each written as if it were alone: one that needs the data waits until all others do, or are done,
 * and one pass answers them all. Which thread runs when doesn't reach the numbers.
 */
final class Lockstep {
    private final List<Waiting> waiting = new ArrayList<>();
    private int running;
    private @Nullable Throwable failure;

    /** Requests of one pass, by the number of their fit. */
    private record Waiting(int fit, PassRequest request) {}

    /** The part of a fit, which it does in its own thread. */
    interface Fit {
        void run(Consumer<PassRequest> data);
    }

    /**
     * Runs all fits to their ends.
     *
     * @param pass answers requests, called from this thread
     * @throws RuntimeException the first failure of a fit or of a pass, which ends the others
     */
    static void run(List<Fit> fits, Consumer<List<PassRequest>> pass) {
        new Lockstep().drive(fits, pass);
    }

    private void drive(List<Fit> fits, Consumer<List<PassRequest>> pass) {
        running = fits.size();
        for (int i = 0; i < fits.size(); i++) {
            int number = i;
            Thread.ofVirtual().name("carryover-fit-" + i).start(() -> fit(number, fits.get(number)));
        }
        for (List<Waiting> round = next(); !round.isEmpty(); round = next()) {
            try {
                pass.accept(round.stream().map(Waiting::request).toList());
                answered(round);
            } catch (RuntimeException | Error e) {
                fail(e);
                answered(round);
            }
        }
        rethrow();
    }

    private void fit(int number, Fit fit) {
        try {
            fit.run(request -> await(new Waiting(number, request)));
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            done();
        }
    }

    private synchronized void await(Waiting mine) {
        stopAfterFailure();
        waiting.add(mine);
        running--;
        notifyAll();
        while (waiting.contains(mine)) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts a fit", e);
            }
        }
        stopAfterFailure();
    }

    private void stopAfterFailure() {
        if (failure != null) {
            throw new IllegalStateException("another fit failed", failure);
        }
    }

    private synchronized List<Waiting> next() {
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail(new java.util.concurrent.CancellationException("interrupted during a sweep"));
                running = 0;
                return List.of();
            }
        }
        List<Waiting> round = new ArrayList<>(waiting);
        round.sort(java.util.Comparator.comparingInt(Waiting::fit));
        return round;
    }

    private synchronized void answered(List<Waiting> round) {
        waiting.removeAll(round);
        running += round.size();
        notifyAll();
    }

    private synchronized void done() {
        running--;
        notifyAll();
    }

    private synchronized void fail(Throwable e) {
        if (failure == null) {
            failure = e;
        }
    }

    private synchronized void rethrow() {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }
}
