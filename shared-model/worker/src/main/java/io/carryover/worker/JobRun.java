/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.worker;

import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorClass;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.event.WorkerEvent;
import io.carryover.contracts.event.WorkerEvent.Attempt;
import io.carryover.contracts.id.AttemptId;
import io.carryover.contracts.job.JobMessage;
import io.carryover.contracts.job.Outcome;
import io.carryover.contracts.machine.WorkerRules;
import io.carryover.contracts.machine.WorkerRules.Take;
import io.carryover.messaging.Delivery;
import io.carryover.messaging.JobQueue;
import io.carryover.messaging.Traces;
import io.carryover.worker.AttemptContext.Stop;
import io.carryover.worker.CrashPoints.Point;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One delivery from its take to its acknowledgement, by the rules of the job protocol. Runs on the worker's thread. */
final class JobRun {
    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final WorkerSettings settings;
    private final WorkerPorts ports;
    private final Handlers handlers;
    private final Speaker speaker;
    private final CountDownLatch draining;
    private final JobQueue queue;
    private final Delivery delivery;
    private final long takenAt = System.nanoTime();

    JobRun(
            WorkerSettings settings,
            WorkerPorts ports,
            Handlers handlers,
            Speaker speaker,
            CountDownLatch draining,
            JobQueue queue,
            Delivery delivery) {
        this.settings = settings;
        this.ports = ports;
        this.handlers = handlers;
        this.speaker = speaker;
        this.draining = draining;
        this.queue = queue;
        this.delivery = delivery;
    }

