/*
 * Copyright the Carryover authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package io.carryover.results.compare;

import io.carryover.contracts.api.ComparisonView.Task;
import io.carryover.contracts.api.ComparisonView.Verdict;
import io.carryover.results.board.Words;
import java.util.ArrayList;
import java.util.List;

/** What a reader of a comparison must know. */
final class ComparisonNotes {
    private ComparisonNotes() {}

    static List<String> of(List<Task> tasks, boolean sameWeights) {
        List<String> notes = new ArrayList<>();
        if (sameWeights) {
            notes.add("Both loaded the same tensors: equal weights tie wherever their scores print equal.");
        }
        tasks.stream()
                .flatMap(task -> task.paired().stream())
                .map(paired -> paired.ci95().method())
                .distinct()
                .sorted()
                .map(method -> "95 % interval “" + method + "”: " + Words.interval(method))
                .forEach(notes::add);
        if (tasks.stream()
                .anyMatch(task -> task.paired().flatMap(p -> p.mcnemar()).isPresent())) {
            notes.add(
                    "p: exact McNemar over the images that only one of the two got right, two-sided. Where it is there, it"
                            + " decides; elsewhere the interval does.");
        }
        long tested = tasks.stream().filter(task -> task.paired().isPresent()).count();
        if (tested > 1) {
            notes.add(
                    "Each of the %d tasks is judged alone at the 5 %% level: about one of twenty equal pairs would look different."
                            .formatted(tested));
        }
        if (tasks.stream()
                .anyMatch(task ->
                        task.a().results().size() > 1 || task.b().results().size() > 1)) {
            notes.add(
                    "Several seeds: every item counts with its mean over the seeds, so the interval is for these seeds; there is"
                            + " no McNemar, since a mean is neither right nor wrong.");
        }
        if (tasks.stream().anyMatch(task -> task.verdict() == Verdict.NOT_PAIRED)) {
            notes.add(
                    "Not paired: the two intervals say less about the difference than pairs would, so no verdict is given.");
        }
        return List.copyOf(notes);
    }
}
