/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.job.Provenance;
import io.carryover.messaging.Traces;
import io.carryover.worker.CrashPoints.Point;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The handler and the commit, on a thread of their own. */
final class Computation {
    private static final Logger LOG = LoggerFactory.getLogger(Computation.class);

    /** How it ended. */
    sealed interface End {
        /** An outcome stands: this attempt's, or one that was there before. */
        record Committed(AttemptId by) implements End {}

        /** The handler ended because it was asked to. */
        record Stopped() implements End {}

        record Failed(Throwable problem) implements End {}
    }

    private final JobMessage message;
    private final Attempt attempt;
    private final AttemptContext context;
    private final Handlers handlers;
    private final WorkerSettings settings;
    private final WorkerPorts ports;
    private final Runnable onEnd;
    private final Thread thread;
    private volatile @Nullable End end;

    /** @param onEnd called on the computing thread after {@link #end} is there */
    Computation(
            JobMessage message,
            Attempt attempt,
            AttemptContext context,
            Handlers handlers,
            WorkerSettings settings,
            WorkerPorts ports,
            Runnable onEnd) {
        this.message = message;
        this.attempt = attempt;
        this.context = context;
        this.handlers = handlers;
        this.settings = settings;
        this.ports = ports;
        this.onEnd = onEnd;
        this.thread = Thread.ofPlatform()
                .name("job-" + message.spec().step())
                .daemon()
                .unstarted(Context.current().wrap(this::run));
    }

    void start() {
        thread.start();
    }

    /** Null while it computes. */
    @Nullable
    End end() {
        return end;
    }

    /** For a handler that doesn't reach its next step. */
    void interrupt() {
        thread.interrupt();
    }

    private void run() {
        End reached;
        try (var story = LogContext.of(message, attempt)) {
            LOG.info("{} starts", message.spec().step());
            LOG.debug("computing {}", message.spec());
            reached = compute();
            LOG.info("{} done", message.spec().step());
        } catch (StopSignal e) {
            reached = new End.Stopped();
        } catch (InterruptedException e) {
            reached = context.stopRequested() ? new End.Stopped() : new End.Failed(e);
        } catch (Throwable e) {
            // A handler that is interrupted may say so in any words.
            reached = context.stopRequested() && Thread.interrupted() ? new End.Stopped() : new End.Failed(e);
        }
        end = reached;
        onEnd.run();
    }

    private End compute() throws Exception {
        Instant began = ports.clock().instant();
        StepResult result = traced("compute", () -> handlers.run(message.spec(), context));
        if (context.stop() == AttemptContext.Stop.TOLD) {
            throw new StopSignal();
        }
        ports.crashPoints().reached(Point.AFTER_SHARDS, message.job());
        Outcome mine = new Outcome(
                Outcome.VERSION,
                message.job(),
                message.run(),
                attempt.attempt(),
                message.spec().step(),
                message.spec().stepVersion(),
                result.output(),
                result.artifacts(),
                new Provenance(
                        result.variant(),
                        result.threads(),
                        settings.codeVersion(),
                        settings.worker(),
                        settings.host(),
                        began,
                        Duration.between(began, ports.clock().instant())));
        Outcome winner = traced("commit", () -> ports.store().commit(mine));
        ports.crashPoints().reached(Point.AFTER_OUTCOME, message.job());
        forgetCheckpoints();
        return new End.Committed(winner.attempt());
    }

    private <T> T traced(String name, Callable<T> work) throws Exception {
        Span span = ports.traces().span(name).startSpan();
        try (Scope current = Traces.context(span).makeCurrent()) {
            return work.call();
        } catch (StopSignal | InterruptedException e) {
            throw e;
        } catch (Throwable e) {
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    private void forgetCheckpoints() {
        try {
            ports.store().deleteCheckpoints(message.job());
        } catch (RuntimeException e) {
            LOG.warn("checkpoints of {} stay behind: {}", message.job(), e.toString());
        }
    }

    /** What every line of the log says of the job while it is computed. */
    record LogContext(String unused) implements AutoCloseable {
        static LogContext of(JobMessage message, Attempt attempt) {
            MDC.put("evaluationId", message.evaluation().value());
            MDC.put("jobKey", attempt.job().value());
            MDC.put("attempt", attempt.attempt().value());
            MDC.put("workerId", attempt.worker().value());
            return new LogContext("");
        }

        @Override
        public void close() {
            MDC.remove("evaluationId");
            MDC.remove("jobKey");
            MDC.remove("attempt");
            MDC.remove("workerId");
        }
    }
}