    void run() {
        Span span = JobSpan.start("run job", ports, settings, delivery);
        try (Scope current = Traces.context(span).makeCurrent()) {
            take();
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    private void take() {
        JobMessage message;
        try {
            message = Letters.read(delivery);
        } catch (CarryoverException e) {
            unreadable(e);
            return;
        }
        Attempt attempt = Letters.attempt(message, ports.attemptIds().get(), settings.worker());
        JobSpan.describe(message, attempt);
        try (var said = Computation.LogContext.of(message, attempt)) {
            ports.crashPoints().reached(Point.AFTER_TAKE, message.job());
            Optional<AttemptId> outcome = ports.store().outcome(message.job()).map(Outcome::attempt);
            boolean avoided = message.avoid().filter(settings.worker()::equals).isPresent();
            switch (WorkerRules.onTake(message.run(), ports.control().state(message.job()), outcome, avoided)) {
                case Take.Skip() -> {
                    LOG.info("job {} run {} has ended: skipped", message.job(), message.run());
                    ended("skipped");
                    accept();
                }
                case Take.Adopt(AttemptId committed) -> {
                    LOG.info("job {} has an outcome: told again", message.job());
                    succeeded(attempt, committed);
                }
                case Take.Run() -> compute(message, attempt);
                case Take.LeaveToOthers() -> leaveToOthers(attempt);
            }
        } catch (CarryoverException e) {
            // The store is away: the gateway counts only failures of an attempt that it heard of.
            speaker.say(new WorkerEvent.Started(WorkerEvent.VERSION, attempt, delivery.count()));
            failed(attempt, e, Optional.empty());
        }
    }

    private void unreadable(CarryoverException problem) {
        LOG.error("unreadable job {}: {}", delivery, problem.getMessage());
        Optional<Attempt> sender = Letters.sender(delivery, ports.attemptIds().get(), settings.worker());
        if (sender.isPresent() && problem.code() == ErrorCode.UNKNOWN_VERSION) {
            // A newer gateway's job: another worker may read it, so it is a failed attempt and no dead letter.
            speaker.say(new WorkerEvent.Started(WorkerEvent.VERSION, sender.get(), delivery.count()));
            failed(sender.get(), problem, Optional.empty());
            return;
        }
        ended("rejected");
        queue.reject(delivery);
    }

    private void compute(JobMessage message, Attempt attempt) {
        if (!speaker.say(new WorkerEvent.Started(WorkerEvent.VERSION, attempt, delivery.count()))) {
            queue.abandon(delivery);
            return;
        }
        ports.crashPoints().reached(Point.AFTER_STARTED, message.job());
        Path scratch = scratch(attempt);
        AttemptContext context = new AttemptContext(message, attempt, ports, scratch);
        try (Story story = Story.of(attempt.attempt().value())) {
            Hold hold = new Hold(settings, ports, draining, queue, delivery);
            Computation computation = new Computation(message, attempt, context, handlers, settings, ports, hold::wake);
            switch (hold.until(computation, context, message, attempt)) {
                case Hold.Result.Ended(Computation.End end) ->
                    conclude(attempt, context, story, end, hold.isLeaseHeld());
                case Hold.Result.Hung(String what) -> hung(attempt, what);
            }
        } finally {
            context.release();
            delete(scratch);
        }
    }

    private void leaveToOthers(Attempt attempt) {
        LOG.info("job {} asks for another worker: handed back", attempt.job());
        if (speaker.say(new WorkerEvent.Started(WorkerEvent.VERSION, attempt, delivery.count()))
                && speaker.say(WorkerEvent.HandedBack.unbegun(attempt, WorkerEvent.HandedBack.AVOIDED))) {
            ended("handed-back");
            accept();
        } else {
            queue.abandon(delivery);
        }
    }

    private void conclude(
            Attempt attempt, AttemptContext context, Story story, Computation.End end, boolean leaseHeld) {
        switch (end) {
            case Computation.End.Committed(AttemptId by) -> succeeded(attempt, by);
            case Computation.End.Stopped()
            when context.stop() == Stop.TOLD -> {
                LOG.info("job {} stopped, as told", attempt.job());
                speaker.say(new WorkerEvent.Stopped(WorkerEvent.VERSION, attempt));
                ended("stopped");
                accept();
            }
            case Computation.End.Stopped() -> {
                LOG.info("job {} handed back after {} steps", attempt.job(), context.advanced());
                boolean heard = speaker.say(
                        new WorkerEvent.HandedBack(WorkerEvent.VERSION, attempt, context.advanced(), context.saved()));
                ended("handed-back");
                if (heard) {
                    accept();
                }
            }
            case Computation.End.Failed(Throwable problem) ->
                failed(attempt, problem, story.keep(ports.store(), problem));
        }
        if (!leaseHeld) {
            queue.abandon(delivery);
        }
    }

    private void succeeded(Attempt attempt, AttemptId committedBy) {
        if (!speaker.say(new WorkerEvent.Succeeded(WorkerEvent.VERSION, attempt, committedBy))) {
            return; // its lease ends, and whoever takes it next says so
        }
        ports.crashPoints().reached(Point.AFTER_EVENT, attempt.job());
        ended("succeeded");
        accept();
    }

    private void failed(Attempt attempt, Throwable problem, Optional<String> story) {
        ErrorCode code = Failures.code(problem);
        LOG.warn("job {} failed: {}", attempt.job(), code, problem);
        boolean heard = speaker.say(
                new WorkerEvent.AttemptFailed(WorkerEvent.VERSION, attempt, code, Failures.message(problem), story));
        JobSpan.failed(code);
        ended("failed", code.errorClass());
        if (heard) {
            accept();
        }
    }

    private void hung(Attempt attempt, String threads) {
        LOG.error("job {} hangs: this process ends", attempt.job());
        speaker.say(new WorkerEvent.Stalled(WorkerEvent.VERSION, attempt, threads));
        JobSpan.failed(ErrorCode.STALLED);
        ended("stalled", ErrorClass.INTERNAL);
        accept();
        ports.exit().run();
    }

    private void accept() {
        ports.crashPoints().reached(Point.BEFORE_ACK, new io.carryover.contracts.id.JobKey(delivery.key()));
        if (queue.accept(delivery) == JobQueue.Lease.LOST) {
            LOG.info("{} was accepted too late: another worker finds how it ended", delivery);
        }
    }

    private void ended(String outcome) {
        count(outcome, "none");
    }

    private void ended(String outcome, ErrorClass errorClass) {
        count(outcome, errorClass.name().toLowerCase(java.util.Locale.ROOT));
    }

    private void count(String outcome, String errorClass) {
        Span.current().setAttribute(Traces.OUTCOME, outcome);
        ports.metrics().attempt(delivery.queue(), outcome, errorClass, Duration.ofNanos(System.nanoTime() - takenAt));
    }

    private Path scratch(Attempt attempt) {
        try {
            return Files.createDirectories(
                    settings.scratch().resolve(attempt.attempt().value()));
        } catch (IOException e) {
            throw new CarryoverException(ErrorCode.DISK_FULL, "no folder for scratch: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("scratch stays behind: {}", e.toString());
        }
    }
}
