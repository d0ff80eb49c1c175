/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.gateway.api.job;

import io.carryover.contracts.api.Page;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.job.Queue;
import io.carryover.gateway.api.sql.Sql;
import io.carryover.gateway.core.JobStatus;
import io.carryover.gateway.core.Workers;
import io.carryover.gateway.core.Workers.LiveWorker;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /v1/queues}. */
@Path("/v1/queues")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
@Tag(name = "workers and queues")
public class QueuesResource {
    private final Sql sql;
    private final Workers workers;
    private final Drains drains;

    @Inject
    QueuesResource(Sql sql, Workers workers, Drains drains) {
        this.sql = sql;
        this.workers = workers;
        this.drains = drains;
    }

    /**
     * A queue as it stands.
     *
     * @param jobs counts by state, of jobs that have not ended
     * @param oldestWaitSeconds how long the job that waits longest could have run by now; 0 where none waits
     * @param workers those that serve it, by state
     * @param waitsFor why its jobs wait, in words; absent where none does
     * @param drainedAt since when nothing of it is released; absent where nobody drains it
     */
    public record QueueView(
            Queue queue,
            SortedMap<String, Long> jobs,
            double oldestWaitSeconds,
            SortedMap<String, Long> workers,
            Optional<String> waitsFor,
            Optional<Instant> drainedAt) {}

    /** Lists. */
    @GET
    @Operation(
            operationId = "listQueues",
            summary = "List the queues: what waits in them, who serves them, and why it waits")
    public Page<QueueView> list() {
        return new Page<>(views(Set.of()), Optional.empty());
    }

    /** Those with workers, jobs or a drain, and {@code also} these. */
    private List<QueueView> views(Collection<Queue> also) {
        List<LiveWorker> live = workers.live();
        var names = new TreeSet<>(also);
        live.forEach(worker -> names.addAll(worker.queues()));
        Map<Queue, SortedMap<String, Long>> counts = counts();
        names.addAll(counts.keySet());
        Map<Queue, Instant> drained = drains.all();
        names.addAll(drained.keySet());
        Map<Queue, Double> waits = oldestWaits();
        return names.stream()
                .map(queue -> view(
                        queue,
                        counts.getOrDefault(queue, new TreeMap<>()),
                        waits.getOrDefault(queue, 0.0),
                        live,
                        Optional.ofNullable(drained.get(queue))))
                .toList();
    }

    /** Drains. */
    @POST
    @Path("{queue}/drain")
    @Operation(operationId = "drainQueue", summary = "Release no more jobs of a queue", description = """
                    For operators. What was released before, about as many jobs as its workers hold, still runs to its end. Jobs that wait
                    say so; nothing is lost.""")
    public QueueView drain(@PathParam("queue") String queue) {
        return change(queue, drains::begin);
    }

    /** Ends that. */
    @DELETE
    @Path("{queue}/drain")
    @Operation(
            operationId = "undrainQueue",
            summary = "Release jobs of a drained queue again",
            description = "For operators.")
    @APIResponse(
            responseCode = "200",
            description = "As the queue stands now",
            content = @Content(schema = @Schema(implementation = QueueView.class)))
    public QueueView undrain(@PathParam("queue") String queue) {
        return change(queue, drains::end);
    }

    /** @throws CarryoverException NOT_FOUND for a queue that has no worker and never had a job */
    private QueueView change(String name, Consumer<Queue> change) {
        Queue queue = find(name, drains.known())
                .orElseThrow(() -> new CarryoverException(
                        ErrorCode.NOT_FOUND,
                        "no worker serves a queue '%s', and no job was ever in it".formatted(name)))
                .queue();
        change.accept(queue);
        return find(name, List.of(queue)).orElseThrow();
    }

    private Optional<QueueView> find(String name, Collection<Queue> among) {
        return views(among).stream()
                .filter(view -> view.queue().id().equals(name))
                .findFirst();
    }

    private static QueueView view(
            Queue queue,
            SortedMap<String, Long> jobs,
            double wait,
            List<LiveWorker> live,
            Optional<Instant> drainedAt) {
        var serving = new TreeMap<String, Long>();
        live.stream()
                .filter(worker -> worker.queues().contains(queue))
                .forEach(worker -> serving.merge(worker.state(), 1L, Long::sum));
        return new QueueView(
                queue, jobs, wait, serving, waitsFor(queue, jobs, serving, drainedAt.isPresent()), drainedAt);
    }

    /** Pure. */
    static Optional<String> waitsFor(Queue queue, Map<String, Long> jobs, Map<String, Long> workers, boolean drained) {
        long queued = jobs.getOrDefault(JobStatus.QUEUED.id(), 0L) + jobs.getOrDefault(JobStatus.RELEASED.id(), 0L);
        if (queued == 0) {
            return Optional.empty();
        }
        if (drained) {
            return Optional.of("the end of the drain of " + queue);
        }
        if (workers.isEmpty()) {
            return Optional.of("no worker for queue " + queue);
        }
        return Optional.of(
                workers.containsKey("idle")
                        ? "its turn: a worker is idle and takes the next at once"
                        : "a worker: %d serve it, none is idle"
                                .formatted(workers.values().stream()
                                        .mapToLong(Long::longValue)
                                        .sum()));
    }

    private Map<Queue, SortedMap<String, Long>> counts() {
        var counts = new TreeMap<Queue, SortedMap<String, Long>>();
        sql.list("""
                        select queue, state, count(*) as count from gateway.job
                        where state in ('planned', 'queued', 'released', 'running', 'cancelling') group by queue, state""", row -> {
            counts.computeIfAbsent(Queue.parse(row.text("queue")), _ -> new TreeMap<>())
                    .put(row.text("state"), row.number("count"));
            return true;
        });
        return counts;
    }

    private Map<Queue, Double> oldestWaits() {
        var waits = new TreeMap<Queue, Double>();
        sql.list("""
                select queue, (extract(epoch from now() - min(queued_at)) * 1000)::bigint as millis from gateway.job
                where state = 'queued' group by queue""", row -> waits.put(Queue.parse(row.text("queue")), row.number("millis") / 1000.0));
        return waits;
    }
}
