/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.api.ComparisonView;
import io.carryover.contracts.api.ComparisonView.Task;
import io.carryover.contracts.error.CarryoverException;
import io.carryover.contracts.error.ErrorCode;
import io.carryover.contracts.id.TenantId;
import io.carryover.results.artifacts.ItemFiles;
import io.carryover.results.artifacts.Recent;
import io.carryover.results.board.Measured;
import io.carryover.results.store.ResultFilter;
import io.carryover.results.store.ResultTable;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;

/** Compares two backbones on every task that both have a result for. What was computed is kept while its results stand. */
@ApplicationScoped
public class Comparisons {
    private final Function<TenantId, Function<String, List<Measured>>> results;
    private final PairedItems items;
    private final Recent<List<String>, Task> done = new Recent<>(512);
    /** One at a time: each may hold an artifact of the largest size in memory. */
    private final ReentrantLock turn = new ReentrantLock();

    @Inject
    Comparisons(ResultTable table, ItemFiles files) {
        this(
                tenant -> name -> table
                        .standing(
                                tenant,
                                new ResultFilter(
                                        Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty()))
                        .stream()
                        .map(Measured::of)
                        .toList(),
                files);
    }

    /** @param results the standing results of a tenant's backbone by its name */
    Comparisons(Function<TenantId, Function<String, List<Measured>>> results, ItemFiles files) {
        this.results = results;
        this.items = new PairedItems(files);
    }

    /**
     * Two backbones by their names, or as the board calls them where a name stands for several.
     *
     * @throws CarryoverException UNKNOWN_BACKBONE, INVALID_REQUEST where both are the same one or a name isn't clear, NOT_FOUND
     *     where they have no task in common
     */
    public ComparisonView of(TenantId tenant, String a, String b) {
        Chosen first = Chosen.of(a, results.apply(tenant));
        Chosen second = Chosen.of(b, results.apply(tenant));
        if (first.key().equals(second.key())) {
            throw new CarryoverException(
                    ErrorCode.INVALID_REQUEST, "'%s' and '%s' are one backbone: give two".formatted(a, b));
        }
        Pairing pairing = Pairing.of(a, first.results(), b, second.results());
        if (pairing.pairs().isEmpty()) {
            throw new CarryoverException(
                    ErrorCode.NOT_FOUND,
                    "'%s' and '%s' have no task in common under one protocol, grid and kind of features (%s)"
                            .formatted(a, b, String.join("; ", pairing.leftOut())));
        }
        boolean sameWeights = first.tensors().isPresent() && first.tensors().equals(second.tensors());
        List<Task> tasks =
                pairing.pairs().stream().map(pair -> task(pair, sameWeights)).toList();
        return new ComparisonView(
                first.side(),
                second.side(),
                sameWeights,
                tasks,
                pairing.leftOut(),
                ComparisonNotes.of(tasks, sameWeights));
    }

    private Task task(Pairing.Pair pair, boolean sameWeights) {
        if (Tasks.tie(pair, sameWeights)) {
            return Tasks.tied(pair);
        }
        List<String> wish = Stream.of(
                        Stream.of(pair.variant()),
                        pair.a().stream().map(Comparisons::standing),
                        Stream.of("against"),
                        pair.b().stream().map(Comparisons::standing))
                .flatMap(part -> part)
                .toList();
        turn.lock();
        try {
            Optional<Task> known = done.get(wish);
            if (known.isPresent()) {
                return known.get();
            }
            PairedItems.Outcome outcome = items.of(pair);
            Task task = Tasks.of(pair, outcome);
            // What failed in passing is tried again next time: the store may have been away.
            if (!(outcome instanceof PairedItems.Outcome.Hindered hindered && hindered.passing())) {
                done.put(wish, task);
            }
            return task;
        } finally {
            turn.unlock();
        }
    }

    private static String standing(Measured measured) {
        return measured.id().hex() + " " + measured.record().revision();
    }
}
